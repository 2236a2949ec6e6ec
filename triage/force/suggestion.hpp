#pragma once
// Which unit could go to an incident, nearest first, each with the reasons in words. A unit on a less urgent incident
// is offered as a diversion, after those that are free; nothing is taken by the machine. Distances are straight lines,
// and times an estimate from the force's speeds: they order a list, and promise nothing.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/force/rules.hpp"
#include "triage/incident/incident.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage::force {

// The incident as a unit is looked for.
struct sought {
  std::string district;          // empty: not known
  std::optional<point> place;    // none: not known
  std::uint32_t rank = 0;        // of its grade
  bool most_urgent = false;      // a break may be interrupted for it
  std::vector<coded_text> needs; // skills, each with why it is needed
  std::uint32_t local_hour = 0;  // 0 to 23, where the force is
  timestamp now;
};

// What a unit is busy with.
struct busy_with {
  uuid incident;
  std::string number;
  std::string grade;
  std::uint32_t rank = 0;
  bool there = false; // at the scene

  friend bool operator==(const busy_with&, const busy_with&) = default;
};

struct candidate_unit {
  std::string unit;
  std::string district;
  std::vector<std::string> skills;
  const state_rule* state = nullptr; // nullptr: none reported
  std::optional<point> place;
  std::optional<timestamp> seen_at; // none: `place` is its station
  std::optional<busy_with> busy;
};

struct suggestion {
  std::string unit;
  std::optional<busy_with> diversion_from; // none: it is free
  std::optional<std::uint32_t> distance_m;
  std::optional<std::uint32_t> travel_s;
  std::vector<std::string> lacks; // skills
  std::vector<std::string> why;

  friend bool operator==(const suggestion&, const suggestion&) = default;
};

// The skills that the pack asks for on that incident, by what is known of it.
std::vector<coded_text> skills_needed(const incident& state, const policy_pack& pack);

// The time to get there, by the kind of area and the hour.
std::uint32_t travel_seconds(double metres, const std::string& district, std::uint32_t hour, const travel_rules& rules);

// Those with all skills first, of these the free ones first, of these the soonest first; at most as many as the force
// shows.
std::vector<suggestion>
suggest_units(const sought& incident, const std::vector<candidate_unit>& units, const rules& force);

nlohmann::json to_json(const suggestion& one);

} // namespace frontdoor::triage::force
