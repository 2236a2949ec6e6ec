// Links between incidents: a duplicate joined to its survivor, incidents that belong together, and the undoing of both.

#include <nlohmann/json.hpp>

#include "server/api/incident_commands.hpp"
#include "server/api/incidents.hpp"
#include "server/api/json_body.hpp"
#include "server/api/visible_incident.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

// The card, and that of the other incident as the same decision leaves it.
std::string write_link(const triage::decision& decision, std::string_view number, const std::string& other_number) {
  json out{{"incident", triage::card(*decision.incident, number)}, {"other", nullptr}};
  if (!decision.others.empty()) out["other"] = triage::card(decision.others.front(), other_number);
  return out.dump();
}

// Sends the command where both incidents are the caller's to see: who may not see one does not learn of it.
asio::awaitable<http::response> run_on_both(
    services& s, http::request request, auth::principal who, triage::uuid id, triage::uuid other,
    triage::command command
) {
  const auto seen = co_await find_visible(s, who, other);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  command::answer_writer write = [number = seen->stored.row.number](const triage::decision& decision, auto own) {
    return write_link(decision, own, number);
  };
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), id, std::move(command), std::move(write), 200
  );
}

asio::awaitable<http::response> link(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "link.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto version = if_match(request);
  if (!version) co_return to_response(version.error(), request.request_id);
  auto command = triage::link_incident_from_json(*body);
  if (!command) co_return to_response(invalid_body(std::move(command.error())), request.request_id);
  command->expected_version = *version;
  const auto other = command->other;
  triage::command made = std::move(*command);
  co_return co_await run_on_both(s, std::move(request), std::move(who), *id, other, std::move(made));
}

asio::awaitable<http::response> undo(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto other = part_id(request, "other", "incident");
  if (!other) co_return to_response(other.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "link-undo.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto version = if_match(request);
  if (!version) co_return to_response(version.error(), request.request_id);
  auto command = triage::unlink_incident_from_json(*body, *other);
  if (!command) co_return to_response(invalid_body(std::move(command.error())), request.request_id);
  command->expected_version = *version;
  triage::command made = std::move(*command);
  co_return co_await run_on_both(s, std::move(request), std::move(who), *id, *other, std::move(made));
}

} // namespace

http::endpoints incident_link_endpoints(services& s) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/links", access::needs(permission::incident_link),
       [&s](http::request r, auth::principal p) { return link(s, std::move(r), std::move(p)); }, "link.schema.json",
       true}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/links/{other}/undo", access::needs(permission::incident_link),
       [&s](http::request r, auth::principal p) { return undo(s, std::move(r), std::move(p)); },
       "link-undo.schema.json", true}
  );
  return rows;
}

} // namespace frontdoor::api
