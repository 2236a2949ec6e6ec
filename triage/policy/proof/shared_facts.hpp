#pragma once
// The facts that two packs share, by key and value: one set of variables for both. Internal to triage/policy/proof.

#include <optional>
#include <string>
#include <vector>

#include "triage/policy/proof/fact_variables.hpp"

namespace frontdoor::triage::proof {

class shared_facts {
 public:
  // A fact or value that only one of the packs knows is taken as not known.
  shared_facts(solver& solving, const policy_pack& first, const policy_pack& second);

  const fact_variables& first() const { return variables_; }
  // The formulas of the second pack's facts, over the same variables.
  std::vector<slot_formulas> second() const;

  // The same contact in the second pack's codes.
  fact_set translated(const fact_set& facts) const;

  // Facts of either pack that the other lacks.
  std::vector<std::string> left_out() const;

 private:
  cut_points cuts_of_both() const;
  void restrict();
  void restrict_values(std::size_t fact, std::size_t other);
  slot_formulas formulas_for(std::size_t other) const;
  slot_formulas without_value(const fact_definition& fact, const std::set<std::int32_t>& cuts) const;

  solver& solving_;
  const policy_pack& first_;
  const policy_pack& second_;
  const cut_points second_cuts_;
  std::vector<std::optional<std::size_t>> other_of_; // by fact of the first, the fact of the second
  std::vector<std::optional<std::size_t>> fact_of_;  // the other way
  fact_variables variables_;
};

} // namespace frontdoor::triage::proof
