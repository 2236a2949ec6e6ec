#include "server/clock/local_day.hpp"

#include <date/tz.h>

namespace frontdoor::clock {

std::string london_day(triage::timestamp at) {
  static const date::time_zone* const london = date::locate_zone("Europe/London");
  const date::sys_time<std::chrono::microseconds> instant{at.time_since_epoch()};
  return date::format("%F", date::make_zoned(london, date::floor<std::chrono::seconds>(instant)));
}

std::uint32_t london_hour(triage::timestamp at) {
  static const date::time_zone* const london = date::locate_zone("Europe/London");
  const date::sys_time<std::chrono::microseconds> instant{at.time_since_epoch()};
  const auto local = date::make_zoned(london, date::floor<std::chrono::seconds>(instant)).get_local_time();
  return static_cast<std::uint32_t>(date::floor<std::chrono::hours>(local - date::floor<date::days>(local)).count());
}

std::string london_words(triage::timestamp at) {
  static const date::time_zone* const london = date::locate_zone("Europe/London");
  const date::sys_time<std::chrono::microseconds> instant{at.time_since_epoch()};
  const auto zoned = date::make_zoned(london, date::floor<std::chrono::seconds>(instant));
  const auto day = date::year_month_day(date::floor<date::days>(zoned.get_local_time())).day();
  return date::format("%A ", zoned) + std::to_string(static_cast<unsigned>(day)) + date::format(" %B, %H:%M", zoned);
}

} // namespace frontdoor::clock
