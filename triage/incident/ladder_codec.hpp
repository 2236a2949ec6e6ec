#pragma once
// Bodies of the events of ladder_events.hpp and the part of a snapshot that they fill, both ways, for the codec only.

#include <optional>

#include <nlohmann/json.hpp>

#include "triage/incident/incident.hpp"
#include "triage/incident/record_reader.hpp"

namespace frontdoor::triage {

nlohmann::json body_json(const unit_reported& e);
nlohmann::json body_json(const units_taken_over& e);
nlohmann::json body_json(const units_parted& e);
nlohmann::json body_json(const units_returned& e);
nlohmann::json body_json(const dispatch_voiced& e);
nlohmann::json body_json(const dispatch_returned& e);
nlohmann::json body_json(const incident_unresourced& e);
nlohmann::json body_json(const target_warning& e);
nlohmann::json body_json(const target_breached& e);
nlohmann::json body_json(const incident_escalated& e);
nlohmann::json body_json(const escalation_acknowledged& e);
nlohmann::json body_json(const escalation_ended& e);
nlohmann::json body_json(const ladder_planned& e);

event read_unit_reported(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_units_taken_over(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_units_parted(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_units_returned(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_dispatch_voiced(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_dispatch_returned(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_incident_unresourced(
    event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal
);
event read_incident_escalated(
    event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal
);
event read_escalation_acknowledged(
    event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal
);
event read_escalation_ended(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_ladder_planned(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);

// A warning of a target, or its breach.
template <typename Event>
event read_target(event_head head, const record_reader& body, const std::optional<nlohmann::json>&) {
  return Event{std::move(head), body.time("due_at")};
}

// Adds the members "units" and "ladder" to the body of a snapshot, unless there is nothing to tell.
void write_ladder(const incident& state, nlohmann::json& into);
void read_ladder(const record_reader& record, incident& state);

} // namespace frontdoor::triage
