#pragma once
// Facts that ask for nobody at once.

#include <nlohmann/json.hpp>

namespace frontdoor::tests {

// They, and more.
inline nlohmann::json calm(const nlohmann::json& more = nlohmann::json::object()) {
  nlohmann::json out{
      {"life_threat", "none"},
      {"violence", "none"},
      {"weapon", "none"},
      {"suspect_present", false},
      {"vulnerability", nlohmann::json::array()},
      {"location_quality", "exact"}
  };
  out.update(more);
  return out;
}

} // namespace frontdoor::tests
