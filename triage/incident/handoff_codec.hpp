#pragma once
// Bodies of the events of handoff_events.hpp and the part of a snapshot that they fill, both ways, for the codec only.

#include <optional>

#include <nlohmann/json.hpp>

#include "triage/incident/incident.hpp"
#include "triage/incident/record_reader.hpp"

namespace frontdoor::triage {

nlohmann::json body_json(const handoff_requested& e);
nlohmann::json body_json(const handoff_answered& e);
nlohmann::json body_json(const handoff_silent& e);
nlohmann::json body_json(const sender_grade_kept& e);
nlohmann::json body_json(const incident_deferred& e);

nlohmann::json personal_json(const handoff_words& personal);

event read_handoff_requested(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_handoff_answered(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_handoff_silent(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_sender_grade_kept(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_incident_deferred(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);

// Adds the member "partners" to the body of a snapshot, unless there is nothing to tell.
void write_partners(const incident& state, nlohmann::json& into);
void read_partners(const record_reader& record, incident& state);

} // namespace frontdoor::triage
