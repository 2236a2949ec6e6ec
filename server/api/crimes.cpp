#include "server/api/crimes.hpp"

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/json_body.hpp"
#include "server/api/visible_incident.hpp"
#include "triage/crime/decision_choices.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;
using triage::crime::record_command;

namespace {

// A crime as one caller may see it: whoever may see its incident.
struct visible_crime {
  command::stored_crime stored;
  auth::detail shown = auth::detail::none;
};

asio::awaitable<std::expected<visible_crime, http::problem>>
find_visible_crime(services& s, const auth::principal& who, triage::uuid id) {
  auto loaded = co_await command::load_crime(s.queries, id);
  if (!loaded) co_return std::unexpected(unavailable());
  if (!loaded->state) co_return std::unexpected(not_found("crime"));
  const auto incident = loaded->state->facts.incident;
  const auto seen = co_await find_visible(s, who, incident);
  if (!seen) co_return std::unexpected(seen.error().status == 404 ? not_found("crime") : seen.error());
  visible_crime found;
  found.stored = std::move(*loaded);
  found.shown = seen->shown;
  co_return found;
}

json visible_crime(const triage::crime::record& state, auth::detail shown) {
  auto out = triage::crime::card(state);
  const auto& words = state.facts.personal;
  if (shown != auth::detail::full || !words) return out;
  json personal{{"account", words->account}};
  if (words->victim_name) personal["victim_name"] = *words->victim_name;
  if (words->victim_wishes) personal["victim_wishes"] = *words->victim_wishes;
  out["personal"] = std::move(personal);
  return out;
}

asio::awaitable<http::response> run_crime_order(
    services& s, const http::request& request, const auth::principal& who, command::crime_order order, int status
) {
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  order.supervisor = who.may(auth::permission::crime_supervise);
  order.registrar = who.may(auth::permission::crime_registrar);
  auto outcome = co_await s.crimes.run(std::move(*from), std::move(order));
  if (!outcome) co_return to_response(to_problem(outcome.error()), request.request_id);
  co_return json_text_response(status, std::move(outcome->answer));
}

asio::awaitable<http::response> decide_first(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "crime-decision.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  command::crime_order order;
  order.incident = *id;
  if (body->contains("crime")) {
    order.crime = triage::uuid::parse((*body)["crime"].get<std::string>());
    const auto held = co_await command::load_crime(s.queries, order.crime.value_or(triage::uuid{}));
    if (!held) co_return to_response(unavailable(), request.request_id);
    if (!held->state || held->state->facts.incident != *id)
      co_return to_response(not_found("crime"), request.request_id);
  }
  order.command = triage::crime::decide_crime_from_json(*body);
  co_return co_await run_crime_order(s, request, who, std::move(order), 201);
}

using body_reader = record_command (*)(const json& body);

// All that is done to a crime that has a record.
asio::awaitable<http::response>
work_on_crime(services& s, http::request request, auth::principal who, std::string_view schema, body_reader read) {
  const auto id = path_id(request, "crime");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, schema);
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto seen = co_await find_visible_crime(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  command::crime_order order;
  order.crime = *id;
  order.command = read(*body);
  co_return co_await run_crime_order(s, request, who, std::move(order), 200);
}

asio::awaitable<http::response> get_crime(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "crime");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto found = co_await find_visible_crime(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  if (!co_await log_personal_read(s, who, request, "crime", *id, found->shown)) {
    co_return to_response(unavailable(), request.request_id);
  }
  const auto& state = *found->stored.state;
  co_return with_version(json_response(200, visible_crime(state, found->shown)), state.version);
}

asio::awaitable<http::response> list_codes(services& s, http::request request, auth::principal) {
  const auto rules = s.crimes.rules();
  if (!rules) co_return to_response(unavailable(), request.request_id);
  auto out = triage::crime::to_json(rules->table);
  out.update(triage::crime::decision_choices(*rules));
  co_return json_response(200, out);
}

record_command read_reclassify(const json& body) {
  return triage::crime::reclassify_crime_from_json(body);
}
record_command read_cancel(const json& body) {
  return triage::crime::cancel_crime_from_json(body);
}
record_command read_transfer(const json& body) {
  return triage::crime::transfer_crime{body.at("force").get<std::string>(), body.at("reference").get<std::string>()};
}
record_command read_officer(const json& body) {
  return triage::crime::set_officer{body.at("officer").get<std::string>()};
}
record_command read_told(const json& body) {
  const auto how = triage::crime::parse_telling(body.at("how").get<std::string>());
  return triage::crime::tell_victim{how.value_or(triage::crime::telling::told)};
}

struct work_row {
  http::method method;
  const char* path;
  const char* schema;
  body_reader read;
};
constexpr work_row work_rows[] = {
    {http::method::post, "/v1/crimes/{id}/reclassify", "crime-reclassify.schema.json", read_reclassify},
    {http::method::post, "/v1/crimes/{id}/cancel", "crime-cancel.schema.json", read_cancel},
    {http::method::post, "/v1/crimes/{id}/transfer", "crime-transfer.schema.json", read_transfer},
    {http::method::post, "/v1/crimes/{id}/officer", "crime-officer.schema.json", read_officer},
    {http::method::post, "/v1/crimes/{id}/told", "crime-told.schema.json", read_told},
};

} // namespace

http::endpoints crime_endpoints(services& s) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/crimes", access::needs(permission::crime_record),
       [&s](http::request r, auth::principal p) { return decide_first(s, std::move(r), std::move(p)); },
       "crime-decision.schema.json", true}
  );
  for (const auto& row : work_rows) {
    rows.push_back(
        {row.method, row.path, access::needs(permission::crime_record),
         [&s, row](http::request r, auth::principal p) {
           return work_on_crime(s, std::move(r), std::move(p), row.schema, row.read);
         },
         row.schema, true}
    );
  }
  rows.push_back(
      {http::method::get,
       "/v1/crimes/{id}",
       access::needs(permission::incident_read),
       [&s](http::request r, auth::principal p) { return get_crime(s, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/crime-codes",
       access::needs(permission::incident_read),
       [&s](http::request r, auth::principal p) { return list_codes(s, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
