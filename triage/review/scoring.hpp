#pragma once
// What the answers to a form come to.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "triage/fault.hpp"
#include "triage/review/rules.hpp"

namespace frontdoor::triage::review {

struct answer {
  std::string item;
  std::string code;

  friend bool operator==(const answer&, const answer&) = default;
};

struct score {
  std::optional<std::uint32_t> percent; // of the points that could be reached, rounded down; none: no item counts
  std::vector<std::string> failed;      // items answered so that the whole review fails
  bool passed = false;

  friend bool operator==(const score&, const score&) = default;
};

// `answers` must have passed `check`.
score score_of(const form& with, std::span<const answer> answers);

// An item once at most, with one of its answers; with `all`, every item of the form. Every fault by its place in the
// list: unknown_item, unknown_answer, answered_twice, not_answered.
faults check(const form& with, std::span<const answer> answers, bool all);

} // namespace frontdoor::triage::review
