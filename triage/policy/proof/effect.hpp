#pragma once
// Whether two packs ever come to something else for the same contact, and one contact that shows it.

#include <chrono>
#include <optional>
#include <string_view>

#include "triage/policy/pack.hpp"

namespace frontdoor::triage::proof {

// What comes out otherwise.
enum class effect_on { grade, flags, exclusions, pathway, promotion };

std::string_view to_text(effect_on what);

struct effect {
  effect_on what = effect_on::grade;
  fact_set facts; // a contact that shows it, with only the facts that matter
};

struct effect_answer {
  bool decided = true;         // false: neither an effect nor its absence was shown in time
  std::optional<effect> found; // none, and decided: proved that no contact sees a difference
};

// What `after` makes of some contact that `before` does not: another grade proposed, another flag or exclusion, another
// pathway at the grade proposed, or a contact that becomes an incident under one of them only. THRIVE levels and
// questions are not compared. Both have the same vocabulary, grades and codes. `limit` is for each question.
effect_answer find_effect(const policy_pack& before, const policy_pack& after, std::chrono::milliseconds limit);

} // namespace frontdoor::triage::proof
