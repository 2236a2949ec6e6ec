#pragma once
// Bodies of the events of screening_events.hpp and the part of a snapshot that they fill, both ways, for the codec
// only.

#include <optional>

#include <nlohmann/json.hpp>

#include "triage/incident/incident.hpp"
#include "triage/incident/record_reader.hpp"

namespace frontdoor::triage {

nlohmann::json body_json(const pathway_agreed& e);
nlohmann::json body_json(const pathway_resolved& e);
nlohmann::json body_json(const pathway_returned& e);
nlohmann::json body_json(const appointment_booked& e);
nlohmann::json body_json(const appointment_moved& e);
nlohmann::json body_json(const appointment_cancelled& e);
nlohmann::json body_json(const appointment_reminder_due& e);
nlohmann::json body_json(const appointment_ended& e);
nlohmann::json body_json(const problem_linked& e);
nlohmann::json body_json(const contact_demand_tagged& e);

nlohmann::json personal_json(const pathway_agreed::personal_part& personal);
nlohmann::json personal_json(const pathway_resolved::personal_part& personal);

using sealed_source = const std::optional<nlohmann::json>&;

event read_pathway_agreed(event_head head, const record_reader& body, sealed_source personal);
event read_pathway_resolved(event_head head, const record_reader& body, sealed_source personal);
event read_pathway_returned(event_head head, const record_reader& body, sealed_source personal);
event read_appointment_booked(event_head head, const record_reader& body, sealed_source personal);
event read_appointment_moved(event_head head, const record_reader& body, sealed_source personal);
event read_appointment_cancelled(event_head head, const record_reader& body, sealed_source personal);
event read_appointment_reminder_due(event_head head, const record_reader& body, sealed_source personal);
event read_appointment_ended(event_head head, const record_reader& body, sealed_source personal);
event read_problem_linked(event_head head, const record_reader& body, sealed_source personal);
event read_contact_demand_tagged(event_head head, const record_reader& body, sealed_source personal);

// Adds the member "screening" to the body of a snapshot, unless there is nothing to tell.
void write_screening(const incident& state, nlohmann::json& into);
void read_screening(const record_reader& record, incident& state);

} // namespace frontdoor::triage
