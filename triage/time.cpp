#include "triage/time.hpp"

#include <charconv>
#include <cstdint>

#include <date/date.h>

#include "triage/ascii.hpp"

namespace frontdoor::triage {

using std::chrono::microseconds;

namespace {

// The decimal number of exactly `count` digits at `from`, which lies within the text.
std::optional<int> number_at(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

} // namespace

std::string to_rfc3339(timestamp at) {
  // By hand, since a record holds many times and a formatting stream takes over a microsecond for each.
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const auto year = int{date.year()};
  if (year < 0 || year > 9999) return date::format("%FT%TZ", date::sys_time<microseconds>{at.time_since_epoch()});
  std::string out = "0000-00-00T00:00:00.000000Z";
  const auto put = [&out](std::size_t last, std::size_t digits, std::int64_t value) {
    for (std::size_t i = 0; i < digits; ++i, value /= 10)
      out[last - i] = static_cast<char>('0' + value % 10);
  };
  const auto into_day = std::chrono::duration_cast<microseconds>(at - day).count();
  const auto second = into_day / 1'000'000;
  put(3, 4, year);
  put(6, 2, unsigned{date.month()});
  put(9, 2, unsigned{date.day()});
  put(12, 2, second / 3600);
  put(15, 2, second / 60 % 60);
  put(18, 2, second % 60);
  put(25, 6, into_day % 1'000'000);
  return out;
}

std::optional<timestamp> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  // 2026-03-01T21:04:11 is nineteen characters; then come up to six decimals, then Z or +01:00.
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':') return std::nullopt;
  if (text[10] != 'T' && text[10] != 't') return std::nullopt;
  const auto y = number_at(text, 0, 4), mo = number_at(text, 5, 2), d = number_at(text, 8, 2);
  const auto h = number_at(text, 11, 2), mi = number_at(text, 14, 2), s = number_at(text, 17, 2);
  if (!y || !mo || !d || !h || !mi || !s || *h > 23 || *mi > 59 || *s > 59) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  timestamp at = sys_days{date} + hours{*h} + minutes{*mi} + seconds{*s};

  text.remove_prefix(19);
  if (text.front() == '.') {
    std::size_t decimals = 0;
    while (decimals + 1 < text.size() && is_digit(text[decimals + 1]))
      ++decimals;
    if (decimals == 0 || decimals > 6) return std::nullopt;
    microseconds fraction{*number_at(text, 1, decimals)};
    for (std::size_t i = decimals; i < 6; ++i)
      fraction *= 10;
    at += fraction;
    text.remove_prefix(decimals + 1);
  }
  if (text == "Z" || text == "z") return at;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto offset_hours = number_at(text, 1, 2), offset_minutes = number_at(text, 4, 2);
  if (!offset_hours || !offset_minutes || *offset_hours > 23 || *offset_minutes > 59) return std::nullopt;
  const auto offset = hours{*offset_hours} + minutes{*offset_minutes};
  return text[0] == '+' ? at - offset : at + offset;
}

std::optional<timestamp> parse_day(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  return parse_rfc3339(std::string(text) + "T00:00:00Z");
}

std::optional<microseconds> parse_duration(std::string_view text) {
  if (text.size() < 3 || text.front() != 'P') return std::nullopt;
  text.remove_prefix(1);
  constexpr std::int64_t seconds_max = 100'000'000'000; // some 3,000 years: far from where microseconds overflow
  microseconds total{0};
  bool in_time = false;
  bool any = false;
  while (!text.empty()) {
    if (text.front() == 'T') {
      if (in_time || text.size() == 1) return std::nullopt;
      in_time = true;
      text.remove_prefix(1);
      continue;
    }
    if (text.front() < '0' || text.front() > '9') return std::nullopt;
    double amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
    if (error != std::errc{} || end == text.data() + text.size()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    double seconds = 0;
    if (!in_time && text.front() == 'D')
      seconds = 86400;
    else if (!in_time && text.front() == 'W')
      seconds = 604800;
    else if (in_time && text.front() == 'H')
      seconds = 3600;
    else if (in_time && text.front() == 'M')
      seconds = 60;
    else if (in_time && text.front() == 'S')
      seconds = 1;
    else
      return std::nullopt;
    seconds *= amount;
    if (seconds > seconds_max) return std::nullopt;
    total += std::chrono::round<microseconds>(std::chrono::duration<double>(seconds));
    if (total > std::chrono::seconds{seconds_max}) return std::nullopt;
    any = true;
    text.remove_prefix(1);
  }
  if (!any) return std::nullopt;
  return total;
}

std::string to_iso8601(microseconds duration) {
  using namespace std::chrono;
  if (duration == microseconds::zero()) return "PT0S";
  std::string text = "P";
  const auto whole_days = floor<days>(duration);
  duration -= whole_days;
  if (whole_days.count() != 0) text += std::to_string(whole_days.count()) + "D";
  if (duration == microseconds::zero()) return text;
  text += "T";
  const auto whole_hours = floor<hours>(duration);
  duration -= whole_hours;
  const auto whole_minutes = floor<minutes>(duration);
  duration -= whole_minutes;
  if (whole_hours.count() != 0) text += std::to_string(whole_hours.count()) + "H";
  if (whole_minutes.count() != 0) text += std::to_string(whole_minutes.count()) + "M";
  if (duration != microseconds::zero()) {
    const auto whole_seconds = floor<seconds>(duration);
    std::string decimals = std::to_string((duration - whole_seconds).count());
    text += std::to_string(whole_seconds.count());
    if (decimals != "0") {
      decimals.insert(0, 6 - decimals.size(), '0');
      decimals.erase(decimals.find_last_not_of('0') + 1);
      text += "." + decimals;
    }
    text += "S";
  }
  return text;
}

} // namespace frontdoor::triage
