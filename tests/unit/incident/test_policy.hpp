#pragma once
// A small policy pack for the tests of incidents: few facts, one rule for each thing that is tested.

#include "triage/policy/pack.hpp"

namespace frontdoor::triage::testing {

// Grades 1 to 5. Grade 1 is acknowledged within 15 s, grade 2 within 60 s; grade 5 sends nobody. Rules:
//   1: a weapon seen or used and the suspect present; an immediate threat to life
//   2: the suspect present, who is a partner or a stranger
//   3: domestic
//   4: a child among the vulnerable
//   5: life_threat none and in_progress false
// Domestic raises the flag DA and the exclusion X-DA; a child raises CHILD; a home entered raises the exclusion X-BURG
// and has no grade. life_threat is starred.
const policy_pack& test_policy();

} // namespace frontdoor::triage::testing
