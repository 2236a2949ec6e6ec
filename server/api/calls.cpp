#include "server/api/calls.hpp"

#include <functional>
#include <set>

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/history.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "server/history/answer.hpp"
#include "triage/incident/incident.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using command::call_runner;
using nlohmann::json;

namespace {

constexpr std::uint64_t calls_default = 100;
constexpr std::uint64_t calls_max = 500;

// Holds no personal data, since it is kept for repeats.
std::string write_call(
    const triage::call_record& after, const std::optional<triage::decision>& on_incident, std::string_view number
) {
  json out{{"call", triage::card(after)}, {"incident", nullptr}};
  // Of an incident that somebody else has opened telephony learns nothing.
  if (on_incident && on_incident->incident && after.incident == on_incident->incident->id)
    out["incident"] = triage::card(*on_incident->incident, number);
  return out.dump();
}

// What is known of the number, where the call may open its contact by itself (lessons.md R06, R10). A look-up that
// fails or is slow delays nothing beyond its time limit.
asio::awaitable<triage::document> known_of(services& s, const auth::principal& who, const triage::call_news& news) {
  const bool opens = news.state == triage::call_state::abandoned || news.state == triage::call_state::ended ||
                     news.state == triage::call_state::silent_solution;
  if (!opens || !news.personal.phone) co_return triage::document();
  triage::contact contact;
  contact.caller.phone = news.personal.phone;
  const auto known = co_await known_before(s, who, contact);
  if (known.empty()) co_return triage::document();
  co_return triage::document(history::record_of(known, s.clock.now()));
}

asio::awaitable<http::response> tell(services& s, call_runner& calls, http::request request, auth::principal who) {
  const auto body = read_body(request, s.schemas, "call.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  auto news = triage::call_news_from_json(*body, s.clock.now());
  const auto id = command::call_stream(news.personal.line);
  news.history = co_await known_of(s, who, news);
  call_runner::decider decide = [news = std::move(news), id](
                                    const std::optional<triage::call_record>& state,
                                    const std::optional<triage::incident>& on, const triage::context& context
                                ) { return triage::decide_call(state, id, news, on, context); };
  call_runner::answer write = write_call;
  auto outcome = co_await calls.run(std::move(*from), id, false, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

// Whether the call is of a district that the caller may see; one without is everybody's.
bool sees(const auth::principal& who, const triage::call_record& call) {
  return !call.district || who.covers(call.district);
}

json shown(const triage::call_record& call, const auth::principal& who) {
  auto out = triage::card(call);
  if (auth::detail_for(who) == auth::detail::full) out["personal"] = triage::card_personal(call);
  return out;
}

asio::awaitable<http::response> get_call(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "call");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto found = co_await command::load_stream<command::call_streams>(s.queries, *id);
  if (!found) co_return to_response(unavailable(), request.request_id);
  if (!found->state || !sees(who, *found->state)) co_return to_response(not_found("call"), request.request_id);
  if (!co_await log_personal_read(s, who, request, "call", *id, auth::detail_for(who)))
    co_return to_response(unavailable(), request.request_id);
  co_return kept_nowhere(json_response(200, shown(*found->state, who)));
}

struct calls_asked_for {
  std::vector<db::incident_row> rows;
  std::function<bool(const triage::call_record&)> fits;
};
using calls_found = std::expected<calls_asked_for, http::problem>;

// Those that opened the incident, or whose draft contact became one of it. Such a contact has the moment at which its
// call was first heard of, which is how they are found.
asio::awaitable<calls_found>
calls_on_incident(services& s, db::call_queries& queries, const auth::principal& who, triage::uuid id) {
  const auto found = co_await find_visible(s, who, id);
  if (!found) co_return std::unexpected(found.error());
  std::vector<triage::timestamp> moments;
  std::set<triage::uuid> contacts;
  for (const auto& contact : found->state().contacts) {
    moments.push_back(contact.received_at);
    contacts.insert(contact.id);
  }
  auto rows = co_await queries.heard_at(std::move(moments), calls_max);
  if (!rows) co_return std::unexpected(unavailable());
  calls_asked_for out;
  out.rows = std::move(*rows);
  out.fits = [id, contacts](const triage::call_record& call) {
    return call.incident == id || contacts.contains(call.contact);
  };
  co_return out;
}

asio::awaitable<calls_found> calls_that_stand(db::call_queries& queries, std::string standing, std::size_t limit) {
  auto rows = co_await queries.list(std::move(standing), limit);
  if (!rows) co_return std::unexpected(unavailable());
  calls_asked_for out;
  out.rows = std::move(*rows);
  out.fits = [](const triage::call_record&) { return true; };
  co_return out;
}

asio::awaitable<http::response>
list_calls(services& s, db::call_queries& queries, http::request request, auth::principal who) {
  query_parameters query(request, {"standing", "incident", "limit"});
  const auto asked = query.text("standing");
  const auto standing = asked.value_or("live");
  const auto limit = query.number("limit", calls_default, 1, calls_max);
  const auto named = query.text("incident");
  const auto incident = named ? triage::uuid::parse(*named) : std::nullopt;
  if (named && !incident) query.refuse("incident", "This is no id.", "Give the id of an incident.");
  if (named && asked)
    query.refuse("standing", "The calls of an incident are given however they stand.", "Leave out standing.");
  if (standing != "live" && standing != "over" && standing != "call_back" && standing != "called_back") {
    query.refuse("standing", "Calls do not stand so.", "Use live, over, call_back or called_back.");
  }
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  calls_found found;
  if (incident)
    found = co_await calls_on_incident(s, queries, who, *incident);
  else
    found = co_await calls_that_stand(queries, standing, limit);
  if (!found) co_return to_response(found.error(), request.request_id);
  if (!co_await log_personal_read(s, who, request, "calls", std::nullopt, auth::detail_for(who)))
    co_return to_response(unavailable(), request.request_id);
  json items = json::array();
  for (const auto& row : found->rows) {
    const auto call =
        co_await command::read_state<command::call_streams>(s.queries, row.id, row.snapshot, row.personal);
    if (!call || !*call) co_return to_response(unavailable(), request.request_id);
    if (sees(who, **call) && found->fits(**call)) items.push_back(shown(**call, who));
  }
  co_return kept_nowhere(json_response(200, json{{"items", std::move(items)}}));
}

asio::awaitable<http::response> call_back(services& s, call_runner& calls, http::request request, auth::principal who) {
  const auto id = path_id(request, "call");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "call-back.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const bool reached = body->at("outcome") == "reached";
  call_runner::decider decide = [reached](
                                    const std::optional<triage::call_record>& state,
                                    const std::optional<triage::incident>&, const triage::context& context
                                ) { return triage::decide_call_back(*state, reached, context); };
  call_runner::answer write = write_call;
  auto outcome = co_await calls.run(std::move(*from), *id, true, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

asio::awaitable<http::response>
take_location(services& s, call_runner& calls, http::request request, auth::principal who) {
  const auto id = path_id(request, "call");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "call-location.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto found = co_await command::load_stream<command::call_streams>(s.queries, *id);
  if (!found) co_return to_response(unavailable(), request.request_id);
  if (!found->state || !sees(who, *found->state)) co_return to_response(not_found("call"), request.request_id);
  const auto candidate = body->at("candidate").get<std::uint32_t>();
  call_runner::decider decide = [candidate](
                                    const std::optional<triage::call_record>& state,
                                    const std::optional<triage::incident>& on, const triage::context& context
                                ) { return triage::decide_location(*state, candidate, on, context); };
  call_runner::answer write = write_call;
  auto outcome = co_await calls.run(std::move(*from), *id, true, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

} // namespace

http::endpoints call_endpoints(services& s, call_runner& calls, db::call_queries& queries) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/calls", access::needs(permission::call_events),
       [&s, &calls](http::request r, auth::principal p) { return tell(s, calls, std::move(r), std::move(p)); },
       "call.schema.json", true}
  );
  rows.push_back(
      {http::method::get,
       "/v1/calls",
       access::needs(permission::task_work),
       [&s, &queries](http::request r, auth::principal p) {
         return list_calls(s, queries, std::move(r), std::move(p));
       },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/calls/{id}",
       access::needs(permission::task_work),
       [&s](http::request r, auth::principal p) { return get_call(s, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/calls/{id}/call-back", access::needs(permission::task_work),
       [&s, &calls](http::request r, auth::principal p) { return call_back(s, calls, std::move(r), std::move(p)); },
       "call-back.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/calls/{id}/location", access::needs(permission::task_work),
       [&s, &calls](http::request r, auth::principal p) { return take_location(s, calls, std::move(r), std::move(p)); },
       "call-location.schema.json", true}
  );
  return rows;
}

} // namespace frontdoor::api
