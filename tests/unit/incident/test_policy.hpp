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
// Working life: undo within 2 minutes; grade 1 needs one approval to 2-4 and two to 5, grade 2 one, 3 to 4 none; the
// post force_duty_officer is on call; outcomes dealt_with, no_reply (resolves no risk), not_police (the caller is told
// first), hoax (supervisors); tasks of tell_caller, confirm_hand_off and those the server opens.
const policy_pack& test_policy();

} // namespace frontdoor::triage::testing
