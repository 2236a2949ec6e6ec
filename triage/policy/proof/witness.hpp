#pragma once
// Concrete contacts that show something, always judged by the engine itself, never by the formulas. Internal to
// triage/policy/proof.

#include <functional>
#include <optional>

#include "triage/assessment/assess.hpp"
#include "triage/assessment/grading.hpp"

namespace frontdoor::triage::proof {

// What the engine makes of a contact: its assessment, and the rules that matched in every table.
struct engine_view {
  assessment result;
  frame now;
};

// `grade` stands for the one a person chose; without it the grade proposed.
engine_view view(const policy_pack& pack, const fact_set& facts);
frame view_at_grade(const policy_pack& pack, const fact_set& facts, std::optional<std::size_t> grade);

// Whether a contact still shows what it is to show.
using shows = std::function<bool(const fact_set&)>;

// Only the facts that matter: takes away each fact, and each member of a set, without which `still` holds. `facts` must
// show it.
fact_set minimal(const vocabulary& words, fact_set facts, const shows& still);

// minimal(), or nothing when the engine does not confirm `facts`.
std::optional<fact_set> confirmed(const vocabulary& words, const fact_set& facts, const shows& still);

} // namespace frontdoor::triage::proof
