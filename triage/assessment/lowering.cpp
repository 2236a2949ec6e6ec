#include <algorithm>
#include <bit>

#include "triage/assessment/grading.hpp"

namespace frontdoor::triage {
namespace {

constexpr std::size_t changes_together_max = 3;
// The most changes tried for one assessment; beyond, what was found is said not to be exact.
constexpr std::size_t tries_max = 160;

// Iterative deepening over sets of changes. Whatever lowers the grade must undo each rule that holds it, so at every
// step only the facts behind one of those rules are changed: the one that rests on the fewest.
class lowering_search {
 public:
  lowering_search(
      const policy_pack& pack, const fact_set& facts, const fact_list& open, const std::vector<cue_floor>& floors
  )
      : pack_(pack), facts_(facts), floors_(floors), urgency_(pack) {
    for (std::size_t fact = 0; fact < facts.size(); ++fact)
      may_change_[fact] = facts.known(fact);
    for (const auto fact : open)
      may_change_[fact] = true;
  }

  assessment_lowering run(const frame& now) {
    const auto grade = grade_with(pack_, now, floors_);
    held_ = urgency_.rank(grade);
    // Ungraded is decided by a person, and the last grade has nothing below it.
    if (!grade || *grade + 1 == pack_.grades.size()) return {};
    for (std::size_t size = 1; size <= changes_together_max && result_.exact; ++size) {
      if (search(now, size)) return std::move(result_);
    }
    return {{}, std::nullopt, result_.exact};
  }

 private:
  bool search(const frame& now, std::size_t left) {
    const auto candidates = facts_to_change(now);
    for (std::size_t i = 0; i < candidates.count; ++i) {
      if (change(now, candidates.facts[i], left)) return true;
    }
    return false;
  }

  bool change(const frame& now, std::size_t fact, std::size_t left) {
    const auto from = now.slots[fact];
    const bool is_set = pack_.facts[fact].type == fact_type::set;
    const auto& codes = pack_.plan.alternatives[fact];
    const bool reverse = pack_.facts[fact].worse == worse_direction::down;
    may_change_[fact] = false;
    bool found = false;
    for (std::size_t i = 0; i <= codes.size() && !found && result_.exact; ++i) {
      // The empty set is no alternative of its own, but the best value a set has.
      if (i == codes.size() && !is_set) break;
      const auto code = i == codes.size() ? 0 : codes[reverse ? codes.size() - 1 - i : i];
      const auto to = is_set && code != 0 ? (from == no_number ? code : from & ~code) : code;
      if (to != from) found = try_code(now, fact, to, left);
    }
    may_change_[fact] = true;
    return found;
  }

  bool try_code(const frame& now, std::size_t fact, std::int32_t to, std::size_t left) {
    if (++tries_ > tries_max) {
      result_.exact = false;
      return false;
    }
    frame next = now;
    next.slots[fact] = to;
    for (const auto table : pack_.plan.affected[fact])
      pack_.tables.evaluate_one(table, next.slots.data(), next.matched.data());
    const auto grade = grade_with(pack_, next, floors_);
    if (urgency_.rank(grade) > held_)
      result_.grade = grade;
    else if (left == 1 || !search(next, left - 1))
      return false;
    result_.changes.insert(
        result_.changes.begin(),
        {static_cast<std::uint16_t>(fact), facts_.status(fact), now.slots[fact], to, result_.grade}
    );
    return true;
  }

  // The facts behind the rule (or floor) that holds the grade and rests on the fewest facts; known ones first.
  fact_list facts_to_change(const frame& now) const {
    fact_list fewest;
    bool any = false;
    const auto consider = [&](const fact_list& facts) {
      if (any && facts.count >= fewest.count) return;
      fewest = facts;
      any = true;
    };
    for (const auto& floor : floors_) {
      if (!holds(floor, pack_, now) || urgency_.rank(floor.grade) > held_) continue;
      fact_list alone;
      if (may_change_[floor.fact]) alone.add(floor.fact);
      consider(alone);
    }
    const auto grade = urgency_.grade(held_);
    for (const auto& grading : pack_.grading) {
      for (auto rest = now.matched[grading.table] & grading.at_least[*grade]; rest != 0; rest &= rest - 1)
        consider(facts_behind(pack_.tables[grading.table].rules[static_cast<std::size_t>(std::countr_zero(rest))]));
    }
    return fewest;
  }

  fact_list facts_behind(const compiled_rule& rule) const {
    fact_list facts;
    std::array<bool, facts_max> taken{};
    for (const bool known : {true, false}) {
      for (const auto slot : rule.slots) {
        for (const auto fact : pack_.plan.facts_behind[slot]) {
          if (taken[fact] || !may_change_[fact] || facts_.known(fact) != known) continue;
          taken[fact] = true;
          facts.add(fact);
        }
      }
    }
    return facts;
  }

  const policy_pack& pack_;
  const fact_set& facts_;
  const std::vector<cue_floor>& floors_;
  const urgency urgency_;
  std::array<bool, facts_max> may_change_{};
  std::size_t held_ = 0;
  std::size_t tries_ = 0;
  assessment_lowering result_;
};

} // namespace

assessment_lowering find_lowering(
    const policy_pack& pack, const fact_set& facts, const fact_list& open, const std::vector<cue_floor>& floors,
    const frame& now
) {
  return lowering_search(pack, facts, open, floors).run(now);
}

} // namespace frontdoor::triage
