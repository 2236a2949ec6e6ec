#pragma once
// How the state follows the events of everyday work, for apply only. The version counts the event already.

#include <vector>

#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

void fold(incident& state, const incident_coded& e);
void fold(incident& state, const job_planned& e);
void fold(incident& state, const job_activated& e);
void fold(incident& state, const need_recorded& e);
void fold(incident& state, const need_withdrawn& e);
void fold(incident& state, const message_requested& e);
void fold(incident& state, const message_attempted& e);
void fold(incident& state, const message_sent& e);
void fold(incident& state, const message_failed& e);
void fold(incident& state, const test_line_recognised& e);

void add_day_one_timers(const incident& state, std::vector<timer>& out);

} // namespace frontdoor::triage
