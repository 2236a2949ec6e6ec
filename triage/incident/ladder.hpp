#pragma once
// What an incident's state holds of the units on it and of its ladder, and what is read from that. The ladder is the
// pack's (triage/policy/ladder_rules.hpp) and runs on the incident's own clock: a note, a deferral or a restart of the
// server changes nothing in it (lessons.md R01).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/incident/ladder_events.hpp"
#include "triage/policy/ladder_rules.hpp"

namespace frontdoor::triage {

struct incident;

// What one post has been told of the incident.
struct escalation {
  uuid id;
  std::string to;
  std::optional<std::string> rung;
  std::string condition;
  std::string reason_code;
  timestamp at;                            // told last
  std::uint32_t times = 0;                 // told since anybody acknowledged it
  std::optional<timestamp> acknowledge_by; // none: acknowledged, or passed on
  bool passed_on = false;
  std::optional<std::string> acknowledged_by;
  std::optional<timestamp> acknowledged_at;
  std::optional<std::string> means;
  std::optional<timestamp> review_at; // comes back then

  friend bool operator==(const escalation&, const escalation&) = default;
};

struct escalation_ladder {
  std::optional<timestamp> armed_at; // it began, or began anew; none: with the incident
  bool planned = false;              // `next_at` counts; else the grade's own first time
  std::optional<timestamp> next_at;
  std::uint32_t generation = 0;
  std::vector<std::string> run; // rungs told of since it began
  bool warned = false;
  bool breached = false;
  std::optional<timestamp> unresourced_at; // somebody said that nobody can be sent
  std::vector<escalation> escalations;     // one a post at most

  friend bool operator==(const escalation_ladder&, const escalation_ladder&) = default;
};

// A unit has accepted it; a unit is on its way or there; a unit is or was there.
bool resourced(const incident& state);
bool moving(const incident& state);
bool attended(const incident& state);
// "unresourced", "resourced" or "attended".
std::string_view resourcing_of(const incident& state);

// Whether what a rung waits for is so now.
bool holds(ladder_condition condition, const incident& state);

// When the ladder looks next at an incident that is open; none: never, as things are.
std::optional<timestamp> ladder_wake(const incident& state);

// When something of the ladder falls due by the pack; may lie in the past.
std::optional<timestamp> next_due(const ladder_rules& rules, const incident& state);

// The item of that id; nullptr where there is none.
const escalation* find_escalation(const incident& state, const uuid& id);

// An item and a unit as the contract writes them.
nlohmann::json to_json(const escalation& value);
nlohmann::json to_json(const unit_on_incident& value);

// The way from the dispatch to the scene, one entry a step, each with time and actor (domain.md 6.2):
// [{"step","at","by","unit","reason_code","means"}].
nlohmann::json chain_json(const incident& state);

// The members of the incident's detail: units, chain, resourcing, escalations.
void add_ladder_detail(const incident& state, nlohmann::json& detail);

} // namespace frontdoor::triage
