// Other organisations: hand-offs, referrals, transfers between forces; and putting an incident off.

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/incident_commands.hpp"
#include "server/api/incidents.hpp"
#include "server/api/json_body.hpp"
#include "server/api/visible_incident.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

using read_partner_command =
    std::expected<triage::command, triage::faults> (*)(const json& body, const triage::uuid& part);

const triage::handoff* handoff_in(const triage::decision& decision) {
  for (const auto& event : decision.events) {
    const triage::uuid* id = nullptr;
    if (const auto* asked = std::get_if<triage::handoff_requested>(&event)) id = &asked->handoff;
    if (const auto* answered = std::get_if<triage::handoff_answered>(&event)) id = &answered->handoff;
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

// `part` names the parameter of the path that is the hand-off's id; nullptr where the path has none.
asio::awaitable<http::response> serve(
    services& s, const char* schema, const char* part, read_partner_command read, command::answer_writer write,
    int status, http::request request, auth::principal who
) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  triage::uuid inner;
  if (part != nullptr) {
    const auto found = request.path_parameters.find(part);
    const auto parsed = found == request.path_parameters.end() ? std::nullopt : triage::uuid::parse(found->second);
    if (!parsed) co_return to_response(not_found(part), request.request_id);
    inner = *parsed;
  }
  auto body = read_body(request, s.schemas, schema);
  if (!body) co_return to_response(body.error(), request.request_id);
  auto command = read(*body, inner);
  if (!command) co_return to_response(invalid_body(std::move(command.error())), request.request_id);
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), *id, std::move(*command), std::move(write), status
  );
}

} // namespace

http::endpoints partner_endpoints(services& s) {
  using auth::access;
  using auth::permission;
  const auto call =
      [&s](const char* schema, const char* part, read_partner_command read, command::answer_writer write, int status) {
        return [&s, schema, part, read, write = std::move(write), status](http::request r, auth::principal p) {
          return serve(s, schema, part, read, write, status, std::move(r), std::move(p));
        };
      };
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/handoffs", access::needs(permission::task_work),
       call(
           "handoff.schema.json", nullptr,
           [](const json& body, const triage::uuid&) { return as_command(triage::handoff_from_json(body)); },
           write_handoff, 201
       ),
       "handoff.schema.json", true}
  );
  // A partner's own system answers with a key that may add facts.
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/handoffs/{handoff}/reply", access::needs(permission::facts_add),
       call(
           "handoff-reply.schema.json", "handoff",
           [](const json& body, const triage::uuid& part) {
             return as_command(triage::handoff_answer_from_json(body, part));
           },
           write_handoff, 200
       ),
       "handoff-reply.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/referrals", access::needs(permission::task_work),
       call(
           "referral.schema.json", nullptr,
           [](const json& body, const triage::uuid&) { return as_command(triage::referral_from_json(body)); },
           write_handoff, 201
       ),
       "referral.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/referrals/{referral}/receipt", access::needs(permission::facts_add),
       call(
           "receipt.schema.json", "referral",
           [](const json& body, const triage::uuid& part) { return as_command(triage::receipt_from_json(body, part)); },
           write_handoff, 200
       ),
       "receipt.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/transfer", access::needs(permission::task_work),
       call(
           "transfer.schema.json", nullptr,
           [](const json& body, const triage::uuid&) { return as_command(triage::transfer_from_json(body)); },
           write_handoff, 201
       ),
       "transfer.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/transfer/reply", access::needs(permission::facts_add),
       call(
           "handoff-reply.schema.json", nullptr,
           [](const json& body, const triage::uuid&) {
             return as_command(triage::handoff_answer_from_json(body, std::nullopt));
           },
           write_handoff, 200
       ),
       "handoff-reply.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/deferral", access::needs(permission::dispatch_acknowledge),
       call(
           "deferral.schema.json", nullptr,
           [](const json& body, const triage::uuid&) { return as_command(triage::deferral_from_json(body)); },
           write_card, 200
       ),
       "deferral.schema.json", true}
  );
  return rows;
}

} // namespace frontdoor::api
