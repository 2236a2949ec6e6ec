#pragma once
// What can be asked of other organisations, and how the bodies of the calls are read. They have passed their schemas.

#include <expected>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/handoff_events.hpp"
#include "triage/incident/referral_sending.hpp"

namespace frontdoor::triage {

// Asks an agency for its part, a force to take the incident, or a service to take a referral.
struct request_handoff {
  partner_kind kind = partner_kind::agency;
  std::string partner;
  std::string request;
  std::optional<std::string> reference;
  std::optional<service_request> electronic = {}; // a referral: what the service's own system is told
  bool by_hand = false;                           // a referral: the service is told another way

  friend bool operator==(const request_handoff&, const request_handoff&) = default;
};

// What it said. `handoff` none: the transfer that is not ended.
struct answer_handoff {
  std::optional<uuid> handoff;
  handoff_state answer = handoff_state::accepted;
  std::optional<std::string> reference;
  std::optional<timestamp> eta;
  std::optional<std::string> note;
  std::optional<bool> police_attending; // false: police step back
  std::optional<bool> partner_attending;
  bool disputed = false;

  friend bool operator==(const answer_handoff&, const answer_handoff&) = default;
};

struct defer_incident {
  std::string reason_code;
  timestamp review_at;

  friend bool operator==(const defer_incident&, const defer_incident&) = default;
};

// {agency, request, reference?}
std::expected<request_handoff, faults> handoff_from_json(const nlohmann::json& body);
// {service, reason, open311?, by_hand?}
std::expected<request_handoff, faults> referral_from_json(const nlohmann::json& body);
// {force, request?}
std::expected<request_handoff, faults> transfer_from_json(const nlohmann::json& body);
// {answer, reference?, eta?, note?, police_attending?, partner_attending?, disputed?}
std::expected<answer_handoff, faults>
handoff_answer_from_json(const nlohmann::json& body, const std::optional<uuid>& handoff);
// {accepted, reference?}
std::expected<answer_handoff, faults> receipt_from_json(const nlohmann::json& body, const uuid& referral);
// {reason_code, review_at}
std::expected<defer_incident, faults> deferral_from_json(const nlohmann::json& body);

} // namespace frontdoor::triage
