#pragma once
// Bodies of the events of referral_sending.hpp and their part of a snapshot, both ways, for the codecs only.

#include <optional>

#include <nlohmann/json.hpp>

#include "triage/incident/incident.hpp"
#include "triage/incident/record_reader.hpp"

namespace frontdoor::triage {

nlohmann::json body_json(const referral_queued& e);
nlohmann::json body_json(const referral_attempted& e);
nlohmann::json body_json(const referral_sent& e);
nlohmann::json body_json(const referral_failed& e);

nlohmann::json personal_json(const service_request::personal_part& personal);

event read_referral_queued(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_referral_attempted(
    event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal
);
event read_referral_sent(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);
event read_referral_failed(event_head head, const record_reader& body, const std::optional<nlohmann::json>& personal);

// The part of a hand-off in a snapshot: adds the member "sending" to what the contract writes of it, and reads it.
void write_referral_sending(const referral_sending& value, nlohmann::json& into);
referral_sending read_referral_sending(const record_reader& record);

} // namespace frontdoor::triage
