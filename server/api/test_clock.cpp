#include "server/api/test_clock.hpp"

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr int steps_max = 100'000; // due times in one call

http::response time_response(triage::timestamp at) {
  return json_response(200, {{"now", triage::to_rfc3339(at)}});
}

asio::awaitable<http::response> read_clock(services& s) {
  co_return time_response(s.clock.now());
}

using settling = std::function<asio::awaitable<void>()>;

asio::awaitable<http::response>
advance(services& s, db::manual_clock& clock, dispatch::timers& timers, settling settle, http::request request) {
  auto body = read_body(request, s.schemas, "clock-advance.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto by = triage::parse_duration((*body)["advance"].get<std::string>());
  if (!by) {
    triage::faults faults{
        {"/advance", "wrong_form", "It is not a duration of days and less.", "Write it as PT40M or P1DT2H.", {}}
    };
    co_return to_response(invalid_body(std::move(faults)), request.request_id);
  }
  const auto target = clock.now() + *by;
  for (int step = 0; step < steps_max; ++step) {
    co_await settle();
    auto next = co_await timers.fire_due();
    if (next && (!*next || **next > target)) { // unless what the last ones set in motion set a timer in its turn
      co_await settle();
      next = co_await timers.fire_due();
    }
    if (!next) co_return to_response(unavailable(), request.request_id);
    if (!*next || **next > target) break;
    const auto moved = co_await clock.advance_to(**next);
    if (!moved) co_return to_response(unavailable(), request.request_id);
  }
  const auto arrived = co_await clock.advance_to(target);
  if (!arrived) co_return to_response(unavailable(), request.request_id);
  co_return time_response(*arrived);
}

} // namespace

http::endpoints test_clock_endpoints(services& s, db::manual_clock& clock, dispatch::timers& timers, settling settle) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/test/clock",
       access::needs(permission::test_clock),
       [&s](http::request, auth::principal) { return read_clock(s); },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/test/clock", access::needs(permission::test_clock),
       [&s, &clock, &timers, settle = std::move(settle)](http::request r, auth::principal) {
         return advance(s, clock, timers, settle, std::move(r));
       },
       "clock-advance.schema.json"}
  );
  return rows;
}

} // namespace frontdoor::api
