// Other organisations: hand-offs, referrals, transfers between forces; and putting an incident off.

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/incident_commands.hpp"
#include "server/api/incidents.hpp"

namespace frontdoor::api {

using nlohmann::json;

namespace {

const triage::handoff* handoff_in(const triage::decision& decision) {
  for (const auto& event : decision.events) {
    const triage::uuid* id = nullptr;
    if (const auto* asked = get_if<triage::handoff_requested>(&event)) id = &asked->handoff;
    if (const auto* answered = get_if<triage::handoff_answered>(&event)) id = &answered->handoff;
    if (id != nullptr) return triage::find_handoff(*decision.incident, *id);
  }
  return nullptr;
}

// {"incident": card, "handoff": ..., "attendance": ...}: says in so many words who attends (lessons.md R11).
std::string write_handoff(const triage::decision& decision, std::string_view number) {
  const auto& state = *decision.incident;
  json out = json::object();
  triage::add_partner_detail(state, out);
  for (const char* name : {"handoffs", "sender_grade", "deferrals"})
    out.erase(name);
  out["incident"] = triage::card(state, number);
  if (const auto* one = handoff_in(decision)) out["handoff"] = triage::to_json(*one);
  return out.dump();
}

} // namespace

http::endpoints partner_endpoints(services& s) {
  using auth::permission;
  http::endpoints rows;
  const auto add = [&](incident_call call) { rows.push_back(incident_endpoint(s, std::move(call))); };
  add(
      {"/v1/incidents/{id}/handoffs", permission::task_work, "handoff.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::handoff_from_json(body)); },
       write_handoff, 201}
  );
  // A partner's own system answers with a key that may add facts.
  add(
      {"/v1/incidents/{id}/handoffs/{handoff}/reply", permission::facts_add, "handoff-reply.schema.json",
       [](const json& body, const triage::uuid& part, auto) {
         return as_command(triage::handoff_answer_from_json(body, part));
       },
       write_handoff, 200, "handoff"}
  );
  add(
      {"/v1/incidents/{id}/referrals", permission::task_work, "referral.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::referral_from_json(body)); },
       write_handoff, 201}
  );
  add(
      {"/v1/incidents/{id}/referrals/{referral}/receipt", permission::facts_add, "receipt.schema.json",
       [](const json& body, const triage::uuid& part, auto) {
         return as_command(triage::receipt_from_json(body, part));
       },
       write_handoff, 200, "referral"}
  );
  add(
      {"/v1/incidents/{id}/transfer", permission::task_work, "transfer.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::transfer_from_json(body)); },
       write_handoff, 201}
  );
  add(
      {"/v1/incidents/{id}/transfer/reply", permission::facts_add, "handoff-reply.schema.json",
       [](const json& body, const triage::uuid&, auto) {
         return as_command(triage::handoff_answer_from_json(body, std::nullopt));
       },
       write_handoff}
  );
  add(
      {"/v1/incidents/{id}/deferral", permission::dispatch_acknowledge, "deferral.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::deferral_from_json(body)); }}
  );
  return rows;
}

} // namespace frontdoor::api
