#include "server/api/operations.hpp"

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

asio::awaitable<http::response> live(http::request, auth::principal) {
  co_return json_text_response(200, R"({"status":"live"})");
}

json milliseconds_since(std::optional<std::chrono::steady_clock::time_point> at) {
  if (!at) return {};
  const auto passed = std::chrono::steady_clock::now() - *at;
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count());
}

asio::awaitable<http::response> ready(readiness now) {
  const auto word = [](bool good) { return good ? "ok" : "unavailable"; };
  json out{
      {"status", !now.ready()     ? "not_ready"
                 : now.degraded() ? "degraded"
                                  : "ready"},
      {"checks",
       {{"database", word(now.database)},
        {"feed", word(now.feed)},
        {"draining", now.draining},
        {"handed_over", now.handed_over},
        {"reached_ms_ago", milliseconds_since(now.reached_at)},
        {"mode", now.mode}}}
  };
  co_return json_response(now.ready() ? 200 : 503, out);
}

asio::awaitable<http::response> metrics(services& s) {
  co_return http::response(200, "text/plain; version=0.0.4; charset=utf-8", s.metrics.exposition());
}

asio::awaitable<http::response> shared_text(std::shared_ptr<const std::string> text) {
  http::response answer;
  answer.body = std::move(text);
  answer.headers.emplace_back("Cache-Control", "no-cache");
  co_return answer;
}

asio::awaitable<http::response> policy(services& s) {
  const auto pack = s.policy();
  auto answer = json_response(200, triage::describe(*pack));
  answer.headers.emplace_back("ETag", "\"" + pack->sha256 + "\"");
  answer.headers.emplace_back("Cache-Control", "no-cache");
  co_return answer;
}

} // namespace

http::endpoints operation_endpoints(services& s, std::function<readiness()> ask, std::string openapi) {
  using auth::access;
  http::endpoints rows;
  const auto document = std::make_shared<const std::string>(std::move(openapi));
  rows.push_back({http::method::get, "/livez", access::anyone(), live, {}});
  rows.push_back(
      {http::method::get,
       "/readyz",
       access::anyone(),
       [ask](http::request, auth::principal) { return ready(ask()); },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/metrics",
       access::needs(auth::permission::metrics_read),
       [&s](http::request, auth::principal) { return metrics(s); },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/openapi.json",
       access::anyone(),
       [document](http::request, auth::principal) { return shared_text(document); },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/policy",
       access::signed_in(),
       [&s](http::request, auth::principal) { return policy(s); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
