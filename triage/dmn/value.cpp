#include "triage/dmn/value.hpp"

#include <algorithm>

namespace frontdoor::triage::dmn {
namespace {

// Shared parts make weights grow beyond any bound, so they stop at a number that no limit allows.
std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  return std::min<std::uint64_t>(a + b, std::uint64_t{1} << 60U);
}

int sign(auto ordering) {
  return ordering < 0 ? -1 : (ordering > 0 ? 1 : 0);
}

// Fractions below a millisecond are not compared: the kit holds 10:30:00.0001 and 10:30:00.0002 to be equal.
std::int32_t millis(std::int32_t nanos) {
  return nanos / 1'000'000;
}

// Moments of two times or date-times; nothing when one is local and the other zoned.
template <class T>
std::optional<int> order_moments(const T& a, const T& b, const zone& za, const zone& zb, int na, int nb) {
  if (za.given != zb.given) return std::nullopt;
  const auto x = instant(a);
  const auto y = instant(b);
  if (x != y) return x < y ? -1 : 1;
  return sign(millis(na) <=> millis(nb));
}

std::optional<int> order_times(const time_of_day& a, const time_of_day& b) {
  return order_moments(a, b, a.zone, b.zone, a.nanos, b.nanos);
}

std::optional<int> order_date_times(const date_time& a, const date_time& b) {
  return order_moments(a, b, a.time.zone, b.time.zone, a.time.nanos, b.time.nanos);
}

std::optional<bool> equal_lists(const std::vector<value>& a, const std::vector<value>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto same = equal(a[i], b[i]);
    if (!same || !*same) return same;
  }
  return true;
}

std::optional<bool> equal_contexts(const context_data& a, const context_data& b) {
  if (a.entries.size() != b.entries.size()) return false;
  for (const auto& [key, content] : a.entries) {
    const auto* other = b.find(key);
    if (other == nullptr) return false;
    const auto same = equal(content, *other);
    if (!same || !*same) return same;
  }
  return true;
}

bool equal_ranges(const range_data& a, const range_data& b) {
  const auto same_end = [](const value& x, const value& y) { return equal(x, y).value_or(false); };
  return a.written == b.written && a.low_included == b.low_included && a.high_included == b.high_included &&
         same_end(a.low, b.low) && same_end(a.high, b.high);
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string inner_text(const value& v);

std::string range_text(const range_data& r) {
  switch (r.written) {
  case range_data::form::less:
    return "< " + inner_text(r.high);
  case range_data::form::less_equal:
    return "<= " + inner_text(r.high);
  case range_data::form::greater:
    return "> " + inner_text(r.low);
  case range_data::form::greater_equal:
    return ">= " + inner_text(r.low);
  case range_data::form::equal:
    return "= " + inner_text(r.low);
  case range_data::form::not_equal:
    return "!= " + inner_text(r.low);
  case range_data::form::interval:
    break;
  }
  return (r.low_included ? "[" : "(") + inner_text(r.low) + ".." + inner_text(r.high) + (r.high_included ? "]" : ")");
}

// As it stands within a list or context, where strings are quoted.
std::string inner_text(const value& v) {
  return v.is(value_kind::string) ? quoted(v.string()) : to_text(v);
}

std::string context_text(const context_data& c) {
  std::string out = "{";
  for (const auto& [key, content] : c.entries) {
    if (out.size() > 1) out += ", ";
    out += key + ": " + inner_text(content);
  }
  return out + "}";
}

std::string list_text(const std::vector<value>& items) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ", ";
    out += inner_text(item);
  }
  return out + "]";
}

} // namespace

value::value(std::vector<value> items) : held_(std::make_shared<const list_data>(std::move(items))) {}

const std::vector<value>& value::list() const {
  return std::get<list_ptr>(held_)->items;
}

std::uint32_t value::depth() const {
  switch (kind()) {
  case value_kind::list:
    return std::get<list_ptr>(held_)->depth;
  case value_kind::context:
    return std::get<context_ptr>(held_)->depth;
  case value_kind::function:
    return std::get<function_ptr>(held_)->depth;
  case value_kind::range:
    return std::max(range().low.depth(), range().high.depth()) + 1;
  default:
    return 0;
  }
}

std::uint64_t value::weight() const {
  switch (kind()) {
  case value_kind::string:
    return 1 + string().size() / 64;
  case value_kind::list:
    return std::get<list_ptr>(held_)->weight;
  case value_kind::context:
    return std::get<context_ptr>(held_)->weight;
  case value_kind::range:
    return plus(range().low.weight(), range().high.weight());
  default:
    return 1;
  }
}

list_data::list_data(std::vector<value> content) : items(std::move(content)) {
  for (const auto& item : items) {
    depth = std::max(depth, item.depth() + 1);
    weight = plus(weight, item.weight());
  }
}

const value* context_data::find(std::string_view key) const {
  for (const auto& [name, content] : entries) {
    if (name == key) return &content;
  }
  return nullptr;
}

void context_data::put(std::string key, value content) {
  depth = std::max(depth, content.depth() + 1);
  weight = plus(weight, content.weight());
  for (auto& [name, held] : entries) {
    if (name == key) {
      held = std::move(content);
      return;
    }
  }
  entries.emplace_back(std::move(key), std::move(content));
}

std::string_view kind_name(value_kind kind) {
  switch (kind) {
  case value_kind::null:
    return "null";
  case value_kind::boolean:
    return "boolean";
  case value_kind::number:
    return "number";
  case value_kind::string:
    return "string";
  case value_kind::date:
    return "date";
  case value_kind::time:
    return "time";
  case value_kind::date_time:
    return "date and time";
  case value_kind::days_duration:
    return "days and time duration";
  case value_kind::months_duration:
    return "years and months duration";
  case value_kind::list:
    return "list";
  case value_kind::context:
    return "context";
  case value_kind::range:
    return "range";
  case value_kind::function:
    return "function";
  }
  return "value";
}

std::string to_text(const value& v) {
  switch (v.kind()) {
  case value_kind::null:
    return "null";
  case value_kind::boolean:
    return v.boolean() ? "true" : "false";
  case value_kind::number:
    return v.number().to_string();
  case value_kind::string:
    return v.string();
  case value_kind::date:
    return to_string(v.date());
  case value_kind::time:
    return to_string(v.time());
  case value_kind::date_time:
    return to_string(v.date_time());
  case value_kind::days_duration:
    return to_string(v.days());
  case value_kind::months_duration:
    return to_string(v.months());
  case value_kind::list:
    return list_text(v.list());
  case value_kind::context:
    return context_text(v.context());
  case value_kind::range:
    return range_text(v.range());
  case value_kind::function:
    return "function " + v.function().name;
  }
  return {};
}

std::optional<bool> equal(const value& a, const value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
  case value_kind::boolean:
    return a.boolean() == b.boolean();
  case value_kind::string:
    return a.string() == b.string();
  case value_kind::list:
    return equal_lists(a.list(), b.list());
  case value_kind::context:
    return equal_contexts(a.context(), b.context());
  case value_kind::range:
    return equal_ranges(a.range(), b.range());
  case value_kind::function:
    return a.function_pointer() == b.function_pointer();
  default:
    break;
  }
  const auto compared = order(a, b);
  if (!compared) return std::nullopt;
  return *compared == 0;
}

std::optional<int> order(const value& a, const value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
  case value_kind::number:
    return sign(a.number() <=> b.number());
  case value_kind::string:
    return sign(a.string().compare(b.string()));
  case value_kind::date:
    return sign(a.date() <=> b.date());
  case value_kind::time:
    return order_times(a.time(), b.time());
  case value_kind::date_time:
    return order_date_times(a.date_time(), b.date_time());
  case value_kind::days_duration:
    return sign(a.days() <=> b.days());
  case value_kind::months_duration:
    return sign(a.months() <=> b.months());
  default:
    return std::nullopt;
  }
}

bool identical(const value& a, const value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is(value_kind::time)) return a.time() == b.time();
  if (a.is(value_kind::date_time)) return a.date_time() == b.date_time();
  return equal(a, b).value_or(false);
}

std::optional<bool> holds(const range_data& range, const value& v) {
  using form = range_data::form;
  if (range.written == form::equal) return equal(v, range.low);
  if (range.written == form::not_equal) {
    const auto same = equal(v, range.low);
    return same ? std::optional(!*same) : std::nullopt;
  }
  const bool open_low = range.written == form::less || range.written == form::less_equal;
  const bool open_high = range.written == form::greater || range.written == form::greater_equal;
  if (!open_low) {
    const auto compared = order(range.low, v);
    if (!compared) return std::nullopt;
    if (*compared > 0 || (*compared == 0 && !range.low_included)) return false;
  }
  if (!open_high) {
    const auto compared = order(v, range.high);
    if (!compared) return std::nullopt;
    if (*compared > 0 || (*compared == 0 && !range.high_included)) return false;
  }
  return true;
}

} // namespace frontdoor::triage::dmn
