#pragma once
// The units on an incident: what was reported of each, and why one was sent that had other work, or out of order.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// What is reported of a unit on an incident. released: taken off it again.
enum class unit_state : std::uint8_t { assigned, accepted, refused, en_route, at_scene, resulted, released };

std::string_view to_string(unit_state value);
std::optional<unit_state> parse_unit_state(std::string_view text);

// What there is to say of a unit that was sent although it had other work (practice.md 13; lessons.md R02), or although
// others wait before this incident (lessons.md R23). Reasons are codes of the force's data; "not_given" where nobody
// gave one.
struct unit_sending {
  std::optional<uuid> diverted_from; // the incident that it was taken off
  std::optional<std::string> diversion_reason;
  std::optional<std::string> order_reason;
  std::vector<uuid> overtaken; // incidents that wait before this one, the first of them

  bool empty() const { return !diverted_from && !diversion_reason && !order_reason && overtaken.empty(); }
  friend bool operator==(const unit_sending&, const unit_sending&) = default;
};

inline constexpr std::size_t overtaken_max = 20; // named with a unit that was sent out of order

struct unit_step {
  unit_state state = unit_state::assigned;
  timestamp at;
  std::string by;
  std::optional<std::string> reason_code;
  std::optional<std::string> means;

  friend bool operator==(const unit_step&, const unit_step&) = default;
};

// A unit in this life of the incident. What was reported of it, at most once a state; the last is what it does now.
struct unit_on_incident {
  std::string unit;
  std::vector<unit_step> steps;
  std::optional<uuid> from = {}; // the duplicate that it came with

  unit_state state() const { return steps.back().state; }
  // Still on it, or was there and has done its work.
  bool counts() const { return state() != unit_state::refused && state() != unit_state::released; }
  // Still on it.
  bool works() const { return counts() && state() != unit_state::resulted; }
  friend bool operator==(const unit_on_incident&, const unit_on_incident&) = default;
};

inline constexpr std::size_t units_max = 64; // on one incident

} // namespace frontdoor::triage
