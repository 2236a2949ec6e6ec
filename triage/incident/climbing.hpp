#pragma once
// What the deciding sources of this folder share about units and the ladder.

#include <string>

#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

// The timer of the ladder: everything of it that has fallen due, in order, and when it looks next.
void fire_ladder(recording& record);

// What any decision means to the ladder: something new begins it anew, and what is no longer so ends what was told.
decision with_ladder(decision made, const context& context);

// Whether the actor may record what that officer said.
refused check_recorded(const context& context, const named_officer& officer);

// The dispatch that is out, acknowledged by the actor where nobody has.
void record_taken(recording& record);
// The spoken word beside it has been given.
void record_voice(recording& record, const named_officer& officer);

outcome_of_decision decide_unit(const incident& state, const report_unit& command, const context& context);
outcome_of_decision
decide_unresourced(const incident& state, const declare_unresourced& command, const context& context);
outcome_of_decision
decide_escalation(const incident& state, const acknowledge_escalation& command, const context& context);
outcome_of_decision decide_leaving(const incident& state, const leave_desk& command, const context& context);
outcome_of_decision decide_shift_change(const incident& state, const change_shift& command, const context& context);

} // namespace frontdoor::triage
