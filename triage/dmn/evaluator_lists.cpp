// Paths, filters and iteration (DMN 1.5, 10.3.2.5, 10.3.2.6, 10.3.2.14).
#include <algorithm>

#include "triage/dmn/evaluator.hpp"

namespace frontdoor::triage::dmn {
namespace {

value zone_offset(const zone& z) {
  return z.given ? value(days_duration{z.offset, 0}) : value();
}
value zone_name(const zone& z) {
  return z.name.empty() ? value() : value(z.name);
}

// Parts of dates, times and durations (table 65). Nothing: there is no such part.
std::optional<value> date_part(const date& d, const std::string& name) {
  if (name == "year") return value(d.year);
  if (name == "month") return value(int{d.month});
  if (name == "day") return value(int{d.day});
  if (name == "weekday") return value(weekday_of(d));
  return std::nullopt;
}

std::optional<value> time_part(const time_of_day& t, const std::string& name) {
  if (name == "hour") return value(t.second / 3600);
  if (name == "minute") return value(t.second / 60 % 60);
  if (name == "second") return value(t.second % 60);
  if (name == "time offset") return zone_offset(t.zone);
  if (name == "timezone") return zone_name(t.zone);
  return std::nullopt;
}

std::optional<value> duration_part(const days_duration& d, const std::string& name) {
  const bool negative = d.seconds < 0;
  auto size = negative ? -d.seconds : d.seconds;
  if (negative && d.nanos != 0) --size;
  const auto with_sign = [&](std::int64_t n) { return value(negative ? -n : n); };
  if (name == "days") return with_sign(size / 86'400);
  if (name == "hours") return with_sign(size / 3600 % 24);
  if (name == "minutes") return with_sign(size / 60 % 60);
  if (name == "seconds") return with_sign(size % 60);
  return std::nullopt;
}

std::optional<value> months_part(const months_duration& d, const std::string& name) {
  if (name == "years") return value(d.months / 12);
  if (name == "months") return value(d.months % 12);
  return std::nullopt;
}

std::optional<value> range_part(const range_data& r, const std::string& name) {
  if (name == "start") return r.low;
  if (name == "end") return r.high;
  if (name == "start included") return value(r.low_included);
  if (name == "end included") return value(r.high_included);
  return std::nullopt;
}

std::optional<value> part(const value& of, const std::string& name) {
  switch (of.kind()) {
  case value_kind::date:
    if (auto found = date_part(of.date(), name)) return found;
    return time_part(start_of(of.date()).time, name);
  case value_kind::time:
    return time_part(of.time(), name);
  case value_kind::date_time:
    if (auto found = date_part(of.date_time().date, name)) return found;
    return time_part(of.date_time().time, name);
  case value_kind::days_duration:
    return duration_part(of.days(), name);
  case value_kind::months_duration:
    return months_part(of.months(), name);
  case value_kind::range:
    return range_part(of.range(), name);
  default:
    return std::nullopt;
  }
}

} // namespace

value evaluator::member(const value& of, const std::string& name) {
  if (of.is(value_kind::context)) {
    if (const auto* found = of.context().find(name)) return *found;
    return fail("unknown_member", "the context has no member \"" + name + "\"");
  }
  if (auto found = part(of, name)) return *found;
  if (of.is_null()) return fail("unknown_member", "null has no member \"" + name + "\"");
  return fail(
      "unknown_member", std::string("a ") + std::string(kind_name(of.kind())) + " has no part \"" + name + "\""
  );
}

value evaluator::path(const ast::node& n, const scope& names) {
  const auto of = node(*n.children[0], names);
  if (stopped_) return {};
  if (!of.is(value_kind::list)) return member(of, n.text);
  std::vector<value> out;
  out.reserve(of.list().size());
  if (!charge(of.list().size())) return {};
  for (const auto& item : of.list())
    out.push_back(member(item, n.text));
  return value(std::move(out));
}

value evaluator::filter(const ast::node& n, const scope& names) {
  const auto filtered = node(*n.children[0], names);
  if (stopped_ || filtered.is_null()) return {};
  const std::vector<value> single = {filtered};
  const auto& items = filtered.is(value_kind::list) ? filtered.list() : single;
  const auto& test = *n.children[1];
  const auto at_index = [&](const value& index) -> value {
    const auto whole = index.number().to_int64();
    if (!whole) return fail("wrong_index", "an index is a whole number");
    const auto size = static_cast<std::int64_t>(items.size());
    const auto at = *whole > 0 ? *whole - 1 : *whole < 0 ? size + *whole : -1;
    return at < 0 || at >= size ? value() : items[static_cast<std::size_t>(at)];
  };
  if (test.kind == ast::kind::literal && test.constant.is(value_kind::number)) return at_index(test.constant);
  if (items.empty()) {
    const auto noted = diagnostics_.size();
    const auto index = node(test, names);
    if (stopped_) return {};
    diagnostics_.resize(std::min(noted, diagnostics_.size()));
    return index.is(value_kind::number) ? value() : value(std::vector<value>{});
  }
  std::vector<value> kept;
  for (std::size_t i = 0; i < items.size(); ++i) {
    scope inner{&names, {}, items[i].is(value_kind::context) ? &items[i].context() : nullptr};
    // A member called "item" hides the item itself.
    if (inner.members == nullptr || inner.members->find("item") == nullptr) inner.names.emplace_back("item", items[i]);
    const auto outcome = node(test, inner);
    if (stopped_) return {};
    if (outcome.is(value_kind::number) && i == 0) return at_index(outcome);
    if (outcome.is_true()) {
      kept.push_back(items[i]);
    } else if (!outcome.is(value_kind::boolean) && !outcome.is_null()) {
      return wrong_type("the filter", outcome, "boolean or number");
    }
  }
  return value(std::move(kept));
}

// The whole numbers or days from one end to the other.
std::optional<std::vector<value>> evaluator::span(const value& low, const value& high, bool low_in, bool high_in) {
  std::int64_t first = 0;
  std::int64_t last = 0;
  const bool dates = low.is(value_kind::date) && high.is(value_kind::date);
  if (dates) {
    first = days_from_epoch(low.date());
    last = days_from_epoch(high.date());
  } else {
    const auto a = low.is(value_kind::number) ? low.number().to_int64() : std::nullopt;
    const auto b = high.is(value_kind::number) ? high.number().to_int64() : std::nullopt;
    if (!a || !b) {
      fail("wrong_range", "only whole numbers and dates can be counted from one end to the other");
      return std::nullopt;
    }
    first = *a;
    last = *b;
  }
  const std::int64_t step = first <= last ? 1 : -1;
  const auto distance = first <= last ? static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first)
                                      : static_cast<std::uint64_t>(first) - static_cast<std::uint64_t>(last);
  if (distance >= options_.limits.list_size) {
    stopped_ = true;
    fail("limit_list", "the iteration is longer than " + std::to_string(options_.limits.list_size));
    return std::nullopt;
  }
  if (!charge(distance / 4)) return std::nullopt;
  std::vector<value> out;
  out.reserve(static_cast<std::size_t>(distance) + 1);
  for (std::int64_t i = first;; i += step) {
    if ((i != first || low_in) && (i != last || high_in)) {
      if (dates)
        out.emplace_back(date_from_days(i).value_or(date{}));
      else
        out.emplace_back(i);
    }
    if (i == last) break;
  }
  return out;
}

std::optional<std::vector<value>> evaluator::domain(const ast::node& n, const scope& names) {
  if (n.kind == ast::kind::span) {
    const auto low = node(*n.children[0], names);
    const auto high = node(*n.children[1], names);
    if (stopped_) return std::nullopt;
    return span(low, high, true, true);
  }
  const auto held = node(n, names);
  if (stopped_) return std::nullopt;
  if (held.is(value_kind::list)) return held.list();
  if (held.is(value_kind::range)) {
    const auto& r = held.range();
    if (order(r.low, r.high).value_or(0) > 0) {
      fail("wrong_range", "the range ends before it begins");
      return std::nullopt;
    }
    return span(r.low, r.high, r.low_included, r.high_included);
  }
  if (held.is_null()) {
    fail("wrong_type", "what is iterated over is null");
    return std::nullopt;
  }
  return std::vector<value>{held};
}

bool evaluator::iterate(const ast::node& n, std::size_t level, const scope& names, std::vector<value>& results) {
  if (level == n.names.size()) {
    scope inner{&names, {}, nullptr};
    if (n.children.back()->asks_partial) {
      if (!charge(results.size() / 4)) return false;
      inner.names.emplace_back("partial", bounded(value(results)));
    }
    results.push_back(node(*n.children.back(), inner));
    if (results.size() > options_.limits.list_size) bounded(value(std::move(results)));
    return !stopped_;
  }
  const auto items = domain(*n.children[level], names);
  if (!items) return false;
  for (const auto& item : *items) {
    const scope inner{&names, {{n.names[level], item}}, nullptr};
    if (!iterate(n, level + 1, inner, results)) return false;
  }
  return !stopped_;
}

value evaluator::for_each(const ast::node& n, const scope& names) {
  std::vector<value> results;
  if (!iterate(n, 0, names, results) || stopped_) return {};
  return bounded(value(std::move(results)));
}

// `outcome` is what the tests so far come to; it is settled once it is true for `some`, false for `every`.
void evaluator::quantify(const ast::node& n, std::size_t level, const scope& names, bool some, value& outcome) {
  const auto settled = [&] { return stopped_ || (outcome.is(value_kind::boolean) && outcome.boolean() == some); };
  if (level == n.names.size()) {
    const auto test = node(*n.children.back(), names);
    if (!test.is(value_kind::boolean)) {
      if (!test.is_null()) wrong_type("the test", test, "boolean");
      outcome = value();
    } else if (test.boolean() == some) {
      outcome = some;
    }
    return;
  }
  const auto items = domain(*n.children[level], names);
  if (!items) {
    outcome = value();
    return;
  }
  for (const auto& item : *items) {
    const scope inner{&names, {{n.names[level], item}}, nullptr};
    quantify(n, level + 1, inner, some, outcome);
    if (settled()) return;
  }
}

value evaluator::quantified(const ast::node& n, const scope& names, bool some) {
  value outcome = !some;
  quantify(n, 0, names, some, outcome);
  return stopped_ ? value() : outcome;
}

} // namespace frontdoor::triage::dmn
