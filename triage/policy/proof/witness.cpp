#include "triage/policy/proof/witness.hpp"

namespace frontdoor::triage::proof {

engine_view view(const policy_pack& pack, const fact_set& facts) {
  auto result = assess(pack, facts);
  auto now = view_at_grade(pack, facts, result.proposed_grade);
  return {std::move(result), now};
}

frame view_at_grade(const policy_pack& pack, const fact_set& facts, std::optional<std::size_t> grade) {
  frame now;
  fill(now, pack, facts);
  evaluate(pack, pack.plan.before_grade, now);
  now.slots[pack.grade_slot] = static_cast<std::int32_t>(grade.value_or(pack.grades.size())) + 1;
  evaluate(pack, pack.plan.after_grade, now);
  return now;
}

fact_set minimal(const vocabulary& words, fact_set facts, const shows& still) {
  const auto keep_if_shown = [&](const fact_set& tried) {
    if (!still(tried)) return false;
    facts = tried;
    return true;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t fact = 0; fact < facts.size(); ++fact) {
      if (!facts.known(fact)) continue;
      auto without = facts;
      without.clear(words, fact, fact_status::unknown);
      if (keep_if_shown(without)) {
        changed = true;
        continue;
      }
      if (words[fact].type != fact_type::set) continue;
      for (auto rest = static_cast<std::uint32_t>(facts.code(fact)); rest != 0; rest &= rest - 1) {
        auto fewer = facts;
        fewer.set(
            fact, static_cast<std::int32_t>(static_cast<std::uint32_t>(facts.code(fact)) & ~(rest & (~rest + 1)))
        );
        changed = keep_if_shown(fewer) || changed;
      }
    }
  }
  return facts;
}

std::optional<fact_set> confirmed(const vocabulary& words, const fact_set& facts, const shows& still) {
  if (!still(facts)) return std::nullopt;
  return minimal(words, facts, still);
}

} // namespace frontdoor::triage::proof
