#pragma once
// What came back after an early resolution, counted: the same person, place or problem, by pathway and rule, and among
// the incidents of one problem record (domain.md 3.1: measure whether it comes back; 3.5). Counts decide nothing.

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// An early resolution and the first that came back after it, each way.
struct resolution_and_return {
  std::string pathway;
  std::vector<std::string> rules; // of the policy, that offered the pathway
  timestamp at{};
  std::optional<timestamp> person_or_place_at; // a contact under one of its keys
  std::optional<timestamp> problem_at;         // another incident of a problem record that it belongs to
};

// How many resolutions something came back to within so many days.
struct returned_within {
  std::uint32_t days = 0;
  std::uint64_t any = 0; // each once, whichever way it came back
  std::uint64_t person_or_place = 0;
  std::uint64_t problem = 0;

  friend bool operator==(const returned_within&, const returned_within&) = default;
};

// One pathway and one rule, in one register.
struct return_count {
  std::string pathway;
  std::string rule;           // empty: all rules of the pathway
  std::uint64_t resolved = 0; // in the time looked at
  std::vector<returned_within> returned;

  friend bool operator==(const return_count&, const return_count&) = default;
};

// By pathway and then rule, each pathway's sum before its rules. A return on the last instant of a window is within it;
// one at the resolution itself or before is none.
std::vector<return_count>
count_returns(std::span<const resolution_and_return> resolutions, std::span<const std::uint32_t> window_days);

// An incident of a problem record.
struct problem_member {
  uuid incident;
  timestamp received_at{};
  std::vector<timestamp> resolved_early_at; // each time it was; any order
};

// How often a problem came back.
struct problem_return {
  std::uint32_t days = 0;
  std::uint64_t incidents = 0;

  friend bool operator==(const problem_return&, const problem_return&) = default;
};

// The incidents of one record that came in after another of them had been resolved early, by the days since the latest
// such resolution. In the order of the windows.
std::vector<problem_return>
count_problem_returns(std::span<const problem_member> members, std::span<const std::uint32_t> window_days);

} // namespace frontdoor::triage
