#pragma once
// How the state follows the events of linking_events.hpp, for apply only. The version counts the event already.

#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

void fold(incident& state, const incident_linked& e);
void fold(incident& state, const incident_absorbed& e);
void fold(incident& state, const link_undone& e);
void fold(incident& state, const incident_released& e);
void fold(incident& state, const major_incident_changed& e);

} // namespace frontdoor::triage
