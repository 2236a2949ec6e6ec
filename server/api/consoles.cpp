#include "server/api/consoles.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

// One of a district is of interest to whoever looks after that district; one of the whole force to everybody.
bool looks_after(const auth::principal& who, const dispatch::console_view& console) {
  return console.districts.empty() ||
         std::ranges::any_of(console.districts, [&](const std::string& district) { return who.covers(district); });
}

json console_line(const dispatch::console_view& console, std::uint64_t newest) {
  const auto behind = console.behind_for.value_or(std::chrono::milliseconds{0});
  return {
      {"account", console.account},
      {"role", console.role.empty() ? json() : json(console.role)},
      {"districts", console.districts},
      {"connected_at", triage::to_rfc3339(console.connected_at)},
      {"position", console.position},
      {"behind_events", newest - std::min(newest, console.position)},
      {"behind_s", std::chrono::duration_cast<std::chrono::seconds>(behind).count()},
      {"filling", console.filling},
      {"complete", console.complete()}
  };
}

// The longest behind first, then the most events behind, then by name.
bool further_behind(const dispatch::console_view& one, const dispatch::console_view& other) {
  const auto since = [](const dispatch::console_view& view) {
    return view.behind_for.value_or(std::chrono::milliseconds{-1});
  };
  if (since(one) != since(other)) return since(one) > since(other);
  if (one.position != other.position) return one.position < other.position;
  return one.account < other.account;
}

asio::awaitable<http::response> list_consoles(services& s, dispatch::hub& hub, auth::principal who) {
  auto views = hub.views();
  std::erase_if(views, [&](const dispatch::console_view& one) { return !looks_after(who, one); });
  std::ranges::sort(views, further_behind);
  json out{
      {"node", hub.node()},
      {"as_at", triage::to_rfc3339(s.clock.now())},
      {"position", hub.position()},
      {"items", json::array()}
  };
  for (const auto& one : views)
    out["items"].push_back(console_line(one, hub.position()));
  co_return kept_nowhere(json_response(200, out));
}

} // namespace

http::endpoints console_endpoints(services& s, dispatch::hub& hub) {
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/consoles",
       auth::access::needs(auth::permission::audit_read),
       [&s, &hub](http::request, auth::principal p) { return list_consoles(s, hub, std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
