#pragma once
// How long a receiver that failed is left alone. Pure: chance is an argument.

#include <chrono>
#include <cstdint>
#include <optional>

namespace frontdoor::webhooks {

struct back_off_limits {
  std::chrono::milliseconds delay_min{1000};
  std::chrono::milliseconds delay_max{3'600'000};
};

// The wait after the `attempts`-th failure in a row (from 1): `delay_min` doubled with each, at most `delay_max`, and
// of that between half and all, by `chance` (any 64 bits), so that servers and receivers do not come back in step.
// Where the receiver named a wait itself (Retry-After) it is no shorter than that, within `delay_max`.
std::chrono::milliseconds back_off(
    const back_off_limits& limits, std::uint32_t attempts, std::uint64_t chance,
    std::optional<std::chrono::seconds> asked_for
);

} // namespace frontdoor::webhooks
