#pragma once
// Bodies of the events of working_events.hpp, both ways, for the codec only.

#include <optional>

#include <nlohmann/json.hpp>

#include "triage/incident/events.hpp"
#include "triage/incident/record_reader.hpp"

namespace frontdoor::triage {

nlohmann::json body_json(const facts_added& e);
nlohmann::json body_json(const facts_withdrawn& e);
nlohmann::json body_json(const fact_set_aside& e);
nlohmann::json body_json(const call_ended& e);
nlohmann::json body_json(const lowering_requested& e);
nlohmann::json body_json(const approval_decided& e);
nlohmann::json body_json(const approval_lapsed& e);
nlohmann::json body_json(const grade_lowered& e);
nlohmann::json body_json(const grade_restored& e);
nlohmann::json body_json(const response_changed& e);
nlohmann::json body_json(const dispatch_stood_down& e);
nlohmann::json body_json(const task_opened& e);
nlohmann::json body_json(const task_attempted& e);
nlohmann::json body_json(const task_completed& e);
nlohmann::json body_json(const task_overdue& e);
nlohmann::json body_json(const task_lapsed& e);
nlohmann::json body_json(const incident_closed& e);
nlohmann::json body_json(const incident_reopened& e);

nlohmann::json personal_json(const sealed_words& personal);
nlohmann::json personal_json(const lowering_requested::personal_part& personal);
nlohmann::json personal_json(const approval_decided::personal_part& personal);

using personal_source = const std::optional<nlohmann::json>&;

event read_facts_added(event_head head, const record_reader& body, personal_source personal);
event read_facts_withdrawn(event_head head, const record_reader& body, personal_source personal);
event read_fact_set_aside(event_head head, const record_reader& body, personal_source personal);
event read_call_ended(event_head head, const record_reader& body, personal_source personal);
event read_lowering_requested(event_head head, const record_reader& body, personal_source personal);
event read_approval_decided(event_head head, const record_reader& body, personal_source personal);
event read_approval_lapsed(event_head head, const record_reader& body, personal_source personal);
event read_grade_lowered(event_head head, const record_reader& body, personal_source personal);
event read_grade_restored(event_head head, const record_reader& body, personal_source personal);
event read_response_changed(event_head head, const record_reader& body, personal_source personal);
event read_dispatch_stood_down(event_head head, const record_reader& body, personal_source personal);
event read_task_opened(event_head head, const record_reader& body, personal_source personal);
event read_task_attempted(event_head head, const record_reader& body, personal_source personal);
event read_task_completed(event_head head, const record_reader& body, personal_source personal);
event read_task_overdue(event_head head, const record_reader& body, personal_source personal);
event read_task_lapsed(event_head head, const record_reader& body, personal_source personal);
event read_incident_closed(event_head head, const record_reader& body, personal_source personal);
event read_incident_reopened(event_head head, const record_reader& body, personal_source personal);

} // namespace frontdoor::triage
