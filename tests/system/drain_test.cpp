// SIGTERM: what has begun is finished, consoles are told, and the data is there at the next start.

#include <future>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/system/contacts.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

TEST_CASE("given SIGTERM with requests under way, then they finish, consoles are told, and the exit code is 0") {
  served_frontdoor server;
  const auto program = server.program();
  const auto contact = knife_contact().dump();
  console_client console(server.person("dispatcher"));
  console.subscribe();

  // A contact whose body is not there yet: the server waits for it.
  raw_client half(server.port());
  half.send(
      "POST /v1/contacts HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + server.api_key() +
      "\r\nIdempotency-Key: half-way\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: " +
      std::to_string(contact.size()) + "\r\n\r\n"
  );
  REQUIRE(half.read().status == 100);
  // One that waits for news.
  const auto head = whole_log(program).size();
  raw_client poll(server.port());
  poll.send(program.text_of("GET", "/v1/events?wait_s=30&after=" + std::to_string(head + 1'000'000), "", {}));
  // One that is between two requests.
  raw_client idle(server.port());
  idle.send("GET /livez HTTP/1.1\r\nHost: h\r\n\r\n");
  REQUIRE(idle.read().status == 200);

  server.terminate();
  const auto bye = console.next("bye");
  CHECK(bye.at("type") == "bye");
  CHECK(bye.at("code") == "restarting");
  CHECK(bye.at("resume") == true);
  CHECK(console.closed() == 1012);
  idle.expect_close();
  const reply news(poll.read());
  CHECK(news.status == 200);
  CHECK(news.body_json.at("items").empty());

  half.send(contact);
  const reply taken(half.read());
  CHECK(taken.status == 201);
  CHECK(taken.header("connection") == "close");
  half.expect_close();
  CHECK(server.ended() == 0);

  server.start();
  const auto id = taken.body_json.at("incident").at("id").get<std::string>();
  CHECK(server.program().get("/v1/incidents/" + id).status == 200);
  const auto again = server.program().call("POST", "/v1/contacts", contact, {{"Idempotency-Key", "half-way"}});
  CHECK(again.body == taken.body);
}

TEST_CASE("given SIGTERM and nothing under way, then the server ends at once with 0, its PostgreSQL with it") {
  served_frontdoor server;
  server.terminate();
  CHECK(server.ended() == 0);
  CHECK_THROWS(server.anonymous().get("/livez"));
}
