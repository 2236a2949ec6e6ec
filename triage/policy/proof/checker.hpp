#pragma once
// What the checks share: the pack in formulas, the questions, and where the answers go. Internal to
// triage/policy/proof.

#include "triage/policy/proof/encoding.hpp"
#include "triage/policy/proof/fact_variables.hpp"
#include "triage/policy/proof/solver.hpp"
#include "triage/policy/proof/verify.hpp"
#include "triage/policy/proof/witness.hpp"

namespace frontdoor::triage::proof {

class checker {
 public:
  checker(const policy_pack& pack, const proof_options& options);

  const policy_pack& pack() const { return pack_; }
  const encoding& formulas() const { return whole_; }
  // The table's formulas: those with any grade for results that follow from a grade, since a person may choose it.
  const encoding& formulas_of(std::size_t table) const;
  solver& solving() { return solving_; }
  fact_variables& facts() { return facts_; }
  proof_report& report() { return report_; }

  void begin(check which);
  // Whether to go on asking.
  bool wanted() const { return !options_.stop_at_first || report_.verified(); }

  // Notes that nothing can break what `which` asks of `about`: `broken` must be impossible. When it is possible,
  // `about` gets the smallest contact that `broken_by` confirms.
  verdict never(check which, const z3::expr& broken, finding about, const shows& broken_by);

  // Notes whether something can happen at all; impossible is a finding.
  verdict sometimes(check which, const z3::expr& wanted, finding about);

  // Adds an answer to the counts, and to the findings unless it is simply proved.
  void note(finding about);

  // What the engine makes of a contact, in a line.
  std::string outcome_of(const fact_set& facts) const;

 private:
  finding undecided(finding about) const;

  const policy_pack& pack_;
  const proof_options& options_;
  solver solving_;
  fact_variables facts_;
  encoding whole_;
  encoding any_grade_;
  proof_report report_;
};

void check_tables(checker& checking);       // gaps, overlaps, dead and masked rules
void check_reachability(checker& checking); // grades, pathways, flags, exclusions, listed values
void check_monotonicity(checker& checking);
void check_safety(checker& checking);

// "rule W01 of weapons", as people find it.
std::string rule_name(const compiled_table& table, std::size_t rule);

} // namespace frontdoor::triage::proof
