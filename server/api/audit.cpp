// The one audit page's data in one call (practice.md 18).

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/partner_view.hpp"
#include "server/api/reviews.hpp"
#include "server/api/visible_incident.hpp"
#include "triage/review/audit_page.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using command::review_runner;
using nlohmann::json;
using triage::review::page_log;

namespace {

constexpr std::size_t contacts_max = 500; // a major incident has more; how many are left out is said
constexpr std::size_t reviews_max = 100;

asio::awaitable<db::query_result<page_log>> read_log(services& s, triage::uuid stream, bool personal) {
  const auto events = co_await s.queries.stream_events(stream, std::nullopt, personal);
  if (!events) co_return std::unexpected(events.error());
  page_log out;
  out.reserve(events->size());
  for (const auto& one : *events)
    out.push_back({one->position, one->version, one->recorded_at, command::encoded(*one)});
  co_return out;
}

asio::awaitable<db::query_result<std::vector<page_log>>>
read_logs(services& s, std::vector<triage::uuid> streams, bool personal) {
  std::vector<page_log> out;
  for (const auto& id : streams) {
    auto log = co_await read_log(s, id, personal);
    if (!log) co_return std::unexpected(log.error());
    out.push_back(std::move(*log));
  }
  co_return out;
}

// The major incidents that were ever declared on it.
std::vector<triage::uuid> majors_in(const page_log& incident) {
  std::vector<triage::uuid> out;
  for (const auto& one : incident) {
    if (one.event.type != "incident.major_incident_changed") continue;
    const auto named = one.event.body.find("major");
    if (named == one.event.body.end() || !named->is_string()) continue;
    const auto id = triage::uuid::parse(named->get<std::string>());
    if (id && std::ranges::find(out, *id) == out.end()) out.push_back(*id);
  }
  return out;
}

asio::awaitable<db::query_result<triage::review::audit_source>>
read_source(services& s, const triage::incident& state, bool personal) {
  triage::review::audit_source out;
  auto incident = co_await read_log(s, state.id, personal);
  if (!incident) co_return std::unexpected(incident.error());
  out.incident = std::move(*incident);
  std::vector<triage::uuid> contacts;
  for (const auto& link : state.contacts) {
    if (contacts.size() < contacts_max) contacts.push_back(link.id);
  }
  std::vector<triage::uuid> crimes;
  for (const auto& link : state.crimes.links)
    crimes.push_back(link.crime);
  auto contact_logs = co_await read_logs(s, std::move(contacts), personal);
  auto crime_logs = co_await read_logs(s, std::move(crimes), personal);
  auto major_logs = co_await read_logs(s, majors_in(out.incident), personal);
  if (!contact_logs || !crime_logs || !major_logs) co_return std::unexpected(db::query_failure::unavailable);
  out.contacts = std::move(*contact_logs);
  out.crimes = std::move(*crime_logs);
  out.major_incidents = std::move(*major_logs);
  co_return out;
}

// Whether they came back, from the closing on; of an incident that is open, from its first contact on.
asio::awaitable<db::query_result<json>>
returns_json(services& s, review_runner& reviews, const triage::incident& state) {
  const auto since = state.closed ? state.closed->at : state.received_at;
  json out{{"since", triage::to_rfc3339(since)}};
  if (s.history == nullptr) {
    out["status"] = "unavailable"; // which says nothing of whether anybody came back
    co_return out;
  }
  std::vector<triage::uuid> contacts;
  for (const auto& link : state.contacts)
    contacts.push_back(link.id);
  const auto found = co_await reviews.queries().returns_of(std::move(contacts), since);
  if (!found) co_return std::unexpected(found.error());
  out["status"] = "counted";
  out["within_7_days"] = found->within_7_days;
  out["within_28_days"] = found->within_28_days;
  out["within_90_days"] = found->within_90_days;
  out["first_at"] = found->first_at ? json(triage::to_rfc3339(*found->first_at)) : json();
  co_return out;
}

asio::awaitable<db::query_result<json>>
reviews_json(services& s, review_runner& reviews, triage::uuid incident, bool words) {
  db::review_filter filter;
  filter.incident = incident;
  filter.limit = reviews_max;
  auto rows = co_await reviews.queries().reviews(std::move(filter));
  if (!rows) co_return std::unexpected(rows.error());
  json out = json::array();
  for (auto& row : *rows) {
    const auto read = co_await command::read_review(s.queries, std::move(row));
    if (!read) co_return std::unexpected(read.error());
    out.push_back(review_json(*read, words));
  }
  co_return out;
}

json owed_json(const triage::incident& state) {
  json out = json::array();
  for (const auto& duty : state.crimes.duties)
    out.push_back(to_json(duty));
  return out;
}

asio::awaitable<http::response>
get_audit(services& s, review_runner& reviews, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto found = co_await find_visible(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  const auto& state = found->state();
  const bool full = found->shown == auth::detail::full;
  if (!co_await log_personal_read(s, who, request, "audit", *id, found->shown))
    co_return to_response(unavailable(), request.request_id);
  const auto source = co_await read_source(s, state, full);
  if (!source) co_return to_response(unavailable(), request.request_id);
  auto returns = co_await returns_json(s, reviews, state);
  auto made = co_await reviews_json(s, reviews, *id, full);
  if (!returns || !made) co_return to_response(unavailable(), request.request_id);
  auto page = triage::review::audit_page(*source);
  page["incident"] = visible_card(state, found->stored.row.number, found->shown);
  auto detail = triage::detail(state);
  for (const auto* member : {"statements", "contradictions", "not_establishable", "condition", "earlier_clocks"})
    page[member] = std::move(detail[member]);
  page["crimes_owed"] = owed_json(state);
  page["contacts_left_out"] = state.contacts.size() > contacts_max ? state.contacts.size() - contacts_max : 0;
  page["returns"] = std::move(*returns);
  page["reviews"] = std::move(*made);
  const auto& deciders = page.at("decided_by");
  page["reviewable"] =
      who.may(auth::permission::review_score) && std::ranges::find(deciders, json(who.actor())) == deciders.end();
  if (!full) leave_out_records(page, s.policy()->facts);
  co_return with_version(json_response(200, page), state.version);
}

} // namespace

http::endpoints audit_endpoints(services& s, review_runner& reviews) {
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/incidents/{id}/audit",
       auth::access::needs(auth::permission::audit_read),
       [&s, &reviews](http::request r, auth::principal p) { return get_audit(s, reviews, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
