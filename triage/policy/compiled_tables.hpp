#pragma once
// Decision tables compiled once into immutable bit sets: for each column and each value (or interval of numbers) one
// bit set of the rules that accept it. A decision is an AND of one bit set a column; the result is the mask of matched
// rules, which is also the explanation. Evaluation allocates nothing and may be called from any thread. Columns whose
// tests are more than values, intervals and members are left to the FEEL evaluator, with the same result (feel_column).

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "triage/assessment/facts.hpp"
#include "triage/dmn/model.hpp"
#include "triage/fault.hpp"
#include "triage/policy/feel_column.hpp"

namespace frontdoor::triage {

// Bit r of a mask stands for the rule at place r of `compiled_table::rules`.
using rule_mask = std::uint64_t;

inline constexpr std::size_t table_rules_max = 64;
// Facts and results of decisions together.
inline constexpr std::size_t slots_max = 192;
inline constexpr std::size_t tables_max = 64;

// A rule as people read it.
struct compiled_rule {
  std::string id;
  std::string why;                   // annotation column "why": plain words
  std::string source;                // annotation column "source": document and section
  std::vector<std::uint16_t> slots;  // what its conditions look at ("-" does not look)
  std::vector<std::int32_t> results; // one code for each output
};

// How one column is looked up. `by_feel` says only that a column left to the FEEL evaluator looks at the slot: every
// rule counts as accepted, and `compiled_tables::left_to_feel` says which are.
enum class column_kind : std::uint8_t { by_code, by_interval, by_member, by_feel };

struct compiled_column {
  std::uint16_t slot = 0;
  column_kind kind = column_kind::by_code;
  std::uint8_t cuts = 0;     // by_interval: how many cut numbers
  std::uint32_t cut_at = 0;  // index of the first of them
  std::uint32_t mask_at = 0; // by_code: masks of codes 0, 1, ...; by_interval: cuts + 1 masks; by_member: see compiler
  rule_mask without_value = 0; // rules with "-": what an unknown satisfies
  rule_mask possible = 0;      // rules that at least one value, or none, satisfies
};

// What a table gives.
enum class result_kind : std::uint8_t {
  first, // UNIQUE, ANY, FIRST, PRIORITY: one rule's outputs (rules of a PRIORITY table are kept in order of priority)
  all,   // COLLECT without aggregation, RULE ORDER, OUTPUT ORDER: the mask is the result
  sum,
  count,
  least,
  most, // COLLECT with aggregation
};

struct compiled_output {
  std::string name;
  std::uint16_t slot = 0;     // where the result goes; results of `all` tables have a slot that stays without a value
  std::int32_t otherwise = 0; // the code when no rule matches
};

struct compiled_table {
  std::string name; // of the decision
  std::string file;
  std::uint32_t first_column = 0;
  std::uint32_t columns = 0;
  rule_mask all_rules = 0;
  result_kind result = result_kind::first;
  bool unique = false;  // UNIQUE: more than one match is no result
  bool by_feel = false; // some of its columns are left to the FEEL evaluator
  std::vector<compiled_output> outputs;
  std::vector<compiled_rule> rules;
  std::vector<std::int32_t> results; // results[output * rules + rule]
};

// All tables of a pack in an order in which each follows the decisions it needs.
class compiled_tables {
 public:
  // Compiles every decision of `models`. Slots are the facts of `vocabulary`, then `given` (values the caller puts in
  // between two steps of the evaluation, such as the grade), then one for each output. An input is a fact, a given
  // value or the name of a decision of any of the models. Returns every fault with file, element path, code and words.
  static std::expected<compiled_tables, faults>
  compile(const vocabulary& facts, std::span<const fact_definition> given, std::span<const dmn::definitions> models);

  std::size_t slot_count() const { return slots_.size(); }
  // The values a slot can hold; facts first, in the order of the vocabulary.
  const fact_definition& slot(std::size_t index) const { return slots_[index]; }
  std::optional<std::size_t> find_slot(std::string_view name) const;

  std::size_t size() const { return tables_.size(); }
  const compiled_table& operator[](std::size_t index) const { return tables_[index]; }
  std::optional<std::size_t> find_table(std::string_view name) const;
  std::span<const compiled_column> columns_of(const compiled_table& table) const {
    return {columns_.data() + table.first_column, table.columns};
  }

  // The rules among `candidates` that the columns left to the FEEL evaluator accept. Throws evaluation_fault when a
  // test cannot be evaluated, as do `evaluate` and `evaluate_one`.
  rule_mask left_to_feel(std::size_t table, rule_mask candidates, const std::int32_t* slots) const;

  // Evaluates every table in order. `slots` has slot_count() codes, the facts filled in; results are written behind
  // them. `matched` receives one mask a table.
  void evaluate(std::int32_t* slots, rule_mask* matched) const;

  // Evaluates one table; what it needs must have been evaluated.
  void evaluate_one(std::size_t table, std::int32_t* slots, rule_mask* matched) const;

  // The rules of a column that accept this code (or no value).
  rule_mask accepted(const compiled_column& column, std::int32_t code) const {
    switch (column.kind) {
    case column_kind::by_code:
      return masks_[column.mask_at + static_cast<std::uint32_t>(code)];
    case column_kind::by_interval: {
      std::uint32_t interval = 0;
      const std::int32_t* cut = cuts_.data() + column.cut_at;
      for (std::uint32_t i = 0; i < column.cuts; ++i)
        interval += code >= cut[i] ? 1U : 0U;
      return masks_[column.mask_at + interval];
    }
    case column_kind::by_member:
      return accepted_set(column, code);
    case column_kind::by_feel:
      return column.possible;
    }
    return 0;
  }

  // Codes that stand for every way the column tells values apart: one of each kind. Without "no value". Of a number
  // that is left to the FEEL evaluator none.
  std::vector<std::int32_t> representatives(const compiled_column& column) const;

 private:
  friend class table_compiler;

  // What evaluation reads of a table, apart from what people read of it.
  struct core {
    rule_mask all_rules = 0;
    std::uint32_t first_code = 0; // into core_columns_: columns looked up by code, then those by interval
    std::uint32_t first_interval = 0;
    std::uint32_t end_interval = 0;
    std::uint32_t first_member = 0; // into member_columns_
    std::uint32_t end_member = 0;
    std::uint32_t first_feel = 0; // into feel_columns_
    std::uint32_t end_feel = 0;
    std::uint32_t first_output = 0; // into core_outputs_
    std::uint32_t results_at = 0;   // into results_, by output and rule
    std::uint8_t outputs = 0;
    std::uint8_t rules = 0;
    result_kind result = result_kind::first;
    bool unique = false;
  };
  struct core_column {
    std::uint32_t mask_at = 0;
    std::uint32_t cut_at = 0; // into core_cuts_
    std::uint16_t slot = 0;
    std::uint16_t groups = 0; // of four cuts each, filled up with numbers no code reaches
  };
  struct core_output {
    std::int32_t otherwise = 0;
    std::uint16_t slot = 0;
  };

  rule_mask accepted_set(const compiled_column& column, std::int32_t code) const;
  rule_mask by_feel(const core& table, rule_mask candidates, const std::int32_t* slots) const;
  void run(const core& table, std::int32_t* slots, rule_mask& matched) const;
  void aggregate(const core& table, rule_mask mask, std::int32_t* slots) const;
  void add_core(const compiled_table& table, std::vector<feel_column> by_feel);

  std::vector<fact_definition> slots_;
  std::vector<compiled_table> tables_;
  std::vector<compiled_column> columns_;
  std::vector<std::int32_t> cuts_;
  std::vector<rule_mask> masks_;
  std::vector<core> cores_;
  std::vector<core_column> core_columns_;
  std::vector<std::uint32_t> member_columns_; // into columns_
  std::vector<std::int32_t> core_cuts_;
  std::vector<feel_column> feel_columns_;
  std::vector<core_output> core_outputs_;
  std::vector<std::int32_t> results_;
};

} // namespace frontdoor::triage
