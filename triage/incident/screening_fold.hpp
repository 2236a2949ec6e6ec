#pragma once
// How the state follows the events of screening_events.hpp, for apply only. The version counts the event already.

#include <string_view>
#include <vector>

#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

// The key of the timer of an appointment, before its id.
inline constexpr std::string_view appointment_timer = "appointment:";

void fold(incident& state, const pathway_agreed& e);
void fold(incident& state, const pathway_resolved& e);
void fold(incident& state, const pathway_returned& e);
void fold(incident& state, const appointment_booked& e);
void fold(incident& state, const appointment_moved& e);
void fold(incident& state, const appointment_cancelled& e);
void fold(incident& state, const appointment_reminder_due& e);
void fold(incident& state, const appointment_ended& e);
void fold(incident& state, const problem_linked& e);

// Of a linked incident too: an appointment was promised to its own caller.
void add_appointment_timers(const incident& state, std::vector<timer>& out);

} // namespace frontdoor::triage
