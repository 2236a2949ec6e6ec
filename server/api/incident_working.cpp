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

// The card; for a lower grade that waits for approval, {"approval": ..., "incident": card}.
std::string write_grade(const triage::decision& decision, std::string_view number) {
  return waits_for_approval(decision) ? write_approval(decision, number)
                                      : triage::card(*decision.incident, number).dump();
}

asio::awaitable<http::response> set_grade(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  auto body = read_body(request, s.schemas, "grade.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto choice = triage::grade_choice_from_json(*body, "");
  if (!choice) co_return to_response(invalid_body(std::move(choice.error())), request.request_id);
  auto lowering = triage::lowering_case_from_json(*body);
  if (!lowering) co_return to_response(invalid_body(std::move(lowering.error())), request.request_id);
  const auto version = if_match(request);
  if (!version) co_return to_response(version.error(), request.request_id);
  triage::command command = triage::set_grade{std::move(*choice), *version, std::move(*lowering)};
  command::answer_writer write = write_grade;
  // A grade that waits for approval is accepted, not yet in force.
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), *id, std::move(command), std::move(write), 200, 202
  );
}

asio::awaitable<http::response> add_note(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  auto body = read_body(request, s.schemas, "note.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  command::answer_writer write = [](const triage::decision& decision, std::string_view number) {
    json out{{"incident", triage::card(*decision.incident, number)}};
    for (const auto& event : decision.events) {
      if (const auto* note = get_if<triage::note_added>(&event)) {
        out["note"] = {
            {"id", note->note.to_string()}, {"at", triage::to_rfc3339(note->head.occurred_at)}, {"by", note->head.actor}
        };
      }
    }
    return out.dump();
  };
  triage::command command = triage::add_note{(*body)["text"].get<std::string>()};
  const auto outcome = co_await s.commands.run(std::move(*from), *id, std::move(command), std::move(write));
  if (!outcome) co_return to_response(to_problem(outcome.error()), request.request_id);
  co_return json_text_response(201, outcome->answer);
}

} // namespace

http::endpoints incident_working_endpoints(services& s) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/grade", access::needs(permission::grade_confirm),
       [&s](http::request r, auth::principal p) { return set_grade(s, std::move(r), std::move(p)); },
       "grade.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/notes", access::needs(permission::note_add),
       [&s](http::request r, auth::principal p) { return add_note(s, std::move(r), std::move(p)); }, "note.schema.json",
       true}
  );
  return rows;
}

} // namespace frontdoor::api
