#include "triage/policy/proof/weakening.hpp"

#include <algorithm>

#include "triage/policy/proof/encoding.hpp"
#include "triage/policy/proof/shared_facts.hpp"
#include "triage/policy/proof/witness.hpp"

namespace frontdoor::triage::proof {
namespace {

bool lost(const std::vector<std::uint16_t>& before, const std::vector<std::uint16_t>& after) {
  return std::ranges::any_of(before, [&](auto each) { return std::ranges::find(after, each) == after.end(); });
}

class weakening_finder {
 public:
  weakening_finder(const policy_pack& before, const policy_pack& after, std::chrono::milliseconds limit)
      : before_(before), after_(after), urgency_(before), solving_(limit), facts_(solving_, before, after),
        first_(solving_, before, facts_.first().all(), extent::whole),
        second_(solving_, after, facts_.second(), extent::whole) {}

  std::optional<weakening> run() {
    for (const auto what : {loss::grade, loss::flag, loss::exclusion, loss::pathway}) {
      if (solving_.ask(formula_of(what)) != answer::possible) continue;
      const auto facts = confirmed(before_.facts, facts_.first().read(), [&](const fact_set& tried) {
        return shown(what, assess(before_, tried), assess(after_, facts_.translated(tried)));
      });
      if (facts) return weakening{what, *facts};
    }
    return std::nullopt;
  }

 private:
  z3::expr formula_of(loss what) {
    std::vector<z3::expr> ways;
    switch (what) {
    case loss::grade:
      for (std::size_t rank = 0; rank < before_.grades.size(); ++rank)
        ways.push_back(first_.as_urgent_as(rank) && !second_.as_urgent_as(rank));
      break;
    case loss::flag:
      for (std::size_t flag = 0; flag < before_.flags.size(); ++flag)
        ways.push_back(first_.flag_set(flag) && !second_.flag_set(flag));
      break;
    case loss::exclusion:
      for (std::size_t each = 0; each < before_.exclusions.size(); ++each)
        ways.push_back(first_.exclusion_holds(each) && !second_.exclusion_holds(each));
      break;
    case loss::pathway:
      for (std::size_t each = 0; each < before_.pathways.size(); ++each)
        ways.push_back(first_.pathway_is(each) && !second_.pathway_is(each));
      break;
    }
    return solving_.any_of(ways);
  }

  bool shown(loss what, const assessment& before, const assessment& after) const {
    switch (what) {
    case loss::grade:
      return urgency_.rank(before.proposed_grade) < urgency_.rank(after.proposed_grade);
    case loss::flag:
      return lost(before.flags, after.flags);
    case loss::exclusion:
      return lost(before.exclusions, after.exclusions);
    case loss::pathway:
      break;
    }
    return before.pathway && before.pathway != after.pathway;
  }

  const policy_pack& before_;
  const policy_pack& after_;
  const urgency urgency_;
  solver solving_;
  shared_facts facts_;
  const encoding first_;
  const encoding second_;
};

} // namespace

std::string_view to_text(loss what) {
  switch (what) {
  case loss::grade:
    return "grade";
  case loss::flag:
    return "flag";
  case loss::exclusion:
    return "exclusion";
  case loss::pathway:
    break;
  }
  return "pathway";
}

std::optional<weakening>
find_weakening(const policy_pack& before, const policy_pack& after, std::chrono::milliseconds limit) {
  return weakening_finder(before, after, limit).run();
}

} // namespace frontdoor::triage::proof
