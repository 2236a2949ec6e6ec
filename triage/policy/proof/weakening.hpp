#pragma once
// Whether a pack does less than another for some contact.

#include <chrono>
#include <optional>

#include "triage/policy/pack.hpp"

namespace frontdoor::triage::proof {

enum class loss { grade, flag, exclusion, pathway };

std::string_view to_text(loss what);

struct weakening {
  loss what = loss::grade;
  fact_set facts; // a contact that shows it, with only the facts that matter
};

// What `after` loses beside `before`: a less urgent grade, a flag or exclusion that is no longer set, a pathway that is
// another, at the grade proposed. Nothing when it loses nothing; a pack for which that is not decided in time counts as
// one that loses nothing. Both have the same vocabulary, grades and codes.
std::optional<weakening>
find_weakening(const policy_pack& before, const policy_pack& after, std::chrono::milliseconds limit);

} // namespace frontdoor::triage::proof
