#pragma once
// FEEL values (DMN 1.5, 10.3.2). Immutable and cheap to copy: lists, contexts, ranges and functions are shared.
// Strings are UTF-8; lengths and positions count code points. A function value lives no longer than the evaluation that
// made it: called later it answers null with a diagnostic.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "triage/dmn/number.hpp"
#include "triage/dmn/temporal.hpp"

namespace frontdoor::triage::dmn {

class value;
struct list_data;
struct context_data;
struct range_data;
struct function_data;
using list_ptr = std::shared_ptr<const list_data>;
using context_ptr = std::shared_ptr<const context_data>;
using range_ptr = std::shared_ptr<const range_data>;
using function_ptr = std::shared_ptr<const function_data>;

enum class value_kind : std::uint8_t {
  null,
  boolean,
  number,
  string,
  date,
  time,
  date_time,
  days_duration,
  months_duration,
  list,
  context,
  range,
  function
};

class value {
 public:
  using text_ptr = std::shared_ptr<const std::string>;
  value() = default; // null
  value(bool flag) : held_(flag) {}
  value(const dmn::number& n) : held_(n) {}
  value(std::int64_t n) : held_(dmn::number(n)) {}
  value(int n) : held_(dmn::number(n)) {}
  value(std::string text) : held_(std::make_shared<const std::string>(std::move(text))) {}
  value(std::string_view text) : value(std::string(text)) {}
  value(const char* text) : value(std::string(text)) {}
  value(const dmn::date& d) : held_(d) {}
  value(const time_of_day& t) : held_(std::make_shared<const time_of_day>(t)) {}
  value(const dmn::date_time& d) : held_(std::make_shared<const dmn::date_time>(d)) {}
  value(const dmn::days_duration& d) : held_(d) {}
  value(const dmn::months_duration& d) : held_(d) {}
  value(list_ptr items) : held_(std::move(items)) {}
  value(context_ptr entries) : held_(std::move(entries)) {}
  value(range_ptr range) : held_(std::move(range)) {}
  value(function_ptr function) : held_(std::move(function)) {}
  value(std::vector<value> items);

  value_kind kind() const { return static_cast<value_kind>(held_.index()); }
  bool is_null() const { return kind() == value_kind::null; }
  bool is(value_kind wanted) const { return kind() == wanted; }

  // Each needs the value to be of that kind (std::bad_variant_access otherwise: a broken invariant).
  bool boolean() const { return std::get<bool>(held_); }
  const dmn::number& number() const { return std::get<dmn::number>(held_); }
  const std::string& string() const { return *std::get<text_ptr>(held_); }
  const dmn::date& date() const { return std::get<dmn::date>(held_); }
  const time_of_day& time() const { return *std::get<std::shared_ptr<const time_of_day>>(held_); }
  const dmn::date_time& date_time() const { return *std::get<std::shared_ptr<const dmn::date_time>>(held_); }
  const dmn::days_duration& days() const { return std::get<dmn::days_duration>(held_); }
  const dmn::months_duration& months() const { return std::get<dmn::months_duration>(held_); }
  const std::vector<value>& list() const;
  const context_data& context() const { return *std::get<context_ptr>(held_); }
  const range_data& range() const { return *std::get<range_ptr>(held_); }
  const function_data& function() const { return *std::get<function_ptr>(held_); }
  const function_ptr& function_pointer() const { return std::get<function_ptr>(held_); }

  // True only for the boolean true.
  bool is_true() const { return is(value_kind::boolean) && boolean(); }
  bool is_false() const { return is(value_kind::boolean) && !boolean(); }
  // How deep lists and contexts are nested in it; 0 for a scalar.
  std::uint32_t depth() const;
  // How much there is to walk when every shared part is walked again: about one for each scalar and 64 bytes of text.
  std::uint64_t weight() const;

 private:
  std::variant<
      std::monostate, bool, dmn::number, text_ptr, dmn::date, std::shared_ptr<const time_of_day>,
      std::shared_ptr<const dmn::date_time>, dmn::days_duration, dmn::months_duration, list_ptr, context_ptr, range_ptr,
      function_ptr>
      held_;
};

struct list_data {
  explicit list_data(std::vector<value> content);
  std::vector<value> items;
  std::uint32_t depth = 1;
  std::uint64_t weight = 1;
};

// Entries in the order they were put; keys are unique.
struct context_data {
  std::vector<std::pair<std::string, value>> entries;
  std::uint32_t depth = 1;
  std::uint64_t weight = 1;

  const value* find(std::string_view key) const;
  void put(std::string key, value content); // replaces
};

struct range_data {
  // How it was written: "[1..5]" or a comparison "< 5". Both hold values, but are not equal to each other.
  enum class form : std::uint8_t { interval, less, less_equal, greater, greater_equal, equal, not_equal };
  form written = form::interval;
  value low, high; // null: no such end
  bool low_included = false;
  bool high_included = false;
};

class evaluator;
class type;

struct function_data {
  struct parameter {
    std::string name;
    const dmn::type* type = nullptr; // null: Any
  };
  // One way of calling it. A built-in function may have several.
  struct signature {
    std::vector<parameter> parameters;
    std::size_t required = 0; // how many of them must be given
    bool variadic = false;    // the last parameter takes any number of arguments
    // Arguments in the parameters' order; those not given at the end are left out.
    std::function<value(evaluator&, std::vector<value>&, const function_ptr& self)> call;
  };
  std::string name; // for diagnostics, may be empty
  std::vector<signature> signatures;
  const dmn::type* result = nullptr;
  bool built_in = false;
  std::uint32_t depth = 1;
};

// The text of a value as `string()` gives it; null is "null". Of a long one little more than `most` bytes is written.
std::string to_text(const value& v, std::size_t most = std::string::npos - 1);
// A name for people: "number", "list", "date and time".
std::string_view kind_name(value_kind kind);

// FEEL equality (10.3.2.13): nothing when the kinds cannot be compared. Null equals only null.
std::optional<bool> equal(const value& a, const value& b);
// -1, 0, 1; nothing when they have no order (different kinds, local against zoned times, booleans, lists ...).
std::optional<int> order(const value& a, const value& b);
// The function `is`: same kind and same parts.
bool identical(const value& a, const value& b);
// Whether a range holds a value; nothing when they cannot be compared.
std::optional<bool> holds(const range_data& range, const value& v);

} // namespace frontdoor::triage::dmn
