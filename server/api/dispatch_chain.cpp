// From a dispatch to the scene, and the ladder that is climbed while nobody goes: units, acknowledgements by radio,
// what the duty posts are told.

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

// {"incident": card, "chain", "units", "escalations"}
std::string write_chain(const triage::decision& decision, std::string_view number) {
  json out = json::object();
  triage::add_ladder_detail(*decision.incident, out);
  out["incident"] = triage::card(*decision.incident, number);
  return out.dump();
}

// A call whose body is read into one command.
struct chain_call {
  http::method method;
  const char* path;
  const char* schema;
  std::expected<triage::command, triage::faults> (*read)(const json& body);
};

const chain_call chain_calls[] = {
    {http::method::post, "/v1/incidents/{id}/unresourced", "unresourced.schema.json",
     [](const json& body) { return as_command(triage::declare_unresourced_from_json(body)); }},
};

asio::awaitable<http::response>
carry_out(services& s, const chain_call* call, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  auto body = read_body(request, s.schemas, call->schema);
  if (!body) co_return to_response(body.error(), request.request_id);
  auto read = call->read(*body);
  if (!read) co_return to_response(invalid_body(std::move(read.error())), request.request_id);
  triage::command command = std::move(*read);
  command::answer_writer write = write_chain;
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), *id, std::move(command), std::move(write), 200
  );
}

// The dispatch that counts now, as a console acknowledges it; with an officer, by radio or phone.
asio::awaitable<http::response> acknowledge(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  auto body = read_body(request, s.schemas, "acknowledgement.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto dispatch = triage::uuid::parse(body->at("dispatch").get<std::string>());
  if (!dispatch) co_return to_response(not_found("dispatch"), request.request_id);
  auto officer = triage::officer_from_json(*body);
  if (!officer) co_return to_response(invalid_body(std::move(officer.error())), request.request_id);
  triage::command command = triage::acknowledge_dispatch{*dispatch, std::move(*officer)};
  command::answer_writer write = write_chain;
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), *id, std::move(command), std::move(write), 200
  );
}

asio::awaitable<http::response> acknowledge_escalation(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto found = request.path_parameters.find("escalation");
  const auto item = found == request.path_parameters.end() ? std::nullopt : triage::uuid::parse(found->second);
  if (!item) co_return to_response(not_found("escalation"), request.request_id);
  auto body = read_body(request, s.schemas, "escalation-acknowledge.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto read = triage::acknowledge_escalation_from_json(*body, *item);
  if (!read) co_return to_response(invalid_body(std::move(read.error())), request.request_id);
  triage::command command = std::move(*read);
  command::answer_writer write = write_chain;
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), *id, std::move(command), std::move(write), 200
  );
}

} // namespace

http::endpoints dispatch_chain_endpoints(services& s) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  for (const auto& call : chain_calls) {
    rows.push_back(
        {call.method, call.path, access::needs(permission::dispatch_acknowledge),
         [&s, &call](http::request r, auth::principal p) { return carry_out(s, &call, std::move(r), std::move(p)); },
         call.schema, true}
    );
  }
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/acknowledgement", access::needs(permission::dispatch_acknowledge),
       [&s](http::request r, auth::principal p) { return acknowledge(s, std::move(r), std::move(p)); },
       "acknowledgement.schema.json", true}
  );
  // Whoever is at a console may record what an officer on call says; who may answer for a post is the policy's.
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/escalations/{escalation}/acknowledge",
       access::needs(permission::approval_decide),
       [&s](http::request r, auth::principal p) { return acknowledge_escalation(s, std::move(r), std::move(p)); },
       "escalation-acknowledge.schema.json", true}
  );
  return rows;
}

} // namespace frontdoor::api
