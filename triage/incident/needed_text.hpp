#pragma once
// A member of a body that a command cannot do without.

#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/fault.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage {

// The text; a fault and empty where there is none. `pointer` is where the object stands in the whole body.
inline std::string
needed_text(const nlohmann::json& body, const char* name, faults& found, const std::string& pointer = {}) {
  auto out = text_of(body, name);
  if (!out) found.push_back({pointer + "/" + name, "missing", "A text is expected here.", {}, {}});
  return std::move(out).value_or("");
}

} // namespace frontdoor::triage
