#include "triage/time.hpp"

#include <charconv>
#include <sstream>

#include <date/date.h>

namespace frontdoor::triage {

using std::chrono::microseconds;

std::string to_rfc3339(timestamp at) { return date::format("%FT%TZ", date::sys_time<microseconds>{at.time_since_epoch()}); }

std::optional<timestamp> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || text.size() > 40 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  std::string normal(text);
  normal[10] = 'T';
  if (normal.back() == 'z') normal.back() = 'Z';
  const bool utc = normal.back() == 'Z';
  std::istringstream in(normal);
  date::sys_time<microseconds> parsed;
  in >> date::parse(utc ? "%FT%TZ" : "%FT%T%Ez", parsed);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return timestamp{parsed.time_since_epoch()};
}

std::optional<microseconds> parse_duration(std::string_view text) {
  if (text.size() < 3 || text.front() != 'P') return std::nullopt;
  text.remove_prefix(1);
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
    if (error != std::errc{} || end == text.data() + text.size() || amount > 1e9) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    double seconds = 0;
    if (!in_time && text.front() == 'D') seconds = 86400;
    else if (!in_time && text.front() == 'W') seconds = 604800;
    else if (in_time && text.front() == 'H') seconds = 3600;
    else if (in_time && text.front() == 'M') seconds = 60;
    else if (in_time && text.front() == 'S') seconds = 1;
    else return std::nullopt;
    total += std::chrono::round<microseconds>(std::chrono::duration<double>(amount * seconds));
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

}  // namespace frontdoor::triage
