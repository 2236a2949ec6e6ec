#include "server/api/incident_day_one.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/api/incident_commands.hpp"
#include "server/api/json_body.hpp"
#include "server/api/visible_incident.hpp"
#include "triage/history/phone.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

std::string write_coding(const triage::decision& decision, std::string_view number) {
  const auto& state = *decision.incident;
  return json{{"incident", triage::card(state, number)}, {"nsir", triage::to_json(state.day_one.coding)}}.dump();
}

std::string write_message(const triage::decision& decision, std::string_view number) {
  const auto& state = *decision.incident;
  json out{{"incident", triage::card(state, number)}, {"message", nullptr}};
  for (const auto& event : decision.events) {
    const auto* asked = get_if<triage::message_requested>(&event);
    if (asked == nullptr) continue;
    if (const auto* message = triage::find_message(state, asked->message)) out["message"] = triage::to_json(*message);
  }
  return out.dump();
}

// The number that the contact came from, in a form that a text can go to.
asio::awaitable<db::query_result<std::optional<std::string>>> number_of(services& s, triage::uuid contact) {
  const auto events = co_await s.queries.stream_events(contact, std::nullopt, true);
  if (!events) co_return std::unexpected(events.error());
  for (const auto& row : *events) {
    if (row->stream_type != "contact") break;
    const auto decoded = command::decode(*row);
    if (!decoded) break;
    const auto* received = get_if<triage::contact_received>(&*decoded);
    if (received == nullptr || !received->personal || !received->personal->caller.phone) break;
    co_return triage::history::e164(*received->personal->caller.phone);
  }
  co_return std::nullopt;
}

asio::awaitable<http::response> send_message(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "message.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  triage::send_message command;
  command.contact = triage::uuid::parse(body->at("contact").get<std::string>()).value_or(triage::uuid{});
  command.text = body->at("text").get<std::string>();
  command.safe_to_text = body->value("safe_to_text", false);
  // Only of a contact of this incident: nobody's number is looked up through another's.
  const auto& contacts = seen->state().contacts;
  if (std::ranges::find(contacts, command.contact, &triage::contact_link::id) != contacts.end()) {
    auto number = co_await number_of(s, command.contact);
    if (!number) co_return to_response(unavailable(), request.request_id);
    command.to = std::move(*number);
  }
  triage::command whole = std::move(command);
  command::answer_writer write = write_message;
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), *id, std::move(whole), std::move(write), 202
  );
}

} // namespace

http::endpoints incident_day_one_endpoints(services& s) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  const auto add = [&](incident_call call) { rows.push_back(incident_endpoint(s, std::move(call))); };
  add(
      {"/v1/incidents/{id}/nsir", permission::incident_close, "nsir.schema.json",
       [](const json& body, const triage::uuid&, auto) {
         return read_command(triage::code_incident{triage::nsir_choice_from_json(body)});
       },
       write_coding}
  );
  add(
      {"/v1/incidents/{id}/needs", permission::facts_add, "need.schema.json",
       [](const json& body, const triage::uuid&, auto) {
         return read_command(triage::record_need{triage::need_from_json(body), body.value("withdrawn", false)});
       }}
  );
  add(
      {"/v1/incidents/{id}/activation", permission::task_work, "activation.schema.json",
       [](const json&, const triage::uuid&, auto) { return read_command(triage::activate_job{}); }}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/messages", access::needs(permission::task_work),
       [&s](http::request r, auth::principal p) { return send_message(s, std::move(r), std::move(p)); },
       "message.schema.json", true}
  );
  return rows;
}

} // namespace frontdoor::api
