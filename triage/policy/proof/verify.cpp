#include "triage/policy/proof/verify.hpp"

#include <algorithm>

#include "triage/policy/proof/checker.hpp"

namespace frontdoor::triage::proof {

checker::checker(const policy_pack& pack, const proof_options& options)
    : pack_(pack), options_(options), solving_(options.limit), facts_(solving_, pack.facts, cuts_of(pack)),
      whole_(solving_, pack, facts_.all(), extent::whole), any_grade_(solving_, pack, facts_.all(), extent::any_grade) {
  report_.pack = pack.name;
  report_.version = pack.version;
  report_.sha256 = pack.sha256;
  report_.facts = pack.facts;
}

const encoding& checker::formulas_of(std::size_t table) const {
  const bool after = std::ranges::find(pack_.plan.after_grade, table) != pack_.plan.after_grade.end();
  return after && pack_.tables[table].result != result_kind::all ? any_grade_ : whole_;
}

void checker::begin(check which) {
  if (options_.begun) options_.begun(which);
}

finding checker::undecided(finding about) const {
  about.given = verdict::undecided;
  about.text = "not decided within the time limit: " + about.text;
  return about;
}

verdict checker::never(check which, const z3::expr& broken, finding about, const shows& broken_by) {
  about.which = which;
  const auto given = solving_.ask(broken);
  if (given == answer::impossible) {
    about.given = verdict::proved;
  } else if (given == answer::undecided) {
    about = undecided(std::move(about));
  } else {
    about.facts = confirmed(pack_.facts, facts_.read(), broken_by);
    if (about.facts) {
      about.given = verdict::refuted;
      about.outcome = outcome_of(*about.facts);
    } else {
      about.given = verdict::undecided;
      about.text = "internal error, the engine does not confirm this counterexample: " + about.text;
      about.facts = facts_.read();
    }
  }
  const auto result = about.given;
  note(std::move(about));
  return result;
}

verdict checker::sometimes(check which, const z3::expr& wanted, finding about) {
  about.which = which;
  switch (solving_.seen(wanted) ? answer::possible : solving_.ask(wanted)) {
  case answer::possible:
    about.given = verdict::proved;
    break;
  case answer::impossible:
    about.given = verdict::refuted;
    break;
  case answer::undecided:
    about = undecided(std::move(about));
    break;
  }
  const auto result = about.given;
  note(std::move(about));
  return result;
}

void checker::note(finding about) {
  auto& count = report_.checks[static_cast<std::size_t>(about.which)];
  ++count.asked;
  if (about.given == verdict::proved) {
    ++count.proved;
    return;
  }
  if (about.warning)
    ++count.warnings;
  else
    ++(about.given == verdict::refuted ? count.refuted : count.undecided);
  report_.findings.push_back(std::move(about));
}

std::string checker::outcome_of(const fact_set& facts) const {
  const auto result = assess(pack_, facts);
  std::string text = "grade " + (result.proposed_grade ? pack_.grades[*result.proposed_grade].code : "ungraded");
  if (!result.reasons.empty()) {
    const auto& first = result.reasons.front();
    text += " by " + rule_name(pack_.tables[first.table], first.rule);
  }
  if (result.pathway) text += ", pathway " + pack_.pathways[*result.pathway].code;
  for (const auto exclusion : result.exclusions)
    text += ", exclusion " + pack_.exclusions[exclusion].code;
  return text;
}

std::string rule_name(const compiled_table& table, std::size_t rule) {
  return "rule " + table.rules[rule].id + " of " + table.name;
}

bool proof_report::verified() const {
  return std::ranges::all_of(checks, [](const auto& each) { return each.refuted + each.undecided == 0; });
}

namespace {

// By check; those of one check stay as they were found.
std::vector<finding> in_order(std::vector<finding> found) {
  std::vector<finding> ordered;
  for (std::size_t which = 0; which < check_count; ++which) {
    for (auto& each : found) {
      if (each.which == static_cast<check>(which)) ordered.push_back(std::move(each));
    }
  }
  return ordered;
}

} // namespace

proof_report verify(const policy_pack& pack, const proof_options& options) {
  checker checking(pack, options);
  for (const auto check : {check_safety, check_tables, check_reachability, check_monotonicity}) {
    if (checking.wanted()) check(checking);
  }
  auto& report = checking.report();
  report.findings = in_order(std::move(report.findings));
  return std::move(report);
}

proof_report refused(const faults& found) {
  proof_report report;
  for (const auto& fault : found) {
    finding about;
    about.which = fault.code == "scenario_fails" ? check::scenarios : check::reading;
    about.subject = fault.pointer;
    about.file = fault.file;
    about.text = fault.detail + (fault.remedy.empty() ? "" : "; " + fault.remedy);
    auto& count = report.checks[static_cast<std::size_t>(about.which)];
    ++count.asked;
    ++count.refuted;
    report.findings.push_back(std::move(about));
  }
  return report;
}

} // namespace frontdoor::triage::proof
