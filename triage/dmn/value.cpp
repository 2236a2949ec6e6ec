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

// Writes a value's text, and stops soon after `most` bytes.
class text_writer {
 public:
  explicit text_writer(std::size_t most) : most_(most) {}

  void write(const value& v) {
    switch (v.kind()) {
    case value_kind::null:
      out += "null";
      break;
    case value_kind::boolean:
      out += v.boolean() ? "true" : "false";
      break;
    case value_kind::number:
      out += v.number().to_string();
      break;
    case value_kind::string:
      out += v.string();
      break;
    case value_kind::date:
      out += to_string(v.date());
      break;
    case value_kind::time:
      out += to_string(v.time());
      break;
    case value_kind::date_time:
      out += to_string(v.date_time());
      break;
    case value_kind::days_duration:
      out += to_string(v.days());
      break;
    case value_kind::months_duration:
      out += to_string(v.months());
      break;
    case value_kind::list:
      list(v.list());
      break;
    case value_kind::context:
      context(v.context());
      break;
    case value_kind::range:
      range(v.range());
      break;
    case value_kind::function:
      out += "function " + v.function().name;
      break;
    }
  }

  std::string out;

 private:
  bool full() const { return out.size() > most_; }

  // As it stands within a list or context, where strings are quoted.
  void inner(const value& v) {
    if (v.is(value_kind::string))
      out += quoted(v.string());
    else
      write(v);
  }

  void list(const std::vector<value>& items) {
    out += "[";
    for (std::size_t i = 0; i < items.size() && !full(); ++i) {
      if (i > 0) out += ", ";
      inner(items[i]);
    }
    out += "]";
  }

  void context(const context_data& c) {
    out += "{";
    for (std::size_t i = 0; i < c.entries.size() && !full(); ++i) {
      if (i > 0) out += ", ";
      const auto& key = c.entries[i].first;
      const bool plain = !key.empty() && key.find_first_of("{}[]:,\"") == std::string::npos;
      out += (plain ? key : quoted(key)) + ": ";
      inner(c.entries[i].second);
    }
    out += "}";
  }

  void range(const range_data& r) {
    const auto comparison = [&](std::string_view op, const value& end) {
      out += op;
      inner(end);
    };
    switch (r.written) {
    case range_data::form::less:
      return comparison("< ", r.high);
    case range_data::form::less_equal:
      return comparison("<= ", r.high);
    case range_data::form::greater:
      return comparison("> ", r.low);
    case range_data::form::greater_equal:
      return comparison(">= ", r.low);
    case range_data::form::equal:
      return comparison("= ", r.low);
    case range_data::form::not_equal:
      return comparison("!= ", r.low);
    case range_data::form::interval:
      break;
    }
    out += r.low_included ? "[" : "(";
    inner(r.low);
    out += "..";
    inner(r.high);
    out += r.high_included ? "]" : ")";
  }

  std::size_t most_;
};

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

std::string to_text(const value& v, std::size_t most) {
  text_writer writer(most);
  writer.write(v);
  return std::move(writer.out);
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
