#pragma once
// Evaluates FEEL. What goes wrong is a diagnostic beside the value: a null with diagnostics is a fault, a null without
// is a result. One evaluator serves one evaluation, on one thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "triage/dmn/ast.hpp"
#include "triage/dmn/model.hpp"
#include "triage/dmn/parser.hpp"
#include "triage/dmn/type.hpp"
#include "triage/dmn/value.hpp"

namespace frontdoor::triage::dmn {

struct diagnostic {
  std::string code;            // "wrong_type", "unknown_name", "limit_steps", ...
  std::string detail;          // in plain words
  std::string file;            // the model's file; empty for a bare expression
  std::string element;         // path of the element in that file
  std::uint32_t file_line = 0; // of the element; 0: not known
  std::uint32_t line = 0;      // within the FEEL text; 0: the element as a whole
  std::uint32_t column = 0;    // code points
};

// Bounds of one evaluation. Beyond them it stops with a diagnostic whose code begins "limit_".
struct evaluation_limits {
  std::uint64_t steps = 5'000'000; // nodes visited and items walked
  std::uint32_t depth = 400;       // nested calls and operators
  std::size_t list_size = 1'000'000;
  std::size_t string_size = 4U << 20U;
  std::uint64_t weight = 4'000'000; // see value::weight
  std::uint32_t nesting = 100;      // lists in lists
};

// What the caller lends to an evaluation.
struct evaluation_options {
  evaluation_limits limits;
  const zone_source* zones = nullptr; // without it, names of zones are faults
  std::optional<date_time> now;       // without it, now() and today() are faults
};

// A decision table that was evaluated, and the rules that matched in it.
struct table_hits {
  std::string element;            // path of the table
  std::vector<std::size_t> rules; // counted from 0, in the table's order
};

struct evaluation {
  value result;
  std::vector<diagnostic> diagnostics;
  std::vector<table_hits> tables; // in the order they were evaluated
  bool ok() const { return diagnostics.empty(); }
};

// A FEEL text, parsed once. When it could not be parsed `fault` says why, and evaluating it is a fault.
struct compiled_text {
  ast::node_ptr tree;
  std::optional<syntax_fault> fault;
  source_place place;
  std::string file;
  const type_table* types = nullptr;
};

struct compiled_tests {
  unary_tests tests;
  std::optional<syntax_fault> fault;
  source_place place;
  std::string file;
  const type_table* types = nullptr;
};

// Names in force. Lives on the stack; inner scopes point at outer ones.
struct scope {
  const scope* outer = nullptr;
  std::vector<std::pair<std::string, value>> names;
  const context_data* members = nullptr; // a filter's item: its members are names too

  const value* find(std::string_view name) const;
};

class evaluator {
 public:
  explicit evaluator(const evaluation_options& options) : options_(options) {}
  evaluator(const evaluator&) = delete;
  evaluator& operator=(const evaluator&) = delete;

  value evaluate(const std::shared_ptr<const compiled_text>& text, const scope& names);
  // Whether `tested` satisfies the tests: true, false, or null with a diagnostic.
  value satisfies(const std::shared_ptr<const compiled_tests>& tests, const value& tested, const scope& names);
  // Which of the tests a value satisfies first; their number when none.
  std::size_t rank(const std::shared_ptr<const compiled_tests>& tests, const value& tested, const scope& names);
  // Calls with arguments by position. Wrong arguments are diagnostics.
  value call(const function_ptr& function, std::vector<value> arguments);
  value call_named(const function_ptr& function, const std::vector<std::string>& given, std::vector<value> arguments);

  // Notes a diagnostic at the place now being evaluated; returns null.
  value fail(std::string code, std::string detail);
  // Notes that an argument or operand is of the wrong kind.
  value wrong_type(std::string_view what, const value& v, std::string_view wanted);
  // The value, or null with a diagnostic when it is beyond the limits.
  value bounded(value v);
  // Counts work; false when the limit is reached.
  bool charge(std::uint64_t steps);
  bool stopped() const { return stopped_; }

  const evaluation_options& options() const { return options_; }
  const type* resolve(const ast::type_name& name);
  std::vector<diagnostic>& diagnostics() { return diagnostics_; }
  void note_hits(const source_place& table, const std::vector<std::size_t>& rules);
  // The value with all that was noted on the way; ends the evaluation.
  evaluation finish(value result);

  // One level of nesting while it lives; false when the limit is reached, which stops the evaluation.
  class deeper {
   public:
    explicit deeper(evaluator& owner);
    ~deeper() { --owner_.depth_; }
    deeper(const deeper&) = delete;
    deeper& operator=(const deeper&) = delete;
    explicit operator bool() const { return within_; }

   private:
    evaluator& owner_;
    bool within_;
  };

  // The place that diagnostics name while it lives.
  class at_place {
   public:
    at_place(evaluator& owner, const std::string& file, const source_place& place);
    ~at_place();
    at_place(const at_place&) = delete;
    at_place& operator=(const at_place&) = delete;

   private:
    evaluator& owner_;
    const std::string* file_;
    const source_place* place_;
    const ast::node* node_;
  };

 private:
  friend class at_place;
  value node(const ast::node& n, const scope& names);
  value visit(const ast::node& n, const scope& names);
  value name(const ast::node& n, const scope& names);
  value negation(const ast::node& n, const scope& names);
  value comparison(const ast::node& n, const scope& names);
  value logic(const ast::node& n, const scope& names, bool conjunction);
  value between(const ast::node& n, const scope& names);
  value in_test(const ast::node& n, const scope& names);
  value one_test(const value& tested, const value& test);
  value range(const ast::node& n, const scope& names);
  value unary(const ast::node& n, const scope& names);
  value list(const ast::node& n, const scope& names);
  value context(const ast::node& n, const scope& names);
  value path(const ast::node& n, const scope& names);
  value member(const value& of, const std::string& name);
  value filter(const ast::node& n, const scope& names);
  value function_call(const ast::node& n, const scope& names);
  value invoke(const function_ptr& function, const function_data::signature& way, std::vector<value>& arguments);
  value condition(const ast::node& n, const scope& names);
  value for_each(const ast::node& n, const scope& names);
  bool iterate(const ast::node& n, std::size_t level, const scope& names, std::vector<value>& results);
  value quantified(const ast::node& n, const scope& names, bool some);
  void quantify(const ast::node& n, std::size_t level, const scope& names, bool some, value& outcome);
  std::optional<std::vector<value>> domain(const ast::node& n, const scope& names);
  std::optional<std::vector<value>> span(const value& low, const value& high, bool low_in, bool high_in);
  value function(const ast::node& n, const scope& names, std::string own_name = {});
  value one_cell_test(const ast::node& test, const value& tested, const scope& names);

  const evaluation_options& options_;
  std::vector<diagnostic> diagnostics_;
  std::vector<table_hits> tables_;
  std::uint64_t steps_ = 0;
  std::uint32_t depth_ = 0;
  bool stopped_ = false;
  std::shared_ptr<const void> unit_; // keeps the tree now evaluated alive, for functions made in it
  const type_table* types_ = nullptr;
  const std::string* file_ = nullptr;
  const source_place* place_ = nullptr;
  const ast::node* node_ = nullptr;
  std::deque<type> resolved_;
  std::unordered_map<const ast::type_name*, const type*> resolved_names_;
};

// Arithmetic of values (10.3.2.15); null with a diagnostic when the operands do not fit.
value arithmetic(std::string_view op, const value& a, const value& b, evaluator& with);
value negated(const value& v, evaluator& with);

// A result that may have left the range of its kind: then null, with a diagnostic.
template <class T> value in_range(const std::optional<T>& result, evaluator& with) {
  return result ? value(*result) : with.fail("out_of_range", "the result is out of range");
}

} // namespace frontdoor::triage::dmn
