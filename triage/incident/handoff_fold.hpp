#pragma once
// How the state follows the events of handoff_events.hpp, for apply only. The version counts the event already.

#include <string_view>
#include <vector>

#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

// The key of the timer of a hand-off that is watched, before its id.
inline constexpr std::string_view handoff_timer = "handoff:";

void fold(incident& state, const handoff_requested& e);
void fold(incident& state, const handoff_answered& e);
void fold(incident& state, const handoff_silent& e);
void fold(incident& state, const referral_queued& e);
void fold(incident& state, const referral_attempted& e);
void fold(incident& state, const referral_sent& e);
void fold(incident& state, const referral_failed& e);
void fold(incident& state, const sender_grade_kept& e);
void fold(incident& state, const incident_deferred& e);

void add_handoff_timers(const incident& state, std::vector<timer>& out);
// Those of referrals that are sent by themselves; they run whatever becomes of the incident.
void add_referral_timers(const incident& state, std::vector<timer>& out);

// The hand-off of that id, to change it; nullptr where there is none.
handoff* find_changing_handoff(incident& state, const uuid& id);

} // namespace frontdoor::triage
