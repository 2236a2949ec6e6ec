// The working life of an incident: facts, calls, closing.

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/incident_commands.hpp"
#include "server/api/incidents.hpp"

namespace frontdoor::api {

using nlohmann::json;

namespace {

std::string write_facts(const triage::decision& decision, std::string_view number) {
  const auto& state = *decision.incident;
  json out{
      {"incident", triage::card(state, number)},
      {"assessment", state.assessment.value()},
      {"contradictions", triage::contradictions(state)}
  };
  return out.dump();
}

} // namespace

http::endpoints incident_life_endpoints(services& s) {
  using auth::permission;
  http::endpoints rows;
  const auto add = [&](incident_call call) { rows.push_back(incident_endpoint(s, std::move(call))); };
  add(
      {"/v1/incidents/{id}/facts", permission::facts_add, "facts.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::add_facts_from_json(body)); },
       write_facts}
  );
  add(
      {"/v1/incidents/{id}/facts/withdraw", permission::facts_add, "facts-withdraw.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::withdraw_facts_from_json(body)); },
       write_facts}
  );
  add(
      {"/v1/incidents/{id}/call-ended", permission::contact_create, "call-ended.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::end_call_from_json(body)); }}
  );
  add(
      {"/v1/incidents/{id}/response", permission::dispatch_acknowledge, "response.schema.json",
       [](const json& body, const triage::uuid&, auto) {
         return read_command(triage::change_response{body.at("response") == "reduced"});
       }}
  );
  add(
      {"/v1/incidents/{id}/closure", permission::incident_close, "closure.schema.json",
       [](const json& body, const triage::uuid&, std::optional<std::uint32_t> version) {
         auto read = triage::close_incident_from_json(body);
         if (read) read->expected_version = version;
         return as_command(std::move(read));
       }}
  );
  add(
      {"/v1/incidents/{id}/reopen", permission::incident_close, "reopen.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::reopen_incident_from_json(body)); }}
  );
  add(
      {"/v1/incidents/{id}/tasks", permission::task_work, "task.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::start_task_from_json(body)); }}
  );
  return rows;
}

} // namespace frontdoor::api
