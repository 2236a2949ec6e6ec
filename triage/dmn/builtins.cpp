#include "triage/dmn/builtins.hpp"

#include "triage/dmn/lexer.hpp"
#include "triage/dmn/parser_state.hpp"

namespace frontdoor::triage::dmn {
namespace detail {

void function_registry::add(
    const std::string& name, std::initializer_list<const char*> parameters, std::size_t required, implementation run
) {
  auto& held = functions[name];
  if (!held) {
    held = std::make_shared<function_data>();
    held->name = name;
    held->built_in = true;
  }
  function_data::signature way;
  for (const auto* parameter : parameters)
    way.parameters.push_back({parameter, nullptr});
  way.required = required;
  way.call = [run](evaluator& e, std::vector<value>& given, const function_ptr&) { return run(e, given); };
  held->signatures.push_back(std::move(way));
}

void function_registry::add_variadic(const std::string& name, implementation run) {
  add(name, {"list"}, 1, run);
  functions[name]->signatures.back().variadic = true;
}

namespace {

// A list of one stands for its item where a single value is wanted (10.3.2.9.4).
const value& single(const value& v) {
  return v.is(value_kind::list) && v.list().size() == 1 ? v.list().front() : v;
}

} // namespace

const number* number_argument(evaluator& e, const arguments& given, std::size_t index) {
  const auto& v = single(given.at(index));
  if (v.is(value_kind::number)) return &v.number();
  e.wrong_type("argument " + std::to_string(index + 1), v, "number");
  return nullptr;
}

const std::string* string_argument(evaluator& e, const arguments& given, std::size_t index) {
  const auto& v = single(given.at(index));
  if (v.is(value_kind::string)) return &v.string();
  e.wrong_type("argument " + std::to_string(index + 1), v, "string");
  return nullptr;
}

std::optional<std::int64_t> whole_argument(evaluator& e, const arguments& given, std::size_t index) {
  const auto* n = number_argument(e, given, index);
  if (n == nullptr) return std::nullopt;
  const auto out = n->truncated();
  if (!out) e.fail("out_of_range", "argument " + std::to_string(index + 1) + " is out of range");
  return out;
}

std::optional<std::vector<value>> list_argument(evaluator& e, const arguments& given, std::size_t index) {
  const auto& v = given.at(index);
  if (v.is(value_kind::list)) return v.list();
  if (v.is_null()) {
    e.wrong_type("argument " + std::to_string(index + 1), v, "list");
    return std::nullopt;
  }
  return std::vector<value>{v};
}

bool given_value(const arguments& given, std::size_t index) {
  return index < given.size() && !given[index].is_null();
}

std::u32string code_points(const std::string& text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();)
    out += next_code_point(text, at);
  return out;
}

std::string utf8(std::u32string_view points) {
  std::string out;
  for (const auto point : points)
    append_utf8(out, point);
  return out;
}

namespace {

const std::unordered_map<std::string, std::shared_ptr<function_data>>& table() {
  static const auto functions = [] {
    function_registry registry;
    register_conversions(registry);
    register_strings(registry);
    register_numbers(registry);
    register_lists(registry);
    register_aggregates(registry);
    register_temporal(registry);
    register_ranges(registry);
    register_contexts(registry);
    return std::move(registry.functions);
  }();
  return functions;
}

} // namespace

const name_table& builtin_names() {
  static const auto names = [] {
    name_table out;
    for (const auto& [name, function] : table()) {
      if (name != "@") out.add(name);
    }
    return out;
  }();
  return names;
}

} // namespace detail

function_ptr built_in_function(const std::string& name) {
  const auto& functions = detail::table();
  const auto found = functions.find(name);
  return found == functions.end() ? nullptr : found->second;
}

} // namespace frontdoor::triage::dmn
