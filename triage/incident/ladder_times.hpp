#pragma once
// When the rungs and targets of an incident fall due, for the sources of this folder only.

#include <optional>
#include <vector>

#include "triage/incident/ladder.hpp"

namespace frontdoor::triage {

struct rung_time {
  const ladder_rung* rung = nullptr;
  timestamp at;
};

// The rungs that hold now and have not been told of since the ladder began, in the order of their times.
std::vector<rung_time> rungs_ahead(const ladder_rules& rules, const incident& state);

// The arrival target, as far as it is still to be warned of or passed.
struct target_times {
  std::optional<timestamp> warning;
  std::optional<timestamp> breach;
};
target_times targets_ahead(const ladder_rules& rules, const incident& state);

} // namespace frontdoor::triage
