#pragma once
// The facts of a contact as Boolean variables: one for each code, for each number at which a table tells numbers
// apart, for each member of a set. Internal to triage/policy/proof.

#include <map>
#include <set>
#include <vector>

#include "triage/assessment/facts.hpp"
#include "triage/policy/pack.hpp"
#include "triage/policy/proof/solver.hpp"

namespace frontdoor::triage::proof {

// What is known of the value of one slot, by its type.
struct slot_formulas {
  std::vector<z3::expr> code;                // boolean and enumeration: whether it is code 0 (no value), 1, ...
  std::vector<z3::expr> known;               // number and set: one formula, whether there is a value
  std::map<std::int32_t, z3::expr> at_least; // number: whether there is one, not less than the key
  std::vector<z3::expr> member;              // set: whether there is one, with this member
};

// By slot, the numbers at which anything tells its values apart; for facts also their minimum.
using cut_points = std::vector<std::set<std::int32_t>>;

// The cuts of the pack's tables and of its safety properties.
cut_points cuts_of(const policy_pack& pack);

// The variables of every fact of a vocabulary, with what always holds of them.
class fact_variables {
 public:
  // `cuts` by fact.
  fact_variables(solver& solving, const vocabulary& facts, const cut_points& cuts);

  const std::vector<slot_formulas>& all() const { return formulas_; }
  const slot_formulas& operator[](std::size_t fact) const { return formulas_[fact]; }

  // Another value of the fact, independent of the first.
  slot_formulas another(std::size_t fact);

  // Whether `worse` is one step worse than `better`: the next code or number interval, or one member more, in the
  // direction of the fact. Both are known.
  z3::expr one_step_worse(std::size_t fact, const slot_formulas& better, const slot_formulas& worse);

  // Whether the fact has exactly the value (or lack of one) that `code` says.
  z3::expr is(std::size_t fact, std::int32_t code);

  // A value that fits the case the solver found, for the fact in this form.
  void read(fact_set& into, std::size_t fact, const slot_formulas& formulas) const;

  // All facts of the case that the solver found.
  fact_set read() const;

 private:
  slot_formulas make(std::size_t fact);
  z3::expr rises_one_step(std::size_t fact, const slot_formulas& lower, const slot_formulas& higher);

  solver& solving_;
  const vocabulary& facts_;
  cut_points cuts_;
  std::vector<slot_formulas> formulas_;
};

} // namespace frontdoor::triage::proof
