// Conversions (10.3.4.1) and the boolean function `not`.
#include <algorithm>

#include "triage/dmn/builtins.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

value bad_text(evaluator& e, const std::string& text, std::string_view wanted) {
  constexpr std::size_t shown = 40;
  return e.fail("bad_text", "\"" + text.substr(0, shown) + "\" is not a " + std::string(wanted));
}

value to_date(evaluator& e, arguments& a) {
  if (a[0].is(value_kind::date)) return a[0];
  if (a[0].is(value_kind::date_time)) return a[0].date_time().date;
  const auto* text = string_argument(e, a, 0);
  if (text == nullptr) return {};
  if (const auto day = parse_date(*text)) return *day;
  return bad_text(e, *text, "date");
}

value date_of_parts(evaluator& e, arguments& a) {
  const auto year = whole_argument(e, a, 0);
  const auto month = whole_argument(e, a, 1);
  const auto day = whole_argument(e, a, 2);
  if (!year || !month || !day) return {};
  if (!valid_date(*year, *month, *day)) return e.fail("out_of_range", "there is no such date");
  return date{*year, static_cast<std::uint8_t>(*month), static_cast<std::uint8_t>(*day)};
}

value to_date_time(evaluator& e, arguments& a) {
  if (a[0].is(value_kind::date_time)) return a[0];
  if (a[0].is(value_kind::date)) return start_of(a[0].date());
  const auto* text = string_argument(e, a, 0);
  if (text == nullptr) return {};
  if (const auto moment = parse_date_time(*text, e.options().zones)) return *moment;
  if (const auto day = parse_date(*text)) return date_time{*day, {}};
  return bad_text(e, *text, "date and time");
}

// The zone's offset at a local moment, when its rules are at hand.
void settle_zone(evaluator& e, date_time& moment) {
  auto& where = moment.time.zone;
  if (where.name.empty() || e.options().zones == nullptr) return;
  const auto local = days_from_epoch(moment.date) * 86'400 + moment.time.second;
  if (const auto offset = e.options().zones->offset_at(where.name, local)) where.offset = *offset;
}

value date_and_time(evaluator& e, arguments& a) {
  date_time out;
  if (a[0].is(value_kind::date))
    out.date = a[0].date();
  else if (a[0].is(value_kind::date_time))
    out.date = a[0].date_time().date;
  else
    return e.wrong_type("argument 1", a[0], "date");
  if (!a[1].is(value_kind::time)) return e.wrong_type("argument 2", a[1], "time");
  out.time = a[1].time();
  settle_zone(e, out);
  return out;
}

value to_time(evaluator& e, arguments& a) {
  if (a[0].is(value_kind::time)) return a[0];
  if (a[0].is(value_kind::date_time)) return a[0].date_time().time;
  if (a[0].is(value_kind::date)) return start_of(a[0].date()).time;
  const auto* text = string_argument(e, a, 0);
  if (text == nullptr) return {};
  if (const auto t = parse_time(*text, e.options().zones)) return *t;
  return bad_text(e, *text, "time");
}

value time_of_parts(evaluator& e, arguments& a) {
  const auto hour = whole_argument(e, a, 0);
  const auto minute = whole_argument(e, a, 1);
  const auto* seconds = number_argument(e, a, 2);
  if (!hour || !minute || seconds == nullptr) return {};
  const auto whole = seconds->rounded(0, rounding::floor).value_or(number(-1));
  const auto second = whole.to_int64();
  if (!second || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 || *second < 0 || *second > 59) {
    return e.fail("out_of_range", "there is no such time");
  }
  time_of_day out;
  out.second = static_cast<std::int32_t>((*hour * 60 + *minute) * 60 + *second);
  if (const auto rest = seconds->minus(whole)) {
    out.nanos =
        static_cast<std::int32_t>(rest->times(number(1'000'000'000)).value_or(number()).truncated().value_or(0));
  }
  if (!given_value(a, 3)) return out;
  if (!a[3].is(value_kind::days_duration)) return e.wrong_type("argument 4", a[3], "days and time duration");
  const auto offset = a[3].days().seconds;
  constexpr std::int64_t most = 14 * 3600;
  if (offset > most || offset < -most) return e.fail("out_of_range", "the offset is more than 14 hours");
  out.zone = {true, static_cast<std::int32_t>(offset), {}};
  return out;
}

value to_duration(evaluator& e, arguments& a) {
  if (a[0].is(value_kind::days_duration) || a[0].is(value_kind::months_duration)) return a[0];
  const auto* text = string_argument(e, a, 0);
  if (text == nullptr) return {};
  if (const auto days = parse_days_duration(*text)) return *days;
  if (const auto months = parse_months_duration(*text)) return *months;
  return bad_text(e, *text, "duration");
}

value years_and_months(evaluator& e, arguments& a) {
  const auto moment = [&](std::size_t i) -> std::optional<date_time> {
    if (a[i].is(value_kind::date)) return start_of(a[i].date());
    if (a[i].is(value_kind::date_time)) return a[i].date_time();
    e.wrong_type("argument " + std::to_string(i + 1), a[i], "date");
    return std::nullopt;
  };
  const auto from = moment(0);
  const auto to = moment(1);
  return from && to ? value(months_between(*from, *to)) : value();
}

value to_number(evaluator& e, arguments& a) {
  if (a.size() == 1 && a[0].is(value_kind::number)) return a[0];
  const auto* text = string_argument(e, a, 0);
  if (text == nullptr) return {};
  std::string grouping;
  std::string point;
  for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
    if (!given_value(a, i)) continue;
    const auto* separator = string_argument(e, a, i);
    if (separator == nullptr) return {};
    (i == 1 ? grouping : point) = *separator;
  }
  const bool known_grouping = grouping.empty() || grouping == " " || grouping == "," || grouping == ".";
  const bool known_point = point.empty() || point == "," || point == ".";
  if (!known_grouping || !known_point || (!grouping.empty() && grouping == point)) {
    return e.fail("bad_separator", "separators are a space, a comma or a point, and differ");
  }
  std::string plain;
  for (const char c : *text) {
    if (!grouping.empty() && c == grouping[0]) continue;
    plain += !point.empty() && c == point[0] ? '.' : (!point.empty() && c == '.' ? '?' : c);
  }
  if (const auto n = number::parse(plain)) return *n;
  return bad_text(e, *text, "number");
}

value to_string_value(evaluator& e, arguments& a) {
  return a[0].is_null() ? value() : value(to_text(a[0], e.options().limits.string_size));
}

value negation(evaluator& e, arguments& a) {
  if (a[0].is(value_kind::boolean)) return !a[0].boolean();
  if (a[0].is_null()) return {};
  return e.wrong_type("what is negated", a[0], "boolean");
}

// @"...": date and time, date, time or duration, by its form.
value at_literal(evaluator& e, arguments& a) {
  const auto& text = a[0].string();
  if (const auto day = parse_date(text)) return *day;
  if (const auto moment = parse_date_time(text, e.options().zones)) return *moment;
  if (const auto t = parse_time(text, e.options().zones)) return *t;
  if (const auto days = parse_days_duration(text)) return *days;
  if (const auto months = parse_months_duration(text)) return *months;
  return bad_text(e, text, "date, time or duration");
}

} // namespace

void register_conversions(function_registry& to) {
  to.add("date", {"from"}, 1, to_date);
  to.add("date", {"year", "month", "day"}, 3, date_of_parts);
  to.add("date and time", {"from"}, 1, to_date_time);
  to.add("date and time", {"date", "time"}, 2, date_and_time);
  to.add("time", {"from"}, 1, to_time);
  to.add("time", {"hour", "minute", "second", "offset"}, 3, time_of_parts);
  to.add("number", {"from", "grouping separator", "decimal separator"}, 1, to_number);
  to.add("string", {"from"}, 1, to_string_value);
  to.add("duration", {"from"}, 1, to_duration);
  to.add("years and months duration", {"from", "to"}, 2, years_and_months);
  to.add("not", {"negand"}, 1, negation);
  to.add("@", {"text"}, 1, at_literal);
}

} // namespace frontdoor::triage::dmn::detail
