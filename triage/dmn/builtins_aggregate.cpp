// Functions over one list or any number of values: count, min, sum, all ... (10.3.4.4).
#include <algorithm>

#include "triage/dmn/builtins.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

// The values: of the one list given, or the arguments themselves. Null alone is a fault.
std::optional<std::vector<value>> values_of(evaluator& e, const arguments& a) {
  if (a.size() == 1) return list_argument(e, a, 0);
  return a;
}

std::optional<std::vector<number>> numbers_of(evaluator& e, const arguments& a) {
  const auto items = values_of(e, a);
  if (!items) return std::nullopt;
  std::vector<number> out;
  for (const auto& item : *items) {
    if (!item.is(value_kind::number)) {
      e.wrong_type("an item of the list", item, "number");
      return std::nullopt;
    }
    out.push_back(item.number());
  }
  return out;
}

value empty_list(evaluator& e) {
  return e.fail("empty_list", "the list is empty");
}

value count(evaluator& e, arguments& a) {
  const auto items = list_argument(e, a, 0);
  return items ? value(static_cast<std::int64_t>(items->size())) : value();
}

value extreme(evaluator& e, arguments& a, int wanted) {
  const auto items = values_of(e, a);
  if (!items || items->empty()) return {};
  value best = items->front();
  for (const auto& item : *items) {
    const auto compared = order(item, best);
    if (!compared) return e.fail("wrong_type", "the items have no order");
    if (*compared == wanted) best = item;
  }
  return best;
}

value minimum(evaluator& e, arguments& a) {
  return extreme(e, a, -1);
}
value maximum(evaluator& e, arguments& a) {
  return extreme(e, a, 1);
}

std::optional<number> total(const std::vector<number>& items) {
  std::optional<number> out = number();
  for (const auto& item : items) {
    if (out) out = out->plus(item);
  }
  return out;
}

value sum_of(evaluator& e, arguments& a) {
  const auto items = values_of(e, a);
  if (!items || items->empty()) return {};
  value out = items->front();
  if (!out.is(value_kind::number) && !out.is(value_kind::days_duration) && !out.is(value_kind::months_duration)) {
    return e.wrong_type("an item of the list", out, "number or duration");
  }
  for (std::size_t i = 1; i < items->size(); ++i) {
    out = arithmetic("+", out, (*items)[i], e);
    if (out.is_null()) return {};
  }
  return out;
}

value mean(evaluator& e, arguments& a) {
  const auto items = numbers_of(e, a);
  if (!items) return {};
  if (items->empty()) return empty_list(e);
  const auto sum_of_all = total(*items);
  return in_range(
      sum_of_all ? sum_of_all->divided_by(number(static_cast<std::int64_t>(items->size()))) : std::nullopt, e
  );
}

value product_of(evaluator& e, arguments& a) {
  const auto items = numbers_of(e, a);
  if (!items) return {};
  if (items->empty()) return empty_list(e);
  std::optional<number> out = number(1);
  for (const auto& item : *items) {
    if (out) out = out->times(item);
  }
  return in_range(out, e);
}

value median(evaluator& e, arguments& a) {
  auto items = numbers_of(e, a);
  if (!items || items->empty()) return {};
  std::sort(items->begin(), items->end());
  const auto middle = items->size() / 2;
  if (items->size() % 2 == 1) return (*items)[middle];
  const auto both = (*items)[middle - 1].plus((*items)[middle]);
  return in_range(both ? both->divided_by(number(2)) : std::nullopt, e);
}

// Sample standard deviation: needs two items.
value stddev(evaluator& e, arguments& a) {
  const auto items = numbers_of(e, a);
  if (!items) return {};
  if (items->size() < 2) return e.fail("empty_list", "a standard deviation needs two numbers");
  const auto size = static_cast<std::int64_t>(items->size());
  const auto sum_of_all = total(*items);
  const auto average = sum_of_all ? sum_of_all->divided_by(number(size)) : std::nullopt;
  if (!average) return in_range(average, e);
  std::optional<number> squares = number();
  for (const auto& item : *items) {
    const auto distance = item.minus(*average);
    const auto square = distance ? distance->times(*distance) : std::nullopt;
    squares = squares && square ? squares->plus(*square) : std::nullopt;
  }
  const auto variance = squares ? squares->divided_by(number(size - 1)) : std::nullopt;
  return in_range(variance ? variance->square_root() : std::nullopt, e);
}

value mode(evaluator& e, arguments& a) {
  auto items = numbers_of(e, a);
  if (!items) return {};
  std::sort(items->begin(), items->end());
  std::size_t best = 0;
  std::vector<value> out;
  for (std::size_t i = 0; i < items->size();) {
    std::size_t next = i;
    while (next < items->size() && (*items)[next] == (*items)[i])
      ++next;
    if (next - i > best) {
      best = next - i;
      out.clear();
    }
    if (next - i == best) out.emplace_back((*items)[i]);
    i = next;
  }
  return out;
}

// Three-valued `and` (all) or `or` (any) over the items.
value combined(evaluator& e, arguments& a, bool all) {
  const auto items = values_of(e, a);
  if (!items) return {};
  bool unsure = false;
  for (const auto& item : *items) {
    if (item.is_null())
      unsure = true;
    else if (!item.is(value_kind::boolean))
      return e.wrong_type("an item of the list", item, "boolean");
  }
  for (const auto& item : *items) {
    if (item.is(value_kind::boolean) && item.boolean() != all) return !all;
  }
  return unsure ? value() : value(all);
}

value all_of(evaluator& e, arguments& a) {
  return combined(e, a, true);
}
value any_of(evaluator& e, arguments& a) {
  return combined(e, a, false);
}

} // namespace

void register_aggregates(function_registry& to) {
  to.add("count", {"list"}, 1, count);
  to.add_variadic("min", minimum);
  to.add_variadic("max", maximum);
  to.add_variadic("sum", sum_of);
  to.add_variadic("mean", mean);
  to.add_variadic("product", product_of);
  to.add_variadic("median", median);
  to.add_variadic("stddev", stddev);
  to.add_variadic("mode", mode);
  to.add_variadic("all", all_of);
  to.add_variadic("any", any_of);
}

} // namespace frontdoor::triage::dmn::detail
