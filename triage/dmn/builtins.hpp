#pragma once
// The built-in functions of FEEL (DMN 1.5, 10.3.4), by name. The table is built once and never changed.

#include <initializer_list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "triage/dmn/evaluator.hpp"
#include "triage/dmn/parser.hpp"

namespace frontdoor::triage::dmn {

// The function of that name, or null.
function_ptr built_in_function(const std::string& name);

namespace detail {

using arguments = std::vector<value>;

// Collects the functions while the table is built.
class function_registry {
 public:
  using implementation = value (*)(evaluator&, arguments&);
  // One way of calling `name`: parameter names, how many of them are needed, what it does.
  void
  add(const std::string& name, std::initializer_list<const char*> parameters, std::size_t required, implementation run);
  // One list or any number of values.
  void add_variadic(const std::string& name, implementation run);

  std::unordered_map<std::string, std::shared_ptr<function_data>> functions;
};

void register_conversions(function_registry& to);
void register_strings(function_registry& to);
void register_numbers(function_registry& to);
void register_lists(function_registry& to);
void register_aggregates(function_registry& to);
void register_temporal(function_registry& to);
void register_ranges(function_registry& to);
void register_contexts(function_registry& to);

// Arguments as they are needed; a diagnostic and nothing when they are of another kind.
const number* number_argument(evaluator& e, const arguments& given, std::size_t index);
const std::string* string_argument(evaluator& e, const arguments& given, std::size_t index);
std::optional<std::int64_t> whole_argument(evaluator& e, const arguments& given, std::size_t index);
// A list; a single value counts as a list of one. Null is a fault.
std::optional<std::vector<value>> list_argument(evaluator& e, const arguments& given, std::size_t index);
bool given_value(const arguments& given, std::size_t index); // given and not null

// Code points of UTF-8 text.
std::u32string code_points(const std::string& text);
std::string utf8(std::u32string_view points);

} // namespace detail
} // namespace frontdoor::triage::dmn
