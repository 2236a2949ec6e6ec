#pragma once
// Who answers for a duty post now: the role resolved by the plan and by who is really logged on, to a named person, and
// where that person is not there to the stand-in on call (practice.md 12; lessons.md R14).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/force/desk.hpp"
#include "triage/force/roster.hpp"

namespace frontdoor::triage::force {

enum class answered_by : std::uint8_t {
  on_duty,       // planned, and at a console
  by_radio,      // planned for a post that is reached by radio or phone
  stand_in,      // on call, since nobody who is planned can be reached
  not_logged_on, // planned for a console and not there; nobody stands in
  nobody         // a gap
};
std::string_view to_string(answered_by value);

struct addressee {
  answered_by how = answered_by::nobody;
  std::optional<planned_duty> duty;

  friend bool operator==(const addressee&, const addressee&) = default;
};

// Of a post in a district (none: for the whole force) at that moment. `by_radio` is whether the post need not be at a
// console. Where several fit, whoever is planned for the smallest area comes first.
addressee addressee_of(
    const roster& plan, const std::string& post, const std::optional<std::string>& district, bool by_radio,
    const std::vector<desk>& desks, const std::vector<pod_rule>& pods, timestamp at
);

// As the contract writes it.
nlohmann::json to_json(const addressee& one);

} // namespace frontdoor::triage::force
