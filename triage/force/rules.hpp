#pragma once
// The force's own data on its units, its queue, its handovers and its surge: config/force/force.json, read once and
// checked whole. It stays while policy packs change. States: domain.md 6.3; the queue: lessons.md R23; handover and
// breaks: practice.md 13, lessons.md R14.

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/force/pods.hpp"
#include "triage/incident/units_on_incident.hpp"
#include "triage/policy/coded_text.hpp"

namespace frontdoor::triage::force {

// What a state of a unit means to the room. `message` states (12 to 16) say something and change nothing.
enum class state_kind : std::uint8_t {
  emergency,
  available,
  rest,
  en_route,
  at_scene,
  divertible,
  committed,
  unavailable,
  off,
  message
};

std::string_view to_string(state_kind value);

inline constexpr std::uint32_t state_number_max = 16;

struct state_rule {
  std::uint32_t number = 0;
  std::string code;
  std::string text;
  state_kind kind = state_kind::available;
};

// A point on the ground: WGS 84, degrees.
struct point {
  double lat = 0;
  double lon = 0;

  friend bool operator==(const point&, const point&) = default;
};

// A unit of the force's list. A unit that is not listed can be sent all the same.
struct unit_rule {
  std::string unit; // call sign
  std::string district;
  std::string talkgroup;
  std::vector<std::string> skills;
  std::optional<point> station; // where it is when nothing else is known
};

// How fast one gets about in a kind of area.
struct area_rule {
  std::string code;
  std::string text;
  std::uint32_t speed_kmh = 0;
  std::vector<std::string> districts; // of the incident; the last area is that of all others
};

// Hours of the local day in which everything takes longer: [from, to).
struct hour_rule {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint32_t speed_percent = 100;
};

struct travel_rules {
  std::uint32_t detour_percent = 100; // roads against the straight line
  std::vector<area_rule> areas;
  std::vector<hour_rule> hours;
  std::chrono::microseconds position_fresh{0}; // an older position is offered with a warning
  std::uint32_t suggestions_max = 10;
};

struct flag_points {
  std::string flag;
  std::string text;
  std::uint32_t points = 0;
};

struct queue_rules {
  std::vector<flag_points> points;
  std::vector<coded_text> order_reasons;
  std::vector<std::string> reason_free_grades; // sent out of order, these are never refused for want of a reason
};

struct handover_rules {
  std::vector<std::string> grades; // each open incident of these is handed over by name
  std::vector<std::string> flags;  // and each with one of these, whatever its grade: missing people
  std::vector<std::string> tasks;  // and each open task of these kinds: orders and deferrals
  std::chrono::microseconds accept_within{0};
  std::string bounce_to; // post that hears of what nobody accepted in time
  std::uint32_t note_words_min = 1;
  std::vector<std::string> one_by_one_grades; // never accepted in bulk
};

struct surge_rules {
  std::uint32_t queue_length = 0; // so many wait, or more
  std::chrono::microseconds oldest_waiting{0};
  std::uint32_t free_units = 0;   // so few are free, or fewer, while anybody waits
  std::uint32_t measures_min = 1; // so many of the three hold: it is a surge
  std::string tell;               // post
  std::chrono::microseconds review_within{0};
  std::uint32_t waiters_shown = 10; // of the highest risk
};

// Which posts are to be filled at all times, besides those of the pods, and how early a gap is named.
struct roster_rules {
  std::vector<std::string> posts; // for the whole force
  std::chrono::microseconds notice{0};
  std::string tell; // post that hears of a gap
};

struct rules {
  std::vector<state_rule> states;
  std::vector<unit_rule> units;
  std::vector<coded_text> skills;
  std::uint32_t state_assigned = 0; // the state that a unit gets by itself when it is assigned or accepts
  std::uint32_t state_en_route = 0;
  std::uint32_t state_at_scene = 0;
  std::uint32_t state_released = 0; // and when it is released, refuses, or has done its work
  std::vector<coded_text> status_reasons;
  std::vector<coded_text> diversion_reasons;
  travel_rules travel;
  queue_rules queue;
  handover_rules handover;
  surge_rules surge;
  std::vector<pod_rule> pods;
  roster_rules roster;

  // nullptr where there is none.
  const state_rule* find_state(std::uint32_t number) const;
  const unit_rule* find_unit(std::string_view unit) const;
  // The state that a unit has from what is reported of it on an incident.
  std::uint32_t state_after(unit_state step) const;
  // The words of a skill; its code where the force has none.
  std::string skill_text(const std::string& skill) const;
};

// Reads the file; every fault with its pointer: malformed members, names given twice, unknown skills and states.
std::expected<rules, faults> read_rules(const nlohmann::json& document, const std::string& file);

// A state as the contract writes it.
nlohmann::json to_json(const state_rule& one);

} // namespace frontdoor::triage::force
