#pragma once
// Contacts that the tests post.

#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/calm_facts.hpp"

namespace frontdoor::tests {

// Of grade 1, so dispatched at once.
inline nlohmann::json knife_contact(const std::string& narrative = "A man with a knife outside the shop, shouting.") {
  return {
      {"channel", "999"},
      {"narrative", narrative},
      {"facts", {{"weapon", "seen"}, {"weapon_type", "knife"}, {"suspect_present", true}, {"time_since_event", "now"}}}
  };
}

// Whether a console's event shows that incident with its dispatch in that state. The card goes with the last event of
// a commit only.
inline auto dispatch_is(const nlohmann::json& incident, const std::string& state) {
  return [subject = "incident/" + incident.at("id").get<std::string>(), state](const nlohmann::json& event) {
    if (event.at("subject") != subject || !event.at("data").contains("incident")) return false;
    const auto& dispatch = event.at("data").at("incident").at("dispatch");
    return dispatch.is_object() && dispatch.at("state") == state;
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
