#pragma once
// FEEL dates, times and durations (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8; lexical forms of XML Schema 1.1 part 2). Pure
// values. Zone rules are data outside this library: a caller who uses zone names hands in a zone_source.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "triage/dmn/number.hpp"

namespace frontdoor::triage::dmn {

// Knows the offsets of named zones ("Europe/London"). Implementations must be safe to call from any thread.
class zone_source {
 public:
  virtual ~zone_source() = default;
  // Seconds east of UTC in that zone when its clocks show `local_seconds` (since 1970-01-01T00:00:00 local);
  // nothing when the zone is unknown.
  virtual std::optional<std::int32_t> offset_at(std::string_view zone, std::int64_t local_seconds) const = 0;
};

// The zone of a time: none (local), an offset, or a name with its offset at that moment.
struct zone {
  bool given = false;
  std::int32_t offset = 0; // seconds east of UTC
  std::string name;        // empty for an offset
  friend bool operator==(const zone&, const zone&) = default;
};

struct date {
  std::int64_t year = 1970; // -999999999..999999999
  std::uint8_t month = 1;
  std::uint8_t day = 1;
  friend auto operator<=>(const date&, const date&) = default;
};

struct time_of_day {
  std::int32_t second = 0; // of the day, 0..86399
  std::int32_t nanos = 0;  // 0..999999999
  dmn::zone zone;
  friend bool operator==(const time_of_day&, const time_of_day&) = default;
};

struct date_time {
  dmn::date date;
  time_of_day time;
  friend bool operator==(const date_time&, const date_time&) = default;
};

// Days and time duration: seconds + nanos / 1e9, nanos never negative.
struct days_duration {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  friend auto operator<=>(const days_duration&, const days_duration&) = default;
};

// Years and months duration.
struct months_duration {
  std::int64_t months = 0;
  friend auto operator<=>(const months_duration&, const months_duration&) = default;
};

// Calendar (proleptic Gregorian).
bool valid_date(std::int64_t year, std::int64_t month, std::int64_t day);
std::int64_t days_from_epoch(const date& day);
std::optional<date> date_from_days(std::int64_t days);
int weekday_of(const date& day); // 1 Monday .. 7 Sunday
int day_of_year(const date& day);
int week_of_year(const date& day); // ISO 8601
int days_in_month(std::int64_t year, int month);

// Texts. Each returns nothing when the text is not one.
std::optional<date> parse_date(std::string_view text);
std::optional<time_of_day> parse_time(std::string_view text, const zone_source* zones);
std::optional<date_time> parse_date_time(std::string_view text, const zone_source* zones); // needs its time part
std::optional<days_duration> parse_days_duration(std::string_view text);
std::optional<months_duration> parse_months_duration(std::string_view text);
std::string to_string(const date& value);
std::string to_string(const time_of_day& value);
std::string to_string(const date_time& value);
std::string to_string(const days_duration& value);
std::string to_string(const months_duration& value);

// Moments. `instant` is seconds since 1970 in UTC for a zoned value, in local time otherwise.
std::int64_t instant(const date_time& value);
std::int64_t instant(const time_of_day& value);
date_time start_of(const date& day); // midnight UTC of that day, as FEEL converts a date to a date and time

// Arithmetic; nothing when the result leaves the range.
std::optional<date> add(const date& to, const months_duration& amount);
std::optional<date_time> add(const date_time& to, const months_duration& amount, const zone_source* zones);
std::optional<date_time> add(const date_time& to, const days_duration& amount, const zone_source* zones);
time_of_day add(const time_of_day& to, const days_duration& amount);
std::optional<days_duration> add(const days_duration& a, const days_duration& b);
std::optional<months_duration> add(const months_duration& a, const months_duration& b);
std::optional<days_duration> negated(const days_duration& value);
std::optional<months_duration> negated(const months_duration& value);
number seconds_of(const days_duration& value);
std::optional<days_duration> duration_of_seconds(const number& seconds);
std::optional<months_duration> duration_of_months(const number& months); // towards zero
// Whole months between two dates, towards zero (the function `years and months duration`).
months_duration months_between(const date_time& from, const date_time& to);

} // namespace frontdoor::triage::dmn
