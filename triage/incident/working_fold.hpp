#pragma once
// How the state follows the events of working_events.hpp, for apply only. The version counts the event already.

#include <string_view>

#include "triage/incident/incident.hpp"
#include "triage/policy/working_rules.hpp"

namespace frontdoor::triage {

// The outcome of a condition's task that brings the grade before back.
inline constexpr std::string_view condition_failed = "failed";

// The outcome of pathway_promise by which what was promised was not done.
inline constexpr std::string_view promise_broken = "not_kept";

// The outcome of tell_caller by which the caller has heard what holds now.
inline constexpr std::string_view caller_told = "told";

void fold(incident& state, const facts_added& e);
void fold(incident& state, const facts_withdrawn& e);
void fold(incident& state, const fact_set_aside& e);
void fold(incident& state, const call_ended& e);
void fold(incident& state, const lowering_requested& e);
void fold(incident& state, const approval_decided& e);
void fold(incident& state, const approval_lapsed& e);
void fold(incident& state, const grade_lowered& e);
void fold(incident& state, const grade_restored& e);
void fold(incident& state, const response_changed& e);
void fold(incident& state, const dispatch_stood_down& e);
void fold(incident& state, const task_opened& e);
void fold(incident& state, const task_attempted& e);
void fold(incident& state, const task_completed& e);
void fold(incident& state, const task_overdue& e);
void fold(incident& state, const task_lapsed& e);
void fold(incident& state, const incident_closed& e);
void fold(incident& state, const incident_reopened& e);

// Adds what one source said, and remembers what held before it.
void add_facts(
    incident& state, const document& facts, const uuid& source, const event_head& head, triage::confidence confidence
);

// The caller was told this.
void promise(incident& state, const std::string& text, timestamp at, bool after_change);

} // namespace frontdoor::triage
