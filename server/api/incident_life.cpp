// The working life of an incident: facts, calls, closing.

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

using read_life_command = std::function<
    std::expected<triage::command, triage::faults>(const json& body, std::optional<std::uint32_t> version)>;

// One call on an incident: its body's schema, how the command is read, how the answer is written.
struct life_call {
  http::method method;
  std::string path;
  auth::permission permission;
  std::string schema;
  read_life_command read;
  command::answer_writer write;
};

asio::awaitable<http::response>
serve(services& s, std::shared_ptr<const life_call> call, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  auto body = read_body(request, s.schemas, call->schema);
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto version = if_match(request);
  if (!version) co_return to_response(version.error(), request.request_id);
  auto command = call->read(*body, *version);
  if (!command) co_return to_response(invalid_body(std::move(command.error())), request.request_id);
  auto write = call->write;
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), *id, std::move(*command), std::move(write), 200
  );
}

std::string write_facts(const triage::decision& decision, std::string_view number) {
  const auto& state = *decision.incident;
  json out{
      {"incident", triage::card(state, number)},
      {"assessment", state.assessment.value()},
      {"contradictions", triage::contradictions(state)}
  };
  return out.dump();
}

std::vector<life_call> calls() {
  std::vector<life_call> all;
  all.push_back(
      {http::method::post, "/v1/incidents/{id}/facts", auth::permission::facts_add, "facts.schema.json",
       [](const json& body, auto) { return as_command(triage::add_facts_from_json(body)); }, write_facts}
  );
  all.push_back(
      {http::method::post, "/v1/incidents/{id}/facts/withdraw", auth::permission::facts_add,
       "facts-withdraw.schema.json",
       [](const json& body, auto) { return as_command(triage::withdraw_facts_from_json(body)); }, write_facts}
  );
  all.push_back(
      {http::method::post, "/v1/incidents/{id}/call-ended", auth::permission::contact_create, "call-ended.schema.json",
       [](const json& body, auto) { return as_command(triage::end_call_from_json(body)); }, write_card}
  );
  all.push_back(
      {http::method::post, "/v1/incidents/{id}/response", auth::permission::dispatch_acknowledge,
       "response.schema.json",
       [](const json& body, auto) {
         return std::expected<triage::command, triage::faults>(triage::change_response{body.at("response") == "reduced"}
         );
       },
       write_card}
  );
  all.push_back(
      {http::method::post, "/v1/incidents/{id}/closure", auth::permission::incident_close, "closure.schema.json",
       [](const json& body, std::optional<std::uint32_t> version) {
         auto read = triage::close_incident_from_json(body);
         if (read) read->expected_version = version;
         return as_command(std::move(read));
       },
       write_card}
  );
  all.push_back(
      {http::method::post, "/v1/incidents/{id}/reopen", auth::permission::incident_close, "reopen.schema.json",
       [](const json& body, auto) { return as_command(triage::reopen_incident_from_json(body)); }, write_card}
  );
  all.push_back(
      {http::method::post, "/v1/incidents/{id}/tasks", auth::permission::task_work, "task.schema.json",
       [](const json& body, auto) { return as_command(triage::start_task_from_json(body)); }, write_card}
  );
  return all;
}

} // namespace

http::endpoints incident_life_endpoints(services& s) {
  http::endpoints rows;
  for (auto& one : calls()) {
    const auto call = std::make_shared<const life_call>(std::move(one));
    rows.push_back(
        {call->method, call->path, auth::access::needs(call->permission),
         [&s, call](http::request r, auth::principal p) { return serve(s, call, std::move(r), std::move(p)); },
         call->schema, true}
    );
  }
  return rows;
}

} // namespace frontdoor::api
