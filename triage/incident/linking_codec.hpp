#pragma once
// Bodies of the events of linking_events.hpp and the links of a snapshot, both ways, for the codecs only.

#include <nlohmann/json.hpp>

#include "triage/incident/incident.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/working_codec.hpp"

namespace frontdoor::triage {

nlohmann::json body_json(const incident_linked& e);
nlohmann::json body_json(const incident_absorbed& e);
nlohmann::json body_json(const link_undone& e);
nlohmann::json body_json(const incident_released& e);
nlohmann::json body_json(const major_incident_changed& e);

event read_incident_linked(event_head head, const record_reader& body, personal_source personal);
event read_incident_absorbed(event_head head, const record_reader& body, personal_source personal);
event read_link_undone(event_head head, const record_reader& body, personal_source personal);
event read_incident_released(event_head head, const record_reader& body, personal_source personal);
event read_major_incident_changed(event_head head, const record_reader& body, personal_source personal);

// Adds the members joined, absorbed and related where there is something to say.
void write_links(const incident& state, nlohmann::json& into);
void read_links(const record_reader& record, incident& state);

// All links as the contract writes them: [{"kind","role","incident","by","at"}].
nlohmann::json links_json(const incident& state);

} // namespace frontdoor::triage
