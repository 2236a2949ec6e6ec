#include "server/api/events.hpp"

#include <algorithm>

#include "server/api/event_view.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;

namespace {

constexpr std::uint64_t limit_default = 200;
constexpr std::uint64_t limit_max = 1000;
constexpr std::uint64_t wait_max_s = 30; // that can be asked for; the setting events.wait_max_s may cut it short

asio::awaitable<http::response> read_events(services& s, event_feed feed, http::request request, auth::principal who) {
  auto& published = feed.published;
  query_parameters query(request, {"after", "limit", "wait_s"});
  const auto after = query.number("after", 0, 0, 9007199254740991ULL);
  const auto limit = query.number("limit", limit_default, 1, limit_max);
  const auto wait_s = query.number("wait_s", 0, 0, wait_max_s);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (wait_s != 0 && published.position() <= after) {
    const std::chrono::milliseconds asked = std::chrono::seconds(static_cast<std::int64_t>(wait_s));
    co_await published.wait_beyond(after, std::min(asked, feed.wait_max));
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
    const auto seen = view_event(s, who, *event);
    if (!seen) continue;
    if (!items.empty()) items += ',';
    items += seen->text;
    any_personal = any_personal || seen->personal;
  }
  if (any_personal) {
    const bool logged = co_await log_personal_read(s, who, request, "events", std::nullopt, shown);
    if (!logged) co_return to_response(unavailable(), request.request_id);
  }
  co_return json_text_response(200, R"({"items":[)" + items + R"(],"next_after":)" + std::to_string(next_after) + "}");
}

} // namespace

http::endpoints event_endpoints(services& s, event_feed feed) {
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/events",
       auth::access::needs(auth::permission::events_read),
       [&s, feed](http::request r, auth::principal p) { return read_events(s, feed, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
