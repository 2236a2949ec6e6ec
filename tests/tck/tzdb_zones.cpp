#include "tests/tck/tzdb_zones.hpp"

#include <date/tz.h>

#include <algorithm>

namespace frontdoor::tck {

std::optional<std::int32_t> tzdb_zones::offset_at(std::string_view zone, std::int64_t local_seconds) const {
  // The library counts years in 16 bits; the rules of far years are those of the last year it knows.
  constexpr std::int64_t far = 800'000'000'000;
  const date::local_seconds local{std::chrono::seconds(std::clamp(local_seconds, -far, far))};
  try {
    const auto* found = date::locate_zone(std::string(zone));
    return static_cast<std::int32_t>(found->get_info(local).first.offset.count());
  } catch (const std::runtime_error&) {
    return std::nullopt; // no such zone
  }
}

} // namespace frontdoor::tck
