#include "server/api/early_resolution.hpp"

#include <nlohmann/json.hpp>

#include "server/api/incident_commands.hpp"
#include "server/api/json_body.hpp"
#include "server/api/visible_incident.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

json screening_of(const triage::incident& state) {
  json out = json::object();
  triage::add_screening_detail(state, out);
  return out.contains("screening") ? out.at("screening") : json::object();
}

// {"incident": card, "screening": what the incident holds of early resolution}.
std::string write_screened(const triage::decision& decision, std::string_view number) {
  const auto& state = *decision.incident;
  json out{{"incident", triage::card(state, number)}, {"screening", screening_of(state)}};
  return out.dump();
}

asio::awaitable<http::response> list_pathways(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  const auto policy = s.policy();
  const auto& state = seen->state();
  json items = json::array();
  for (const auto& one : triage::pathway_options(*policy, state))
    items.push_back(triage::to_json(one, *policy));
  json out{
      {"proposed", state.pathway ? json(*state.pathway) : json()},
      {"version", state.version},
      {"pathways", std::move(items)},
      {"problem_triggers", triage::triggers_of(*policy, state)}
  };
  co_return json_response(200, out);
}

// What the record itself says of the search that each contact's look-up made: one source that did not answer is enough
// (lessons.md R06).
asio::awaitable<std::expected<triage::history_search, http::problem>>
search_of(services& s, const triage::incident& state) {
  auto found = triage::history_search::not_searched;
  for (const auto& contact : state.contacts) {
    const auto events = co_await s.queries.stream_events(contact.id, std::nullopt, false);
    if (!events) co_return std::unexpected(unavailable());
    for (const auto& row : *events) {
      const auto decoded = command::decode(*row);
      const auto* received = decoded ? get_if<triage::contact_received>(&*decoded) : nullptr;
      if (received == nullptr || received->history.is_null()) continue;
      const auto sources = received->history.value().value("sources", json::array());
      for (const auto& source : sources) {
        if (source.value("status", "") == "unavailable") co_return triage::history_search::unavailable;
        found = triage::history_search::searched;
      }
    }
  }
  co_return found;
}

asio::awaitable<http::response> resolve(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "pathway.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto version = if_match(request);
  if (!version) co_return to_response(version.error(), request.request_id);
  auto command = triage::resolve_by_pathway_from_json(*body);
  if (!command) co_return to_response(invalid_body(std::move(command.error())), request.request_id);
  command->expected_version = *version;
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  const auto searched = co_await search_of(s, seen->state());
  if (!searched) co_return to_response(searched.error(), request.request_id);
  command->history = *searched;
  triage::command wanted = std::move(*command);
  command::answer_writer write = write_screened;
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), *id, std::move(wanted), std::move(write), 200
  );
}

} // namespace

http::endpoints early_resolution_endpoints(services& s) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/incidents/{id}/pathways",
       access::needs(permission::incident_read),
       [&s](http::request r, auth::principal p) { return list_pathways(s, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/pathway", access::needs(permission::incident_close),
       [&s](http::request r, auth::principal p) { return resolve(s, std::move(r), std::move(p)); },
       "pathway.schema.json", true}
  );
  rows.push_back(incident_endpoint(
      s,
      {"/v1/incidents/{id}/pathway/authority", permission::approval_decide, "pathway-authority.schema.json",
       [](const json& body, const triage::uuid&, auto) { return as_command(triage::agree_to_pathway_from_json(body)); },
       write_screened}
  ));
  rows.push_back(incident_endpoint(
      s,
      {"/v1/incidents/{id}/appointments/{appointment}/result", permission::task_work, "appointment-result.schema.json",
       [](const json& body, const triage::uuid& part, auto) {
         return as_command(triage::end_appointment_from_json(body, part));
       },
       write_screened, 200, "appointment"}
  ));
  return rows;
}

} // namespace frontdoor::api
