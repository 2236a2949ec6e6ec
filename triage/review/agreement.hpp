#pragma once
// How far two reviewers agree who scored the same records without seeing each other's answers.

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace frontdoor::triage::review {

// What the first and the second reviewer answered.
struct rated_pair {
  std::string first;
  std::string second;

  friend bool operator==(const rated_pair&, const rated_pair&) = default;
};

struct agreement {
  std::uint64_t pairs = 0;
  std::uint64_t agreed = 0;
  std::optional<double> raw; // share of pairs that agree; none: no pairs
  // Cohen's kappa: the agreement beyond what chance would give (J. Cohen, A coefficient of agreement for nominal
  // scales, 1960). None where both gave one and the same answer throughout: chance alone would agree as well.
  std::optional<double> kappa;

  friend bool operator==(const agreement&, const agreement&) = default;
};

agreement agree(std::span<const rated_pair> pairs);

} // namespace frontdoor::triage::review
