#include "triage/policy/proof/effect.hpp"

#include <array>
#include <set>

#include "triage/policy/proof/encoding.hpp"
#include "triage/policy/proof/shared_facts.hpp"
#include "triage/policy/proof/witness.hpp"

namespace frontdoor::triage::proof {
namespace {

constexpr std::array everything{
    effect_on::grade, effect_on::flags, effect_on::exclusions, effect_on::pathway, effect_on::promotion
};

// What the engine makes of a contact, without what assess() adds for people.
struct outcome {
  outcome(const policy_pack& of, const fact_set& facts)
      : pack(of), proposed(grade(of, facts)), now(view_at_grade(of, facts, proposed)),
        pathway(pathway_at(of, facts, proposed)) {}

  const policy_pack& pack;
  std::optional<std::size_t> proposed;
  frame now;
  std::optional<std::size_t> pathway;
};

std::set<std::size_t> listed(const std::vector<listing_table>& tables, const frame& now) {
  std::set<std::size_t> codes;
  for (const auto& listing : tables) {
    for (std::size_t rule = 0; rule < listing.code_of_rule.size(); ++rule) {
      if ((now.matched[listing.table] >> rule & 1U) != 0) codes.insert(listing.code_of_rule[rule]);
    }
  }
  return codes;
}

// As indexes that both packs share.
std::set<std::size_t> seen(effect_on what, const outcome& of) {
  const auto& pack = of.pack;
  switch (what) {
  case effect_on::grade:
    return {of.proposed.value_or(pack.grades.size())};
  case effect_on::flags:
    return listed(pack.flag_tables, of.now);
  case effect_on::exclusions:
    return listed(pack.exclusion_tables, of.now);
  case effect_on::pathway:
    return {of.pathway.value_or(pack.pathways.size())};
  case effect_on::promotion:
    break;
  }
  const bool by_grade = of.proposed && pack.grades[*of.proposed].promotes_contact;
  return {by_grade || (pack.promotion && of.now.matched[*pack.promotion] != 0) ? 1U : 0U};
}

class effect_finder {
 public:
  effect_finder(const policy_pack& before, const policy_pack& after, std::chrono::milliseconds limit)
      : before_(before), after_(after), solving_(limit), facts_(solving_, before, after),
        first_(solving_, before, facts_.first().all(), extent::whole),
        second_(solving_, after, facts_.second(), extent::whole) {}

  effect_answer run() {
    effect_answer result;
    for (const auto what : everything) {
      const auto given = solving_.ask(formula_of(what));
      if (given == answer::impossible) continue;
      if (given == answer::possible) {
        auto facts = confirmed(before_.facts, facts_.first().read(), [&](const fact_set& tried) {
          return seen(what, outcome(before_, tried)) != seen(what, outcome(after_, facts_.translated(tried)));
        });
        if (facts) return {true, effect{what, *facts}};
      }
      result.decided = false; // a case that the engine does not confirm shows nothing either
    }
    return result;
  }

 private:
  z3::expr formula_of(effect_on what) {
    std::vector<z3::expr> ways;
    switch (what) {
    case effect_on::grade:
      for (std::size_t grade = 0; grade <= before_.grades.size(); ++grade) {
        const auto which = grade < before_.grades.size() ? std::optional(grade) : std::nullopt;
        ways.push_back(first_.grade_is(which) != second_.grade_is(which));
      }
      break;
    case effect_on::flags:
      for (std::size_t flag = 0; flag < before_.flags.size(); ++flag)
        ways.push_back(first_.flag_set(flag) != second_.flag_set(flag));
      break;
    case effect_on::exclusions:
      for (std::size_t each = 0; each < before_.exclusions.size(); ++each)
        ways.push_back(first_.exclusion_holds(each) != second_.exclusion_holds(each));
      break;
    case effect_on::pathway:
      for (std::size_t each = 0; each < before_.pathways.size(); ++each)
        ways.push_back(first_.pathway_is(each) != second_.pathway_is(each));
      break;
    case effect_on::promotion:
      ways.push_back(promoted(first_, before_) != promoted(second_, after_));
      break;
    }
    return solving_.any_of(ways);
  }

  z3::expr promoted(const encoding& formulas, const policy_pack& pack) {
    std::vector<z3::expr> ways;
    for (std::size_t grade = 0; grade < pack.grades.size(); ++grade) {
      if (pack.grades[grade].promotes_contact) ways.push_back(formulas.grade_is(grade));
    }
    if (pack.promotion) ways.push_back(formulas.any_match(*pack.promotion));
    return solving_.any_of(ways);
  }

  const policy_pack& before_;
  const policy_pack& after_;
  solver solving_;
  shared_facts facts_;
  const encoding first_;
  const encoding second_;
};

} // namespace

std::string_view to_text(effect_on what) {
  switch (what) {
  case effect_on::grade:
    return "grade";
  case effect_on::flags:
    return "flags";
  case effect_on::exclusions:
    return "exclusions";
  case effect_on::pathway:
    return "pathway";
  case effect_on::promotion:
    break;
  }
  return "promotion";
}

effect_answer find_effect(const policy_pack& before, const policy_pack& after, std::chrono::milliseconds limit) {
  return effect_finder(before, after, limit).run();
}

} // namespace frontdoor::triage::proof
