#pragma once
// What a pack makes of a contact, as formulas over the variables of its facts: the compiled tables themselves, asked
// through what they accept. Internal to triage/policy/proof.

#include <cstdint>
#include <optional>
#include <vector>

#include "triage/assessment/grading.hpp"
#include "triage/policy/pack.hpp"
#include "triage/policy/proof/fact_variables.hpp"
#include "triage/policy/proof/solver.hpp"

namespace frontdoor::triage::proof {

// How much of the pack is put into formulas.
enum class extent {
  grading,   // what decides the grade
  whole,     // everything, with the grade proposed where tables test the grade
  any_grade, // everything, with any grade at all there: as a person may choose it
};

class encoding {
 public:
  // `facts` are the formulas of each fact of pack.facts, with at least the cuts of cuts_of(pack).
  encoding(solver& solving, const policy_pack& pack, std::vector<slot_formulas> facts, extent wanted);

  // Whether the rule's conditions hold.
  const z3::expr& matches(std::size_t table, std::size_t rule) const { return matches_[table][rule]; }
  z3::expr any_match(std::size_t table) const { return solving_.any_of(matches_[table]); }

  // Whether the rule gives the table's result (tables with one result).
  z3::expr decides(std::size_t table, std::size_t rule) const;

  // Whether this grade (none: ungraded) is proposed.
  const z3::expr& grade_is(std::optional<std::size_t> grade) const {
    return grades_[grade.value_or(pack_.grades.size())];
  }
  // Whether the grade proposed is one of `rank` or more urgent (see `urgency`).
  z3::expr as_urgent_as(std::size_t rank) const;

  z3::expr excluded() const;
  z3::expr exclusion_holds(std::size_t exclusion) const { return listed(pack_.exclusion_tables, exclusion); }
  z3::expr flag_set(std::size_t flag) const { return listed(pack_.flag_tables, flag); }
  // Whether the pathway is this one.
  z3::expr pathway_is(std::size_t pathway) const;

  // Whether the slot of a boolean or enumeration holds this code.
  const z3::expr& slot_is(std::size_t slot, std::int32_t code) const {
    return slots_[slot].code[static_cast<std::size_t>(code)];
  }
  z3::expr holds(const slot_test& test) const;
  z3::expr holds(const std::vector<slot_test>& tests) const;

 private:
  template <class Accepts> z3::expr accepted(std::size_t slot, Accepts accepts) const;
  template <class Accepts> z3::expr accepted_set(const slot_formulas& formulas, Accepts accepts) const;
  z3::expr listed(const std::vector<listing_table>& tables, std::size_t code) const;

  void add_table(std::size_t table);
  void add_rules(std::size_t table);
  void add_result(std::size_t table, std::size_t output);
  void add_number(std::size_t table, std::size_t output);
  z3::expr number_at_least(std::size_t table, std::size_t output, std::int32_t bound) const;
  void add_grade();
  void add_any_grade();

  solver& solving_;
  const policy_pack& pack_;
  const cut_points cuts_;
  std::vector<slot_formulas> slots_;
  std::vector<std::vector<z3::expr>> matches_;
  std::vector<z3::expr> grades_; // by grade, then ungraded
};

} // namespace frontdoor::triage::proof
