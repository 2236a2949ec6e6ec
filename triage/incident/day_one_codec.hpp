#pragma once
// Bodies of the events of everyday work and the part of a snapshot that they fill, both ways, for the codecs only.

#include <nlohmann/json.hpp>

#include "triage/incident/incident.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/working_codec.hpp"

namespace frontdoor::triage {

nlohmann::json body_json(const incident_coded& e);
nlohmann::json body_json(const job_planned& e);
nlohmann::json body_json(const job_activated& e);
nlohmann::json body_json(const need_recorded& e);
nlohmann::json body_json(const need_withdrawn& e);
nlohmann::json body_json(const message_requested& e);
nlohmann::json body_json(const message_attempted& e);
nlohmann::json body_json(const message_sent& e);
nlohmann::json body_json(const message_failed& e);
nlohmann::json body_json(const test_line_recognised& e);

nlohmann::json personal_json(const message_requested::personal_part& personal);

event read_incident_coded(event_head head, const record_reader& body, personal_source personal);
event read_job_planned(event_head head, const record_reader& body, personal_source personal);
event read_job_activated(event_head head, const record_reader& body, personal_source personal);
event read_need_recorded(event_head head, const record_reader& body, personal_source personal);
event read_need_withdrawn(event_head head, const record_reader& body, personal_source personal);
event read_message_requested(event_head head, const record_reader& body, personal_source personal);
event read_message_attempted(event_head head, const record_reader& body, personal_source personal);
event read_message_sent(event_head head, const record_reader& body, personal_source personal);
event read_message_failed(event_head head, const record_reader& body, personal_source personal);
event read_test_line_recognised(event_head head, const record_reader& body, personal_source personal);

// Adds the member "day_one" to the body of a snapshot, unless there is nothing to tell.
void write_day_one(const incident& state, nlohmann::json& into);
void read_day_one_work(const record_reader& record, incident& state);

} // namespace frontdoor::triage
