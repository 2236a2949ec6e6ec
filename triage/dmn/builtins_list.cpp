// List functions (10.3.4.4) other than the aggregates.
#include <algorithm>

#include "triage/dmn/builtins.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

bool same(const value& a, const value& b) {
  return equal(a, b).value_or(false);
}

bool has(const std::vector<value>& items, const value& wanted) {
  return std::any_of(items.begin(), items.end(), [&](const value& item) { return same(item, wanted); });
}

// A position, counted from 1 or from the end by negative numbers, as an index; nothing with a diagnostic.
std::optional<std::size_t> index_of_position(evaluator& e, std::int64_t position, std::size_t size) {
  const auto count = static_cast<std::int64_t>(size);
  if (position == 0 || position > count || position < -count) {
    e.fail("out_of_range", "the list has no position " + std::to_string(position));
    return std::nullopt;
  }
  return static_cast<std::size_t>(position > 0 ? position - 1 : count + position);
}

value list_contains(evaluator& e, arguments& a) {
  const auto items = list_argument(e, a, 0);
  return items ? value(has(*items, a[1])) : value();
}

value sublist(evaluator& e, arguments& a) {
  const auto items = list_argument(e, a, 0);
  const auto start = items ? whole_argument(e, a, 1) : std::nullopt;
  if (!start) return {};
  const auto first = index_of_position(e, *start, items->size());
  if (!first) return {};
  auto count = items->size() - *first;
  if (given_value(a, 2)) {
    const auto length = whole_argument(e, a, 2);
    if (!length) return {};
    if (*length < 0 || static_cast<std::uint64_t>(*length) > count)
      return e.fail("out_of_range", "the list is shorter than that");
    count = static_cast<std::size_t>(*length);
  }
  const auto from = items->begin() + static_cast<std::ptrdiff_t>(*first);
  return std::vector<value>(from, from + static_cast<std::ptrdiff_t>(count));
}

value append(evaluator& e, arguments& a) {
  auto items = list_argument(e, a, 0);
  if (!items) return {};
  items->insert(items->end(), a.begin() + 1, a.end());
  return std::move(*items);
}

value concatenate(evaluator& e, arguments& a) {
  std::vector<value> out;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto items = list_argument(e, a, i);
    if (!items) return {};
    out.insert(out.end(), items->begin(), items->end());
  }
  return out;
}

value distinct(evaluator& e, const std::vector<value>& items) {
  std::vector<value> out;
  for (const auto& item : items) {
    if (!e.charge(out.size() * item.weight() / 8 + 1)) return {};
    if (!has(out, item)) out.push_back(item);
  }
  return out;
}

value union_of(evaluator& e, arguments& a) {
  const auto all = concatenate(e, a);
  return all.is_null() ? value() : distinct(e, all.list());
}

value distinct_values(evaluator& e, arguments& a) {
  const auto items = list_argument(e, a, 0);
  return items ? distinct(e, *items) : value();
}

value insert_before(evaluator& e, arguments& a) {
  auto items = list_argument(e, a, 0);
  const auto position = items ? whole_argument(e, a, 1) : std::nullopt;
  if (!position) return {};
  const auto index = index_of_position(e, *position, items->size());
  if (!index) return {};
  items->insert(items->begin() + static_cast<std::ptrdiff_t>(*index), a[2]);
  return std::move(*items);
}

value remove(evaluator& e, arguments& a) {
  auto items = list_argument(e, a, 0);
  const auto position = items ? whole_argument(e, a, 1) : std::nullopt;
  if (!position) return {};
  const auto index = index_of_position(e, *position, items->size());
  if (!index) return {};
  items->erase(items->begin() + static_cast<std::ptrdiff_t>(*index));
  return std::move(*items);
}

value replace_at(evaluator& e, arguments& a) {
  auto items = list_argument(e, a, 0);
  if (!items) return {};
  if (a[1].is(value_kind::function)) {
    for (auto& item : *items) {
      const auto outcome = e.call(a[1].function_pointer(), {item, a[2]});
      if (e.stopped()) return {};
      if (!outcome.is(value_kind::boolean)) return e.wrong_type("what the match function returns", outcome, "boolean");
      if (outcome.boolean()) item = a[2];
    }
    return std::move(*items);
  }
  const auto position = whole_argument(e, a, 1);
  if (!position) return {};
  const auto index = index_of_position(e, *position, items->size());
  if (!index) return {};
  (*items)[*index] = a[2];
  return std::move(*items);
}

value reverse(evaluator& e, arguments& a) {
  auto items = list_argument(e, a, 0);
  if (!items) return {};
  std::reverse(items->begin(), items->end());
  return std::move(*items);
}

value index_of(evaluator& e, arguments& a) {
  const auto items = list_argument(e, a, 0);
  if (!items) return {};
  std::vector<value> out;
  for (std::size_t i = 0; i < items->size(); ++i) {
    if (same((*items)[i], a[1])) out.emplace_back(static_cast<std::int64_t>(i + 1));
  }
  return out;
}

void flatten_into(const std::vector<value>& items, std::vector<value>& out) {
  for (const auto& item : items) {
    if (item.is(value_kind::list))
      flatten_into(item.list(), out);
    else
      out.push_back(item);
  }
}

value flatten(evaluator& e, arguments& a) {
  const auto items = list_argument(e, a, 0);
  if (!items) return {};
  std::vector<value> out;
  flatten_into(*items, out);
  return out;
}

// Merge sort, so that an order the model gets wrong cannot do harm.
void merge_sort(
    evaluator& e, std::vector<value>& items, std::vector<value>& spare, std::size_t from, std::size_t to,
    const auto& precedes
) {
  if (to - from < 2 || e.stopped()) return;
  const auto middle = from + (to - from) / 2;
  merge_sort(e, items, spare, from, middle, precedes);
  merge_sort(e, items, spare, middle, to, precedes);
  std::size_t left = from;
  std::size_t right = middle;
  for (std::size_t at = from; at < to; ++at) {
    const bool take_right = left == middle || (right < to && precedes(items[right], items[left]));
    spare[at] = items[take_right ? right++ : left++];
  }
  std::copy(
      spare.begin() + static_cast<std::ptrdiff_t>(from), spare.begin() + static_cast<std::ptrdiff_t>(to),
      items.begin() + static_cast<std::ptrdiff_t>(from)
  );
}

value sort(evaluator& e, arguments& a) {
  auto items = list_argument(e, a, 0);
  if (!items) return {};
  bool failed = false;
  auto spare = *items;
  if (given_value(a, 1)) {
    if (!a[1].is(value_kind::function)) return e.wrong_type("argument 2", a[1], "function");
    merge_sort(e, *items, spare, 0, items->size(), [&](const value& x, const value& y) {
      const auto outcome = e.call(a[1].function_pointer(), {x, y});
      failed = failed || !outcome.is(value_kind::boolean);
      return outcome.is_true();
    });
    if (failed && !e.stopped()) return e.fail("wrong_type", "the function of the order does not return a boolean");
  } else {
    merge_sort(e, *items, spare, 0, items->size(), [&](const value& x, const value& y) {
      const auto result = order(x, y);
      failed = failed || !result || !e.charge(1);
      return result && *result < 0;
    });
    if (failed && !e.stopped()) return e.fail("wrong_type", "the items have no order");
  }
  return std::move(*items);
}

} // namespace

void register_lists(function_registry& to) {
  to.add("list contains", {"list", "element"}, 2, list_contains);
  to.add("sublist", {"list", "start position", "length"}, 2, sublist);
  to.add("append", {"list", "item"}, 1, append);
  to.functions["append"]->signatures.back().variadic = true;
  to.add_variadic("concatenate", concatenate);
  to.add_variadic("union", union_of);
  to.add("distinct values", {"list"}, 1, distinct_values);
  to.add("insert before", {"list", "position", "newItem"}, 3, insert_before);
  to.add("remove", {"list", "position"}, 2, remove);
  to.add("list replace", {"list", "position", "newItem"}, 3, replace_at);
  to.add("list replace", {"list", "match", "newItem"}, 3, replace_at);
  to.add("reverse", {"list"}, 1, reverse);
  to.add("index of", {"list", "match"}, 2, index_of);
  to.add("flatten", {"list"}, 1, flatten);
  to.add("sort", {"list", "precedes"}, 1, sort);
}

} // namespace frontdoor::triage::dmn::detail
