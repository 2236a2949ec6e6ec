#pragma once
// How the state follows the events of ladder_events.hpp, and what other events mean to the ladder; for apply only.

#include <optional>

#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

inline constexpr const char* ladder_timer = "ladder"; // there is one at most, for the soonest

void fold(incident& state, const unit_reported& e);
void fold(incident& state, const dispatch_voiced& e);
void fold(incident& state, const dispatch_returned& e);
void fold(incident& state, const incident_unresourced& e);
void fold(incident& state, const target_warning& e);
void fold(incident& state, const target_breached& e);
void fold(incident& state, const incident_escalated& e);
void fold(incident& state, const escalation_acknowledged& e);
void fold(incident& state, const escalation_ended& e);
void fold(incident& state, const ladder_planned& e);

// The ladder begins anew with every change of grade and every reopening, and ends with closing. `rank_before` is that
// of the grade before the event.
void follow_ladder(incident& state, const event& e, std::optional<std::uint32_t> rank_before);

// Nobody has it any more: the ladder begins anew then, on the incident's old clock (lessons.md R02).
void begin_ladder_anew(incident& state, timestamp at);

// Adds the ladder's timer.
void add_ladder_timer(const incident& state, std::vector<timer>& out);

} // namespace frontdoor::triage
