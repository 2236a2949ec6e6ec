#include "server/webhooks/back_off.hpp"

#include <algorithm>

namespace frontdoor::webhooks {

std::chrono::milliseconds back_off(
    const back_off_limits& limits, std::uint32_t attempts, std::uint64_t chance,
    std::optional<std::chrono::seconds> asked_for
) {
  auto whole = std::min(limits.delay_min, limits.delay_max);
  for (std::uint32_t i = 1; i < attempts && whole < limits.delay_max; ++i)
    whole = std::min(whole * 2, limits.delay_max);
  const auto half = static_cast<std::uint64_t>(whole.count() / 2);
  const auto some = chance % (static_cast<std::uint64_t>(whole.count()) - half + 1);
  auto wait = std::chrono::milliseconds(static_cast<std::int64_t>(half + some));
  // Compared in seconds, since what a receiver writes may be too large for milliseconds.
  if (asked_for && *asked_for > std::chrono::floor<std::chrono::seconds>(wait)) {
    const bool too_long = *asked_for >= std::chrono::floor<std::chrono::seconds>(limits.delay_max);
    wait = too_long ? limits.delay_max : std::chrono::milliseconds(*asked_for);
  }
  return wait;
}

} // namespace frontdoor::webhooks
