#include "triage/incident/document.hpp"

#include <utility>

#include <nlohmann/json.hpp>

namespace frontdoor::triage {

document::document(nlohmann::json value)
    : value_(value.is_null() ? nullptr : std::make_shared<const nlohmann::json>(std::move(value))) {}

const nlohmann::json& document::value() const {
  static const nlohmann::json null;
  return value_ ? *value_ : null;
}

bool document::is_null() const {
  return !value_;
}

bool operator==(const document& a, const document& b) {
  return a.value_ == b.value_ || a.value() == b.value();
}

} // namespace frontdoor::triage
