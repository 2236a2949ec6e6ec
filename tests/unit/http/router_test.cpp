#include <stdexcept>

#include <catch2/catch.hpp>

#include "server/http/router.hpp"

using namespace frontdoor;
using http::method;

namespace {

boost::asio::awaitable<http::response> nothing(http::request, auth::principal) {
  co_return http::response();
}

http::endpoint row(method verb, std::string path) {
  return {verb, std::move(path), auth::access::anyone(), nothing, ""};
}

using parameters = std::map<std::string, std::string, std::less<>>;

std::string found(const http::router& routes, method verb, std::string_view path) {
  parameters p;
  const auto where = routes.find(verb, path, p);
  if (where.row != nullptr) return std::string(routes.label(where.index));
  return where.allow.empty() ? "unknown" : "allow " + std::string(where.allow);
}

} // namespace

TEST_CASE("A path finds its endpoint, the literal one first") {
  const http::router routes({
      row(method::get, "/v1/incidents"),
      row(method::get, "/v1/incidents/{id}"),
      row(method::post, "/v1/incidents/{id}/notes"),
      row(method::get, "/v1/incidents/newest"),
      row(method::get, "/v1/{kind}/all"),
      row(method::get, "/"),
  });
  CHECK(found(routes, method::get, "/v1/incidents") == "GET /v1/incidents");
  CHECK(found(routes, method::get, "/v1/incidents/17") == "GET /v1/incidents/{id}");
  CHECK(found(routes, method::get, "/v1/incidents/newest") == "GET /v1/incidents/newest");
  CHECK(found(routes, method::get, "/v1/incidents/all") == "GET /v1/incidents/{id}");
  CHECK(found(routes, method::get, "/v1/units/all") == "GET /v1/{kind}/all");
  CHECK(found(routes, method::get, "/") == "GET /");
  CHECK(found(routes, method::head, "/v1/incidents") == "GET /v1/incidents");
}

TEST_CASE("What is no endpoint is unknown, or known with other methods") {
  const http::router routes({row(method::get, "/v1/a/{id}"), row(method::delete_, "/v1/a/{id}")});
  CHECK(found(routes, method::post, "/v1/a/1") == "allow GET, HEAD, DELETE, OPTIONS");
  CHECK(found(routes, method::options, "/v1/a/1") == "allow GET, HEAD, DELETE, OPTIONS");
  CHECK(found(routes, method::get, "/v1/a/") == "unknown");
  CHECK(found(routes, method::get, "/v1/a/1/") == "unknown");
  CHECK(found(routes, method::get, "/v1//1") == "unknown");
  CHECK(found(routes, method::get, "") == "unknown");
  CHECK(found(routes, method::get, "*") == "unknown");
  CHECK(found(routes, method::get, std::string(500, '/')) == "unknown");
}

TEST_CASE("Path parameters are told by name") {
  const http::router routes({row(method::get, "/v1/{kind}/{id}/log")});
  parameters p;
  REQUIRE(routes.find(method::get, "/v1/incidents/a b/log", p).row != nullptr);
  CHECK(p == parameters{{"kind", "incidents"}, {"id", "a b"}});
}

TEST_CASE("A WebSocket takes GET of its path") {
  http::upgrade_point point;
  point.path = "/v1/console";
  const http::router routes({row(method::get, "/livez")}, {point});
  parameters p;
  CHECK(routes.find(method::get, "/v1/console", p).upgrade != nullptr);
  CHECK(found(routes, method::post, "/v1/console") == "allow GET, OPTIONS");
  CHECK_THROWS_AS(http::router({row(method::get, "/v1/console")}, {point}), std::invalid_argument);
}

TEST_CASE("A table that could not be followed is refused") {
  using rows = http::endpoints;
  CHECK_THROWS_AS(http::router(rows{row(method::get, "v1")}), std::invalid_argument);
  CHECK_THROWS_AS(http::router(rows{row(method::get, "/v1/x{id}")}), std::invalid_argument);
  CHECK_THROWS_AS(http::router(rows{row(method::get, "/v1/{}")}), std::invalid_argument);
  CHECK_THROWS_AS(http::router(rows{row(method::options, "/v1")}), std::invalid_argument);
  CHECK_THROWS_AS((http::router(rows{row(method::get, "/v1"), row(method::get, "/v1")})), std::invalid_argument);
  CHECK_THROWS_AS((http::router(rows{row(method::get, "/{a}"), row(method::get, "/{b}")})), std::invalid_argument);
  auto empty = row(method::get, "/v1");
  empty.handler = nullptr;
  CHECK_THROWS_AS(http::router(rows{empty}), std::invalid_argument);
}
