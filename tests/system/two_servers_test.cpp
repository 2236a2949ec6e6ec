// Two servers on one database: what one takes the other shows, and one's end is not the other's.

#include <algorithm>
#include <set>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/support/eventually.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/server_pair.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

json taken(const http_caller& who) {
  const auto answer = who.post("/v1/contacts", knife_contact());
  CAPTURE(answer.body);
  REQUIRE(answer.status == 201);
  return answer.body_json.at("incident");
}

std::string dispatch_state(const http_caller& who, const json& incident) {
  const auto record = who.get("/v1/incidents/" + incident.at("id").get<std::string>());
  if (record.status != 200) return "";
  return record.body_json.at("dispatch").at("state").get<std::string>();
}

// How often the log says that the incident's dispatch was not acknowledged in time.
std::ptrdiff_t times_overdue(const json& log, const json& incident) {
  const auto subject = "incident/" + incident.at("id").get<std::string>();
  return std::count_if(log.begin(), log.end(), [&](const json& event) {
    return event.at("type") == "uk.police.frontdoor.dispatch.overdue.v1" && event.at("subject") == subject;
  });
}

std::string now_at(const served_frontdoor& server) {
  return server.program().get("/v1/test/clock").body_json.at("now").get<std::string>();
}

} // namespace

TEST_CASE("given a contact taken by one server, then the other's console shows it, and its ack is known to both") {
  pair_of_servers pair;
  console_client at_b(pair.b.person("dispatcher"));
  console_client at_a(pair.a.person("supervisor"));
  at_b.subscribe();
  at_a.subscribe();
  const auto incident = taken(pair.a.program());
  at_b.next_event(dispatch_is(incident, "pushed"));
  at_b.send({{"type", "ack"}, {"dispatch", incident.at("dispatch").at("id")}});
  const auto acked = at_b.next("acked");
  CAPTURE(acked.dump());
  CHECK(acked.at("ok") == true);
  const auto heard = at_a.next_event(dispatch_is(incident, "acknowledged"));
  CHECK(heard.at("actor") == "user:dispatcher");
  CHECK(dispatch_state(pair.a.program(), incident) == "acknowledged");
  CHECK(dispatch_state(pair.b.program(), incident) == "acknowledged");
  // A repeat at the other server is a repeat.
  const header_list key{{"Idempotency-Key", "at-both"}};
  const auto first = pair.a.program().post("/v1/contacts", knife_contact(), key);
  CHECK(pair.b.program().post("/v1/contacts", knife_contact(), key).body == first.body);
  // A person who signed in at one is signed in at the other.
  const auto signed_in = pair.a.person("dispatcher");
  CHECK(
      http_caller(pair.b.port(), {{"Cookie", signed_in.credentials().front().second}}).get("/v1/session").status == 200
  );
}

TEST_CASE("given the clock moved on one server, then both see it, and each timer has its effect once") {
  pair_of_servers pair;
  const auto a = pair.a.program();
  const auto b = pair.b.program();
  console_client at_b(pair.b.person("dispatcher"));
  at_b.subscribe();
  std::vector<json> incidents;
  for (int i = 0; i < 20; ++i)
    incidents.push_back(taken(i % 2 == 0 ? a : b));
  CHECK(now_at(pair.a) == now_at(pair.b));
  const auto moved = a.post("/v1/test/clock", {{"advance", "PT40M"}});
  REQUIRE(moved.status == 200);
  CHECK(now_at(pair.b) == moved.body_json.at("now").get<std::string>());
  // In whatever order.
  std::set<std::size_t> waiting;
  for (std::size_t i = 0; i < incidents.size(); ++i)
    waiting.insert(i);
  at_b.next_event([&](const json& event) {
    std::erase_if(waiting, [&](std::size_t i) { return dispatch_is(incidents[i], "overdue")(event); });
    return waiting.empty();
  });
  for (const auto& incident : incidents)
    CHECK(dispatch_state(b, incident) == "overdue");
  // Both have looked once more at what is due: moving on answers only after that.
  REQUIRE(b.post("/v1/test/clock", {{"advance", "PT1H"}}).status == 200);
  REQUIRE(a.post("/v1/test/clock", {{"advance", "PT1H"}}).status == 200);
  const auto log = whole_log(pair.a.person("supervisor"));
  for (const auto& incident : incidents)
    CHECK(times_overdue(log, incident) == 1);
}

TEST_CASE("given one server killed, then the other goes on and fires what that one had set") {
  pair_of_servers pair;
  const auto b = pair.b.program();
  console_client at_b(pair.b.person("dispatcher"));
  at_b.subscribe();
  const auto before = taken(pair.a.program());
  at_b.next_event(dispatch_is(before, "pushed"));
  pair.a.kill();
  const auto after = taken(b);
  at_b.next_event(dispatch_is(after, "pushed"));
  REQUIRE(b.post("/v1/test/clock", {{"advance", "PT40M"}}).status == 200);
  const auto log = whole_log(pair.b.person("supervisor"));
  CHECK(times_overdue(log, before) == 1);
  CHECK(times_overdue(log, after) == 1);
  CHECK(dispatch_state(b, before) == "overdue");
  CHECK(b.get("/readyz").status == 200);
  // Back again, it has missed nothing.
  pair.a.start();
  CHECK(dispatch_state(pair.a.program(), after) == "overdue");
  console_client at_a(pair.a.person("dispatcher"));
  CHECK(at_a.subscribe().size() == 2);
}
