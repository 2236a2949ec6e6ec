#pragma once
// Contacts that the tests post.

#include <string>

#include <nlohmann/json.hpp>

namespace frontdoor::tests {

// Of grade 1, so dispatched at once.
inline nlohmann::json knife_contact(const std::string& narrative = "A man with a knife outside the shop, shouting.") {
  return {
      {"channel", "999"},
      {"narrative", narrative},
      {"facts", {{"weapon", "seen"}, {"weapon_type", "knife"}, {"suspect_present", true}, {"time_since_event", "now"}}}
  };
}

// Makes no incident.
inline nlohmann::json update_contact() {
  return {
      {"channel", "101"},
      {"narrative", "Wants to know which officer has her case."},
      {"facts", {{"police_update_request", true}, {"life_threat", "none"}}},
      {"contact_only", {{"outcome", "update_given"}}}
  };
}

} // namespace frontdoor::tests
