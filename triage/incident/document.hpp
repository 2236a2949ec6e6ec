#pragma once
// An immutable JSON value that is cheap to copy: states and events carry facts and assessments, which are only read.

#include <memory>

#include <nlohmann/json_fwd.hpp>

namespace frontdoor::triage {

// A value type: copies share one unchanging JSON value, so any thread may read any copy.
class document {
 public:
  // JSON null.
  document() = default;
  explicit document(nlohmann::json value);

  // The value; null when nothing was given. Valid as long as any copy of this document lives.
  const nlohmann::json& value() const;
  bool is_null() const;

  friend bool operator==(const document& a, const document& b);

 private:
  std::shared_ptr<const nlohmann::json> value_;
};

} // namespace frontdoor::triage
