// Functions of dates and times (10.3.4.7, 10.3.4.8) and `is`.
#include <array>

#include "triage/dmn/builtins.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

std::optional<date> date_argument(evaluator& e, const arguments& a) {
  if (a[0].is(value_kind::date)) return a[0].date();
  if (a[0].is(value_kind::date_time)) return a[0].date_time().date;
  e.wrong_type("argument 1", a[0], "date");
  return std::nullopt;
}

value year_day(evaluator& e, arguments& a) {
  const auto day = date_argument(e, a);
  return day ? value(day_of_year(*day)) : value();
}

value week_day(evaluator& e, arguments& a) {
  static constexpr std::array<const char*, 7> names = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};
  const auto day = date_argument(e, a);
  return day ? value(names[static_cast<std::size_t>(weekday_of(*day) - 1)]) : value();
}

value month_name(evaluator& e, arguments& a) {
  static constexpr std::array<const char*, 12> names = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};
  const auto day = date_argument(e, a);
  return day ? value(names[static_cast<std::size_t>(day->month - 1)]) : value();
}

value week(evaluator& e, arguments& a) {
  const auto day = date_argument(e, a);
  return day ? value(week_of_year(*day)) : value();
}

value now(evaluator& e, arguments&) {
  return e.options().now ? value(*e.options().now) : e.fail("no_clock", "the time is not known here");
}

value today(evaluator& e, arguments&) {
  return e.options().now ? value(e.options().now->date) : e.fail("no_clock", "the time is not known here");
}

value is_same(evaluator&, arguments& a) {
  if (a.size() < 2) a.resize(2);
  return identical(a[0], a[1]);
}

} // namespace

void register_temporal(function_registry& to) {
  to.add("day of year", {"date"}, 1, year_day);
  to.add("day of week", {"date"}, 1, week_day);
  to.add("month of year", {"date"}, 1, month_name);
  to.add("week of year", {"date"}, 1, week);
  to.add("now", {}, 0, now);
  to.add("today", {}, 0, today);
  to.add("is", {"value1", "value2"}, 0, is_same);
}

} // namespace frontdoor::triage::dmn::detail
