#include "triage/dmn/temporal.hpp"

#include <array>
#include <cstdlib>

namespace frontdoor::triage::dmn {
namespace {

constexpr std::int64_t longest_year = 999'999'999;
constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t longest_months = 12 * 2 * longest_year;
constexpr std::int64_t longest_seconds = 70'000'000'000'000'000; // more than all years there are
constexpr std::int32_t nanos_in_second = 1'000'000'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - ((a % b != 0 && (a % b < 0) != (b < 0)) ? 1 : 0);
}

bool leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

// Walks a text; every step says whether it was there.
struct cursor {
  std::string_view text;
  std::size_t at = 0;

  bool done() const { return at == text.size(); }
  bool take(char c) {
    if (at >= text.size() || text[at] != c) return false;
    ++at;
    return true;
  }
  bool digit() const { return at < text.size() && text[at] >= '0' && text[at] <= '9'; }
  std::string_view digits() {
    const auto start = at;
    while (digit())
      ++at;
    return text.substr(start, at - start);
  }
  // Exactly two digits.
  std::optional<int> pair() {
    if (at + 2 > text.size() || !digit()) return std::nullopt;
    ++at;
    if (!digit()) return std::nullopt;
    ++at;
    return (text[at - 2] - '0') * 10 + (text[at - 1] - '0');
  }
};

std::int64_t to_whole(std::string_view digits) {
  std::int64_t out = 0;
  for (const char c : digits)
    out = out * 10 + (c - '0');
  return out;
}

std::int32_t to_nanos(std::string_view digits) {
  std::int32_t out = 0;
  for (std::size_t i = 0; i < 9; ++i)
    out = out * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return out;
}

std::optional<date> take_date(cursor& c) {
  const bool negative = c.take('-');
  const auto year = c.digits();
  if (year.size() < 4 || year.size() > 9 || (year.size() > 4 && year.front() == '0')) return std::nullopt;
  if (!c.take('-')) return std::nullopt;
  const auto month = c.pair();
  if (!month || !c.take('-')) return std::nullopt;
  const auto day = c.pair();
  const auto signed_year = negative ? -to_whole(year) : to_whole(year);
  if (!day || !valid_date(signed_year, *month, *day)) return std::nullopt;
  return date{signed_year, static_cast<std::uint8_t>(*month), static_cast<std::uint8_t>(*day)};
}

// The zone at the end of a time: nothing, "Z", an offset of at most 14 hours, or "@name".
std::optional<zone> take_zone(cursor& c, std::int64_t local_seconds, const zone_source* zones) {
  zone out;
  if (c.done()) return out;
  out.given = true;
  if (c.take('Z')) return c.done() ? std::optional(out) : std::nullopt;
  if (c.take('@')) {
    out.name = std::string(c.text.substr(c.at));
    const auto offset =
        zones != nullptr && !out.name.empty() ? zones->offset_at(out.name, local_seconds) : std::nullopt;
    if (!offset) return std::nullopt;
    out.offset = *offset;
    return out;
  }
  const bool west = c.take('-');
  if (!west && !c.take('+')) return std::nullopt;
  const auto hours = c.pair();
  if (!hours || !c.take(':')) return std::nullopt;
  const auto minutes = c.pair();
  if (!minutes) return std::nullopt;
  int seconds = 0;
  if (c.take(':')) {
    const auto rest = c.pair();
    if (!rest) return std::nullopt;
    seconds = *rest;
  }
  if (!c.done() || *minutes > 59 || seconds > 59 || *hours > 14 || (*hours == 14 && *minutes + seconds > 0))
    return std::nullopt;
  out.offset = (*hours * 60 + *minutes) * 60 + seconds;
  if (west) out.offset = -out.offset;
  return out;
}

struct clock_reading {
  std::int64_t second = 0; // 0..86400; 86400 is the end of the day
  std::int32_t nanos = 0;
};

std::optional<clock_reading> take_clock(cursor& c) {
  const auto hour = c.pair();
  if (!hour || !c.take(':')) return std::nullopt;
  const auto minute = c.pair();
  if (!minute || !c.take(':')) return std::nullopt;
  const auto second = c.pair();
  if (!second || *minute > 59 || *second > 59 || *hour > 24) return std::nullopt;
  clock_reading out{(*hour * 60 + *minute) * 60 + *second, 0};
  if (c.take('.')) {
    const auto fraction = c.digits();
    if (fraction.empty()) return std::nullopt;
    out.nanos = to_nanos(fraction);
  }
  if (out.second > day_seconds || (out.second == day_seconds && out.nanos != 0)) return std::nullopt;
  return out;
}

std::string padded(std::int64_t value, std::size_t width) {
  auto text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string fraction_text(std::int32_t nanos) {
  if (nanos == 0) return {};
  auto text = padded(nanos, 9);
  while (text.back() == '0')
    text.pop_back();
  return "." + text;
}

std::string zone_text(const zone& value) {
  if (!value.given) return {};
  if (!value.name.empty()) return "@" + value.name;
  if (value.offset == 0) return "Z";
  const auto size = std::abs(value.offset);
  auto out = std::string(value.offset < 0 ? "-" : "+") + padded(size / 3600, 2) + ":" + padded(size / 60 % 60, 2);
  if (size % 60 != 0) out += ":" + padded(size % 60, 2);
  return out;
}

std::optional<days_duration> checked(std::int64_t seconds, std::int64_t nanos) {
  const auto carry = floor_div(nanos, nanos_in_second);
  seconds += carry;
  if (seconds > longest_seconds || seconds < -longest_seconds) return std::nullopt;
  return days_duration{seconds, static_cast<std::int32_t>(nanos - carry * nanos_in_second)};
}

// A local moment as a date and time of that zone.
std::optional<date_time> from_local(std::int64_t local, std::int32_t nanos, const zone& where) {
  const auto days = floor_div(local, day_seconds);
  const auto day = date_from_days(days);
  if (!day) return std::nullopt;
  return date_time{*day, {static_cast<std::int32_t>(local - days * day_seconds), nanos, where}};
}

std::int64_t local_seconds(const date_time& value) {
  return days_from_epoch(value.date) * day_seconds + value.time.second;
}

} // namespace

int days_in_month(std::int64_t year, int month) {
  static constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

bool valid_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < -longest_year || year > longest_year || month < 1 || month > 12 || day < 1) return false;
  return day <= days_in_month(year, static_cast<int>(month));
}

// Both after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
std::int64_t days_from_epoch(const date& day) {
  const std::int64_t year = day.year - (day.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_era_year = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_era_year;
  return era * 146'097 + day_of_era - 719'468;
}

std::optional<date> date_from_days(std::int64_t days) {
  if (days < -400'000'000'000 || days > 400'000'000'000) return std::nullopt;
  days += 719'468;
  const std::int64_t era = floor_div(days, 146'097);
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<std::uint8_t>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  const auto month = static_cast<std::uint8_t>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  if (year < -longest_year || year > longest_year) return std::nullopt;
  return date{year, month, day};
}

int weekday_of(const date& day) {
  const auto days = days_from_epoch(day) + 3; // 1970-01-01 was a Thursday
  return static_cast<int>(days - floor_div(days, 7) * 7) + 1;
}

int day_of_year(const date& day) {
  return static_cast<int>(days_from_epoch(day) - days_from_epoch({day.year, 1, 1})) + 1;
}

int week_of_year(const date& day) {
  const auto week = (day_of_year(day) - weekday_of(day) + 10) / 7;
  const auto weeks_in = [](std::int64_t year) {
    const auto last = weekday_of({year, 12, 31});
    const auto first = weekday_of({year, 1, 1});
    return first == 4 || last == 4 ? 53 : 52;
  };
  if (week < 1) return weeks_in(day.year - 1);
  return week > weeks_in(day.year) ? 1 : week;
}

std::optional<date> parse_date(std::string_view text) {
  cursor c{text};
  auto out = take_date(c);
  return c.done() ? out : std::nullopt;
}

std::optional<time_of_day> parse_time(std::string_view text, const zone_source* zones) {
  cursor c{text};
  const auto clock = take_clock(c);
  if (!clock) return std::nullopt;
  const auto second = clock->second % day_seconds;
  const auto where = take_zone(c, second, zones);
  if (!where) return std::nullopt;
  return time_of_day{static_cast<std::int32_t>(second), clock->nanos, *where};
}

std::optional<date_time> parse_date_time(std::string_view text, const zone_source* zones) {
  cursor c{text};
  const auto day = take_date(c);
  if (!day || !c.take('T')) return std::nullopt;
  const auto clock = take_clock(c);
  if (!clock) return std::nullopt;
  const auto local = days_from_epoch(*day) * day_seconds + clock->second;
  const auto where = take_zone(c, local, zones);
  if (!where) return std::nullopt;
  return from_local(local, clock->nanos, *where);
}

std::optional<days_duration> parse_days_duration(std::string_view text) {
  cursor c{text};
  const bool negative = c.take('-');
  if (!c.take('P')) return std::nullopt;
  std::int64_t total = 0;
  std::int64_t nanos = 0;
  bool any = false;
  const auto add_part = [&](std::string_view digits, std::int64_t unit) {
    if (digits.empty() || digits.size() > 15) return false;
    any = true;
    const auto whole = to_whole(digits);
    if (whole > longest_seconds / unit) return false;
    total += whole * unit;
    return true;
  };
  auto digits = c.digits();
  if (!digits.empty()) {
    if (!c.take('D') || !add_part(digits, day_seconds)) return std::nullopt;
  }
  if (c.take('T')) {
    if (c.done()) return std::nullopt;
    int last = 0; // hours, minutes, seconds in that order, each once
    while (!c.done()) {
      digits = c.digits();
      if (c.take('H') && last < 1) {
        if (!add_part(digits, 3600)) return std::nullopt;
        last = 1;
      } else if (c.take('M') && last < 2) {
        if (!add_part(digits, 60)) return std::nullopt;
        last = 2;
      } else if (last < 3) {
        if (c.take('.')) nanos = to_nanos(c.digits());
        if (!c.take('S') || !add_part(digits, 1)) return std::nullopt;
        last = 3;
      } else {
        return std::nullopt;
      }
    }
  }
  if (!c.done() || !any) return std::nullopt;
  return negative ? checked(-total, -nanos) : checked(total, nanos);
}

std::optional<months_duration> parse_months_duration(std::string_view text) {
  cursor c{text};
  const bool negative = c.take('-');
  if (!c.take('P')) return std::nullopt;
  std::int64_t total = 0;
  bool any = false;
  auto digits = c.digits();
  if (!digits.empty() && digits.size() <= 10 && c.take('Y')) {
    total = to_whole(digits) * 12;
    any = true;
    digits = c.digits();
  }
  if (!digits.empty()) {
    if (digits.size() > 11 || !c.take('M')) return std::nullopt;
    total += to_whole(digits);
    any = true;
  }
  if (!any || !c.done() || total > longest_months) return std::nullopt;
  return months_duration{negative ? -total : total};
}

std::string to_string(const date& value) {
  return (value.year < 0 ? "-" : "") + padded(std::abs(value.year), 4) + "-" + padded(value.month, 2) + "-" +
         padded(value.day, 2);
}

std::string to_string(const time_of_day& value) {
  return padded(value.second / 3600, 2) + ":" + padded(value.second / 60 % 60, 2) + ":" + padded(value.second % 60, 2) +
         fraction_text(value.nanos) + zone_text(value.zone);
}

std::string to_string(const date_time& value) {
  return to_string(value.date) + "T" + to_string(value.time);
}

std::string to_string(const days_duration& value) {
  if (value.seconds == 0 && value.nanos == 0) return "PT0S";
  const bool negative = value.seconds < 0;
  auto seconds = negative ? -value.seconds : value.seconds;
  auto nanos = value.nanos;
  if (negative && nanos != 0) {
    --seconds;
    nanos = nanos_in_second - nanos;
  }
  std::string out = negative ? "-P" : "P";
  if (seconds >= day_seconds) out += std::to_string(seconds / day_seconds) + "D";
  seconds %= day_seconds;
  if (seconds == 0 && nanos == 0) return out;
  out += "T";
  if (seconds >= 3600) out += std::to_string(seconds / 3600) + "H";
  if (seconds / 60 % 60 != 0) out += std::to_string(seconds / 60 % 60) + "M";
  if (seconds % 60 != 0 || nanos != 0) out += std::to_string(seconds % 60) + fraction_text(nanos) + "S";
  return out;
}

std::string to_string(const months_duration& value) {
  const auto size = std::abs(value.months);
  if (size == 0) return "P0M";
  std::string out = value.months < 0 ? "-P" : "P";
  if (size >= 12) out += std::to_string(size / 12) + "Y";
  if (size % 12 != 0) out += std::to_string(size % 12) + "M";
  return out;
}

std::int64_t instant(const date_time& value) {
  return local_seconds(value) - value.time.zone.offset;
}
std::int64_t instant(const time_of_day& value) {
  return value.second - value.zone.offset;
}
date_time start_of(const date& day) {
  return {day, {0, 0, {true, 0, {}}}};
}

std::optional<date> add(const date& to, const months_duration& amount) {
  const auto month = to.year * 12 + (to.month - 1) + amount.months;
  const auto year = floor_div(month, 12);
  if (year < -longest_year || year > longest_year) return std::nullopt;
  const int month_of_year = static_cast<int>(month - year * 12) + 1;
  const int last = days_in_month(year, month_of_year);
  return date{year, static_cast<std::uint8_t>(month_of_year), static_cast<std::uint8_t>(to.day < last ? to.day : last)};
}

std::optional<date_time> add(const date_time& to, const months_duration& amount, const zone_source* zones) {
  const auto day = add(to.date, amount);
  if (!day) return std::nullopt;
  date_time out{*day, to.time};
  if (!out.time.zone.name.empty() && zones != nullptr) {
    if (const auto offset = zones->offset_at(out.time.zone.name, local_seconds(out))) out.time.zone.offset = *offset;
  }
  return out;
}

std::optional<date_time> add(const date_time& to, const days_duration& amount, const zone_source* zones) {
  const std::int64_t nanos = to.time.nanos + amount.nanos;
  const auto carry = nanos / nanos_in_second;
  const auto moment = instant(to) + amount.seconds + carry;
  zone where = to.time.zone;
  if (!where.name.empty() && zones != nullptr) {
    // The offset is known by local time: guess with the old one, then settle.
    for (int round = 0; round < 2; ++round) {
      if (const auto offset = zones->offset_at(where.name, moment + where.offset)) where.offset = *offset;
    }
  }
  return from_local(moment + where.offset, static_cast<std::int32_t>(nanos - carry * nanos_in_second), where);
}

time_of_day add(const time_of_day& to, const days_duration& amount) {
  const std::int64_t nanos = to.nanos + amount.nanos;
  const auto carry = nanos / nanos_in_second;
  const auto total = to.second + amount.seconds + carry;
  const auto second = total - floor_div(total, day_seconds) * day_seconds;
  return {static_cast<std::int32_t>(second), static_cast<std::int32_t>(nanos - carry * nanos_in_second), to.zone};
}

std::optional<days_duration> add(const days_duration& a, const days_duration& b) {
  return checked(a.seconds + b.seconds, std::int64_t{a.nanos} + b.nanos);
}

std::optional<months_duration> add(const months_duration& a, const months_duration& b) {
  const auto total = a.months + b.months;
  if (total > longest_months || total < -longest_months) return std::nullopt;
  return months_duration{total};
}

std::optional<days_duration> negated(const days_duration& value) {
  return checked(-value.seconds, -std::int64_t{value.nanos});
}
std::optional<months_duration> negated(const months_duration& value) {
  return months_duration{-value.months};
}

number seconds_of(const days_duration& value) {
  if (value.nanos == 0) return number(value.seconds);
  return number(value.seconds).plus(*number(value.nanos).divided_by(number(nanos_in_second))).value_or(number());
}

std::optional<days_duration> duration_of_seconds(const number& seconds) {
  const auto whole = seconds.rounded(0, rounding::floor);
  if (!whole) return std::nullopt;
  const auto count = whole->to_int64();
  const auto rest = seconds.minus(*whole);
  if (!count || !rest || *count > longest_seconds || *count < -longest_seconds) return std::nullopt;
  const auto nanos = rest->times(number(nanos_in_second));
  return nanos ? checked(*count, nanos->truncated().value_or(0)) : std::nullopt;
}

std::optional<months_duration> duration_of_months(const number& months) {
  const auto whole = months.truncated();
  if (!whole || *whole > longest_months || *whole < -longest_months) return std::nullopt;
  return months_duration{*whole};
}

months_duration months_between(const date_time& from, const date_time& to) {
  const auto& a = from.date;
  const auto& b = to.date;
  auto months = (b.year - a.year) * 12 + (b.month - a.month);
  if (months > 0 && b.day < a.day) --months;
  if (months < 0 && b.day > a.day) ++months;
  return {months};
}

} // namespace frontdoor::triage::dmn
