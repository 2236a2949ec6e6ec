#pragma once
// What grading needs to know of the tables beyond their content, worked out once when a pack is read.

#include <cstdint>
#include <vector>

#include "triage/policy/compiled_tables.hpp"

namespace frontdoor::triage {

// A grading table and the grade each of its rules sets (index into the pack's grades, by rule).
struct grading_table {
  std::uint16_t table = 0;
  std::vector<std::uint8_t> grade_of_rule;
  std::vector<rule_mask> at_least; // by grade: the rules that set this grade or a more urgent one
};

struct grading_plan {
  std::vector<std::uint16_t> grading_order; // grading and exclusion tables and what they need, in order of evaluation
  std::vector<std::uint16_t> before_grade;  // every table that can be evaluated before the grade is known
  std::vector<std::uint16_t> after_grade;   // tables that test the grade, or what follows from it
  // By fact: the tables of `grading_order` whose result can change with it, in order. Empty: no part in grading.
  std::vector<std::vector<std::uint16_t>> affected;
  // By fact: codes that stand for every way grading tells its values apart. Sets: one bit for each member that is
  // tested.
  std::vector<std::vector<std::int32_t>> alternatives;
  // By fact: grading has a test of it that is left to the FEEL evaluator, so that `alternatives` may not tell all.
  std::vector<bool> by_feel;
  // Facts that grading tests only or also through the result of another decision.
  std::vector<std::uint16_t> context_facts;
  // The tables of `grading_order` that others need.
  std::vector<std::uint16_t> context_tables;
};

// Works out the plan. `bars` are the tables of exclusions, which decide with the grading tables; `grade_slot` is where
// the grade is put for the tables that test it.
grading_plan plan_grading(
    const vocabulary& facts, const compiled_tables& tables, const std::vector<grading_table>& grading,
    const std::vector<std::uint16_t>& bars, std::uint16_t grade_slot
);

} // namespace frontdoor::triage
