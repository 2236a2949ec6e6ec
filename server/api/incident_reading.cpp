#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/api/board_reading.hpp"
#include "server/api/incidents.hpp"
#include "server/api/json_body.hpp"
#include "server/api/partner_view.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "triage/incident/assessing.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::uint64_t page_default = 50;
constexpr std::uint64_t page_max = 200;
constexpr std::size_t contacts_shown_max = 50;
constexpr std::uint64_t queue_max = 1'000'000; // places

// Where a page ended, as the next request gives it back: time and id, readable but of no use for anything else.
std::string cursor_text(const std::pair<triage::timestamp, triage::uuid>& at) {
  return std::to_string(at.first.time_since_epoch().count()) + "." + at.second.to_string();
}

std::optional<std::pair<triage::timestamp, triage::uuid>> parse_cursor(const std::string& text) {
  const auto dot = text.find('.');
  if (dot == 0 || dot > 18) return std::nullopt; // no time, none that fits, or no dot at all
  const auto id = triage::uuid::parse(std::string_view(text).substr(dot + 1));
  if (!id || text.find_first_not_of("0123456789") != dot) return std::nullopt;
  return std::pair{triage::timestamp(std::chrono::microseconds(std::stoll(text.substr(0, dot)))), *id};
}

// Narrows a filter to what the caller may see. False: nothing can be left.
bool narrow(db::incident_filter& filter, const auth::principal& who) {
  const auto visible = auth::class_of(who);
  filter.owner_id = visible.owner;
  if (visible.districts.empty()) return true;
  if (filter.districts.empty()) {
    filter.districts = visible.districts;
    filter.or_unplaced = true; // as on the console: an unplaced incident must not be nobody's
    return true;
  }
  std::erase_if(filter.districts, [&](const auto& d) {
    return std::find(visible.districts.begin(), visible.districts.end(), d) == visible.districts.end();
  });
  return !filter.districts.empty();
}

// The incident of a contact that was given that number in an outage; the page has it alone, or nothing.
asio::awaitable<http::response>
list_by_temporary_number(services& s, http::request request, auth::principal who, std::string number) {
  json out{{"items", json::array()}, {"next_cursor", nullptr}};
  const auto incident = co_await s.queries.by_temporary_number(std::move(number));
  if (!incident) co_return to_response(unavailable(), request.request_id);
  if (!*incident) co_return json_response(200, out);
  const auto id = **incident;
  const auto found = co_await find_visible(s, who, id);
  if (!found && found.error().status != 404) co_return to_response(found.error(), request.request_id);
  if (!found) co_return json_response(200, out);
  out["items"].push_back(visible_card(found->state(), found->stored.row.number, found->shown));
  co_await log_personal_read(s, who, request, "incidents", id, found->shown);
  co_return json_response(200, out);
}

// What waits for a unit, in the order in which it waits, from the board: page by page by place in the queue.
asio::awaitable<http::response>
list_queue(services& s, std::shared_ptr<unit_services> units, http::request request, auth::principal who) {
  query_parameters query(request, {"order", "grade", "district", "limit", "cursor"});
  const auto grades = query.list("grade");
  const auto districts = query.list("district");
  const auto limit = query.number("limit", page_default, 1, page_max);
  const auto after = query.number("cursor", 0, 0, queue_max);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (!co_await caught_up(s, units->published)) co_return to_response(unavailable(), request.request_id);
  const auto policy = s.policy();
  const auto& board = units->board();
  const auto shown = auth::detail_for(who);
  const auto now = s.clock.now();
  json out{{"items", json::array()}, {"next_cursor", nullptr}};
  const auto queue = waiting_on(board, *policy, units->units.force(), "", &who);
  for (std::size_t i = after; i < queue.size(); ++i) {
    const auto* entry = board.find(queue[i].incident);
    const auto& state = entry->state;
    if (!among(grades, state.grade ? state.grade->grade : "") || !among(districts, state.district.value_or("")))
      continue;
    if (out["items"].size() == limit) {
      out["next_cursor"] = std::to_string(i);
      break;
    }
    auto row = visible_card(state, entry->number, shown);
    row["queue"] = triage::force::to_json(queue[i], i + 1, now);
    out["items"].push_back(std::move(row));
  }
  if (!out["items"].empty()) co_await log_personal_read(s, who, request, "incidents", std::nullopt, shown);
  co_return json_response(200, out);
}

asio::awaitable<http::response>
list_incidents(services& s, std::shared_ptr<unit_services> units, http::request request, auth::principal who) {
  query_parameters query(request, {"status", "grade", "district", "number", "limit", "cursor", "order"});
  const auto order = query.text("order");
  if (order == "queue") co_return co_await list_queue(s, std::move(units), std::move(request), std::move(who));
  if (order && *order != "newest")
    query.refuse("order", "There is no such order.", "Use newest or queue, or leave it out.");
  db::incident_filter filter;
  filter.status = query.text("status");
  if (filter.status && *filter.status != "open" && *filter.status != "closed" && *filter.status != "linked")
    query.refuse("status", "There is no such status.", "Use open, closed or linked, or leave it out.");
  filter.grades = query.list("grade");
  filter.districts = query.list("district");
  filter.number = query.text("number");
  filter.limit = query.number("limit", page_default, 1, page_max);
  if (const auto cursor = query.text("cursor")) {
    filter.after = parse_cursor(*cursor);
    if (!filter.after)
      query.refuse("cursor", "It is not one that this call gave.", "Take next_cursor of the page before.");
  }
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (filter.number && filter.number->find("-TEMP-") != std::string::npos) {
    auto number = *filter.number;
    auto page = co_await list_by_temporary_number(s, std::move(request), std::move(who), std::move(number));
    co_return page;
  }
  json out{{"items", json::array()}, {"next_cursor", nullptr}};
  if (!narrow(filter, who)) co_return json_response(200, out);
  auto page = co_await s.queries.incidents(filter);
  if (!page) co_return to_response(unavailable(), request.request_id);
  const auto shown = auth::detail_for(who);
  for (const auto& row : page->rows) {
    const auto state = command::read_snapshot(row.snapshot, row.personal);
    if (state) {
      out["items"].push_back(visible_card(*state, row.number, shown));
      continue;
    }
    // Of another fold: read it whole.
    const auto rebuilt = co_await command::load_incident(s.queries, row.id);
    if (!rebuilt || !rebuilt->state) co_return to_response(unavailable(), request.request_id);
    out["items"].push_back(visible_card(*rebuilt->state, row.number, shown));
  }
  if (page->next) out["next_cursor"] = cursor_text(*page->next);
  if (!page->rows.empty()) co_await log_personal_read(s, who, request, "incidents", std::nullopt, shown);
  co_return json_response(200, out);
}

// What an event says of the grade: what it is now, what it was, and how it came to be; null where it says nothing.
json grade_step(const db::committed_event& event, const json& body) {
  const auto step = [&body](const json& target, json previous, std::string_view state) {
    return json{
        {"grade", target.is_object() ? target.at("grade") : json()},
        {"previous", std::move(previous)},
        {"state", state},
        {"reason_code", body.value("reason_code", json())}
    };
  };
  if (event.type == "incident.grade_set") return step(body, body.value("previous", json()), "confirmed");
  if (event.type == "incident.grade_lowered")
    return step(body.at("target"), body.at("previous").at("grade"), "confirmed");
  if (event.type == "incident.grade_restored") return step(body.at("target"), body.at("previous"), "proposed");
  if (event.type != "incident.assessed") return {};
  const auto applied = body.value("applied", json());
  if (body.contains("restated")) {
    const bool confirmed = body["restated"].at("confirmed").get<bool>();
    return step(
        applied, body.value("previous", json()),
        applied.is_null() ? "ungraded"
        : confirmed       ? "confirmed"
                          : "proposed"
    );
  }
  return applied.is_object() ? step(applied, body.value("previous", json()), "proposed") : json();
}

// What the events of an incident's own stream tell of notes and grades.
void add_history(json& out, const db::committed_events& events, bool full) {
  out["notes_list"] = json::array();
  out["grade_history"] = json::array();
  for (const auto& event : events) {
    const auto body = json::parse(event->body);
    const json personal = event->personal && full ? json::parse(*event->personal) : json::object();
    const auto at = triage::to_rfc3339(event->occurred_at);
    if (event->type == "incident.note_added") {
      json note{{"id", body.at("note")}, {"at", at}, {"by", event->actor}};
      if (personal.contains("text")) note["text"] = personal["text"];
      out["notes_list"].push_back(std::move(note));
      continue;
    }
    auto step = grade_step(*event, body);
    if (step.is_null()) continue;
    step["by"] = event->actor;
    step["at"] = at;
    if (personal.contains("rationale")) step["rationale"] = personal["rationale"];
    out["grade_history"].push_back(std::move(step));
  }
}

asio::awaitable<http::response> get_incident(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  auto found = co_await find_visible(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  const bool full = found->shown == auth::detail::full;
  if (!co_await log_personal_read(s, who, request, "incident", *id, found->shown)) {
    co_return to_response(unavailable(), request.request_id);
  }
  auto events = co_await s.queries.stream_events(*id, std::nullopt, full);
  if (!events) co_return to_response(unavailable(), request.request_id);
  auto out = visible_card(found->state(), found->stored.row.number, found->shown);
  out.update(triage::detail(found->state()));
  // With the questions and what-ifs of now: they are not recorded.
  out["assessment"] = triage::assessment_now(*s.policy(), found->state());
  out["crimes"] = {{"owed", json::array()}, {"decided", json::array()}};
  for (const auto& duty : found->state().crimes.duties)
    out["crimes"]["owed"].push_back(to_json(duty));
  for (const auto& link : found->state().crimes.links)
    out["crimes"]["decided"].push_back(to_json(link));
  add_history(out, *events, full);
  json contacts = json::array();
  for (const auto& link : found->state().contacts) {
    json contact{
        {"id", link.id.to_string()},
        {"channel", triage::to_string(link.channel)},
        {"received_at", triage::to_rfc3339(link.received_at)}
    };
    if (full && contacts.size() < contacts_shown_max) {
      auto told = co_await s.queries.stream_events(link.id, std::nullopt, true);
      if (!told) co_return to_response(unavailable(), request.request_id);
      if (!told->empty() && told->front()->personal) contact["personal"] = json::parse(*told->front()->personal);
    }
    contacts.push_back(std::move(contact));
  }
  // The card's "contacts" is a count; the record's is the list.
  out["contacts"] = std::move(contacts);
  if (!full) leave_out_records(out, s.policy()->facts);
  co_return with_version(json_response(200, out), found->state().version);
}

asio::awaitable<http::response> get_log(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  query_parameters query(request, {"as_at"});
  const auto as_at = query.time("as_at");
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  auto found = co_await find_visible(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  const bool full = found->shown == auth::detail::full;
  if (!co_await log_personal_read(s, who, request, "incident_log", *id, found->shown)) {
    co_return to_response(unavailable(), request.request_id);
  }
  auto events = co_await s.queries.stream_events(*id, as_at, full);
  if (!events) co_return to_response(unavailable(), request.request_id);
  json out{
      {"incident_id", id->to_string()},
      {"number", found->stored.row.number},
      {"as_at", triage::to_rfc3339(as_at.value_or(s.clock.now()))},
      {"events", json::array()}
  };
  for (const auto& event : *events) {
    json row{
        {"position", event->position},
        {"version", event->version},
        {"type", event->type},
        {"occurred_at", triage::to_rfc3339(event->occurred_at)},
        {"recorded_at", triage::to_rfc3339(event->recorded_at)},
        {"actor", event->actor},
        {"data", json::parse(event->body)}
    };
    if (full && event->personal) row["personal"] = json::parse(*event->personal);
    out["events"].push_back(std::move(row));
  }
  if (!full) leave_out_records(out, s.policy()->facts);
  co_return json_response(200, out);
}

} // namespace

http::endpoints incident_reading_endpoints(services& s, std::shared_ptr<unit_services> units) {
  using auth::access;
  using auth::permission;
  const auto may_read = access::needs(permission::incident_read);
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/incidents",
       may_read,
       [&s, units](http::request r, auth::principal p) { return list_incidents(s, units, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/incidents/{id}",
       may_read,
       [&s](http::request r, auth::principal p) { return get_incident(s, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/incidents/{id}/log",
       may_read,
       [&s](http::request r, auth::principal p) { return get_log(s, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
