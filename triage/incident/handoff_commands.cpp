#include "triage/incident/handoff_commands.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/incident/needed_text.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

void add(faults& found, const char* name, const char* code, const char* detail) {
  found.push_back({std::string("/") + name, code, detail, {}, {}});
}

std::optional<std::string> some_text(const json& body, const char* name, faults& found) {
  if (member_of(body, name) == nullptr) return std::nullopt;
  return needed_text(body, name, found);
}

std::optional<bool> some_flag(const json& body, const char* name, faults& found) {
  const json* member = member_of(body, name);
  if (member == nullptr) return std::nullopt;
  if (member->is_boolean()) return member->get<bool>();
  add(found, name, "wrong_type", "True or false is expected here.");
  return std::nullopt;
}

std::optional<timestamp> some_time(const json& body, const char* name, faults& found) {
  if (member_of(body, name) == nullptr) return std::nullopt;
  const auto at = time_of(body, name);
  if (!at) add(found, name, "wrong_format", "This is not a time.");
  return at;
}

} // namespace

std::expected<request_handoff, faults> handoff_from_json(const json& body) {
  faults found;
  request_handoff out;
  out.partner = needed_text(body, "agency", found);
  out.request = needed_text(body, "request", found);
  out.reference = some_text(body, "reference", found);
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<request_handoff, faults> referral_from_json(const json& body) {
  faults found;
  request_handoff out;
  out.kind = partner_kind::service;
  out.partner = needed_text(body, "service", found);
  out.request = needed_text(body, "reason", found);
  if (const auto* told = member_of(body, "open311")) out.electronic = service_request_from_json(*told, found);
  out.by_hand = some_flag(body, "by_hand", found).value_or(false);
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<request_handoff, faults> transfer_from_json(const json& body) {
  faults found;
  request_handoff out;
  out.kind = partner_kind::force;
  out.partner = needed_text(body, "force", found);
  out.request = some_text(body, "request", found).value_or("");
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<answer_handoff, faults> handoff_answer_from_json(const json& body, const std::optional<uuid>& handoff) {
  faults found;
  answer_handoff out;
  out.handoff = handoff;
  const auto answer = parse_handoff_state(text_of(body, "answer").value_or(""));
  if (!answer || *answer == handoff_state::requested) add(found, "answer", "unknown_code", "This is no answer.");
  out.answer = answer.value_or(handoff_state::declined);
  out.reference = some_text(body, "reference", found);
  out.eta = some_time(body, "eta", found);
  out.note = some_text(body, "note", found);
  out.police_attending = some_flag(body, "police_attending", found);
  out.partner_attending = some_flag(body, "partner_attending", found);
  out.disputed = some_flag(body, "disputed", found).value_or(false);
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<answer_handoff, faults> receipt_from_json(const json& body, const uuid& referral) {
  faults found;
  answer_handoff out;
  out.handoff = referral;
  const auto accepted = some_flag(body, "accepted", found);
  if (!accepted && found.empty()) add(found, "accepted", "missing", "True or false is expected here.");
  out.answer = accepted.value_or(false) ? handoff_state::accepted : handoff_state::declined;
  out.reference = some_text(body, "reference", found);
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<defer_incident, faults> deferral_from_json(const json& body) {
  faults found;
  defer_incident out;
  out.reason_code = needed_text(body, "reason_code", found);
  const auto at = some_time(body, "review_at", found);
  if (!at && member_of(body, "review_at") == nullptr) add(found, "review_at", "missing", "A time is expected here.");
  out.review_at = at.value_or(timestamp{});
  return unless_faulty(std::move(out), std::move(found));
}

} // namespace frontdoor::triage
