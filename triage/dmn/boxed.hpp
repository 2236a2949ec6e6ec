#pragma once
// Internal: expressions of a model, compiled. Each runs against the names in force.

#include <memory>
#include <string>
#include <vector>

#include "triage/dmn/evaluator.hpp"
#include "triage/dmn/model.hpp"
#include "triage/fault.hpp"

namespace frontdoor::triage::dmn::detail {

class box {
 public:
  box() = default;
  virtual ~box() = default;
  box(const box&) = delete;
  box& operator=(const box&) = delete;

  // The value, made to conform to the expression's type when it has one.
  value run(evaluator& with, const scope& names) const;

  const type* result_type = nullptr;
  source_place place;
  const std::string* file = nullptr;

 protected:
  virtual value evaluate(evaluator& with, const scope& names) const = 0;
};

using box_ptr = std::shared_ptr<const box>;

// A function of the model: parameters, body and, for diagnostics, a name.
struct boxed_function {
  std::string name;
  std::vector<function_data::parameter> parameters;
  box_ptr body; // null: outside FEEL
};

// The function as a value that sees `names`; the body is kept by the value.
value make_function(const std::shared_ptr<const boxed_function>& function, const scope& names);

// What compiling needs to know: the unit's types and names, and where faults go.
struct compile_scope {
  const type_table* types = nullptr;
  const name_table* type_names = nullptr;
  const name_table* members = nullptr;
  const std::string* file = nullptr;
  const std::string* language = nullptr;
  faults* found = nullptr;
};

std::shared_ptr<const compiled_text>
compile_text(const feel_text& text, const compile_scope& with, const name_table& names);
std::shared_ptr<const compiled_tests>
compile_tests(const feel_text& text, const compile_scope& with, const name_table& names);
// Null when the expression is null.
box_ptr compile_box(const expression_ptr& source, const compile_scope& with, const name_table& names);
std::shared_ptr<box> compile_table(const decision_table& source, const compile_scope& with, const name_table& names);
std::shared_ptr<const boxed_function> compile_function(
    const function_definition& source, const std::string& name, const compile_scope& with, const name_table& names
);
const type* type_of(const std::string& reference, const compile_scope& with, const source_place& place);

} // namespace frontdoor::triage::dmn::detail
