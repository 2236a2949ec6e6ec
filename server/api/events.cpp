#include "server/api/events.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/partner_view.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "server/dispatch/cloud_event.hpp"
#include "triage/canonical_json.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::uint64_t limit_default = 200;
constexpr std::uint64_t limit_max = 1000;
constexpr std::uint64_t wait_max_s = 30;

// The scope of an event read back from the log: where its body places the incident, and where that stands now. What is
// placed in no district is everybody's to see, here as on the board.
auth::event_scope scope_of(const db::committed_event& event, const std::optional<std::string>& placed) {
  auth::event_scope what;
  what.stream_type = event.stream_type;
  if (event.district_now) what.district_after = *event.district_now;
  what.district_before = placed ? std::optional<std::string_view>(*placed) : what.district_after;
  if (!what.district_after) what.district_after = what.district_before;
  if (!event.owner_id.is_nil()) what.owner = event.owner_id;
  return what;
}

std::optional<std::string> district_in(const json& body) {
  const auto found = body.find("district");
  if (found == body.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

// For other organisations' systems.
std::string plain_event(services& s, const db::committed_event& event) {
  auto shown = event;
  auto body = json::parse(event.body);
  leave_out_records(body, s.policy()->facts);
  shown.body = triage::canonical_json(body);
  return dispatch::cloud_event(shown, "", false);
}

asio::awaitable<http::response>
read_events(services& s, dispatch::log_signal& published, http::request request, auth::principal who) {
  query_parameters query(request, {"after", "limit", "wait_s"});
  const auto after = query.number("after", 0, 0, 9007199254740991ULL);
  const auto limit = query.number("limit", limit_default, 1, limit_max);
  const auto wait_s = query.number("wait_s", 0, 0, wait_max_s);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (wait_s != 0 && published.position() <= after) {
    const std::chrono::seconds wait(static_cast<std::int64_t>(wait_s));
    co_await published.wait_beyond(after, wait);
  }
  const auto shown = auth::detail_for(who);
  const bool full = shown == auth::detail::full;
  auto events = co_await s.queries.events_after(after, limit, full);
  if (!events) co_return to_response(unavailable(), request.request_id);
  std::string items;
  std::uint64_t next_after = after;
  bool any_personal = false;
  for (const auto& event : *events) {
    next_after = event->position;
    const auto placed = district_in(json::parse(event->body));
    if (!auth::may_see(who, scope_of(*event, placed))) continue;
    if (!items.empty()) items += ',';
    items += full ? dispatch::cloud_event(*event, "", true) : plain_event(s, *event);
    any_personal = any_personal || (full && event->personal);
  }
  if (any_personal) {
    const bool logged = co_await log_personal_read(s, who, request, "events", std::nullopt, shown);
    if (!logged) co_return to_response(unavailable(), request.request_id);
  }
  co_return json_text_response(200, R"({"items":[)" + items + R"(],"next_after":)" + std::to_string(next_after) + "}");
}

} // namespace

http::endpoints event_endpoints(services& s, dispatch::log_signal& published) {
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/events",
       auth::access::needs(auth::permission::events_read),
       [&s, &published](http::request r, auth::principal p) {
         return read_events(s, published, std::move(r), std::move(p));
       },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
