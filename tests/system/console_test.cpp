// The console's socket as a console uses it: from the greeting to the acknowledgement, and back after a break.

#include <set>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/system/contacts.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

std::string subject_of(const json& incident) {
  return "incident/" + incident.at("id").get<std::string>();
}

json taken(const http_caller& who, const json& contact = knife_contact()) {
  const auto answer = who.post("/v1/contacts", contact);
  CAPTURE(answer.body);
  REQUIRE(answer.status == 201);
  return answer.body_json.at("incident");
}

json in_district(json contact, const std::string& district) {
  contact["location"] = {{"text", "12 Yarrow Road"}, {"quality", "exact"}, {"district", district}};
  return contact;
}

std::set<std::string> ids_of(const json& cards) {
  std::set<std::string> ids;
  for (const auto& card : cards)
    ids.insert(card.at("id").get<std::string>());
  return ids;
}

} // namespace

TEST_CASE("given a console, then a grade 1 contact is on it at once, and a named person acknowledges it") {
  auto& server = shared_server();
  const auto program = server.program();
  const auto already = taken(program);
  const auto dispatcher = server.person("dispatcher");
  console_client console(dispatcher);
  const auto hello = console.next();
  CHECK(hello.at("type") == "hello");
  CHECK(hello.at("heartbeat_s").get<int>() > 0);
  CHECK(!hello.at("epoch").get<std::string>().empty());
  CHECK(ids_of(console.subscribe()).contains(already.at("id").get<std::string>()));
  CHECK(console.position() >= hello.at("position").get<std::uint64_t>());

  const auto incident = taken(program);
  CHECK(incident.at("grade") == "1");
  const auto pushed = console.next_event(dispatch_is(incident, "pushed"));
  const auto& card = pushed.at("data").at("incident");
  CHECK(card.at("number") == incident.at("number"));
  CHECK(pushed.at("specversion") == "1.0");
  CHECK(card.at("personal").at("summary") == "A man with a knife outside the shop, shouting.");
  const auto dispatch = card.at("dispatch").at("id").get<std::string>();
  CHECK(card.at("dispatch").at("acknowledge_by").is_string());

  console.send({{"type", "receipt"}, {"dispatch", dispatch}});
  console.send({{"type", "displayed"}, {"dispatch", dispatch}});
  console.send({{"type", "ack"}, {"dispatch", dispatch}});
  const auto acked = console.next("acked");
  CAPTURE(acked.dump());
  CHECK(acked.at("ok") == true);
  CHECK(acked.at("dispatch") == dispatch);
  const auto told = console.next_event(dispatch_is(incident, "acknowledged"));
  CHECK(told.at("actor") == "user:dispatcher");

  const auto record = dispatcher.get("/v1/incidents/" + incident.at("id").get<std::string>());
  REQUIRE(record.status == 200);
  CHECK(record.body_json.at("dispatch").at("state") == "acknowledged");
  CHECK(record.body_json.at("dispatch").at("acknowledged_by") == "user:dispatcher");
  CHECK(record.body_json.at("dispatch").at("id") == dispatch);
}

TEST_CASE("given a dispatch that one person took, then another is told who, and a receipt is no acknowledgement") {
  auto& server = shared_server();
  console_client first(server.person("dispatcher"));
  console_client second(server.person("supervisor"));
  first.subscribe();
  second.subscribe();
  const auto incident = taken(server.program());
  const auto dispatch = incident.at("dispatch").at("id").get<std::string>();
  second.next_event(dispatch_is(incident, "pushed"));
  second.send({{"type", "displayed"}, {"dispatch", dispatch}});
  first.next_event(dispatch_is(incident, "pushed"));
  first.send({{"type", "ack"}, {"dispatch", dispatch}});
  CHECK(first.next("acked").at("ok") == true);
  second.next_event(dispatch_is(incident, "acknowledged"));
  second.send({{"type", "ack"}, {"dispatch", dispatch}});
  const auto late = second.next("acked");
  CHECK(late.at("ok") == false);
  CHECK(late.at("code") == "already_acknowledged");
  // Repeated by the one who took it, it is taken still.
  first.send({{"type", "ack"}, {"dispatch", dispatch}});
  CHECK(first.next("acked").at("ok") == true);
}

TEST_CASE("given a role that does not acknowledge, then its ack is refused and changes nothing") {
  auto& server = shared_server();
  const auto handler = server.person("handler");
  console_client console(handler);
  console.subscribe();
  const auto incident = taken(handler);
  const auto dispatch = incident.at("dispatch").at("id").get<std::string>();
  console.send({{"type", "ack"}, {"dispatch", dispatch}});
  const auto refused = console.next("acked");
  CHECK(refused.at("ok") == false);
  CHECK(refused.at("code") == "not_allowed");
  CHECK(
      handler.get("/v1/incidents/" + incident.at("id").get<std::string>()).body_json.at("dispatch").at("state") ==
      "pushed"
  );
}

TEST_CASE("given a console that was cut off, then it resumes after its position and misses nothing, twice nothing") {
  auto& server = shared_server();
  const auto dispatcher = server.person("dispatcher");
  const auto program = server.program();
  std::uint64_t heard = 0;
  {
    console_client console(dispatcher);
    console.subscribe();
    const auto before = taken(program);
    console.next_event(dispatch_is(before, "pushed"));
    // What the frame of that event held besides has been heard as well.
    heard = console.position();
    console.cut();
  }
  const auto while_away = taken(program);
  const auto again_away = taken(program);
  console_client back(dispatcher);
  back.subscribe({{"after", heard}});
  std::set<std::uint64_t> positions;
  bool in_order = true;
  const auto note = [&](const json& event) {
    const auto position = event.at("position").get<std::uint64_t>();
    in_order = in_order && position > heard && (positions.empty() || position > *positions.rbegin());
    positions.insert(position);
  };
  back.next_event([&](const json& event) {
    note(event);
    return dispatch_is(while_away, "pushed")(event);
  });
  back.next_event([&](const json& event) {
    note(event);
    return dispatch_is(again_away, "pushed")(event);
  });
  CHECK(in_order);
  // The log has the same events of the two incidents, none more.
  std::set<std::uint64_t> logged;
  for (const auto& event : whole_log(server.person("supervisor"))) {
    const auto subject = event.at("subject").get<std::string>();
    if (subject == subject_of(while_away) || subject == subject_of(again_away))
      logged.insert(event.at("position").get<std::uint64_t>());
  }
  for (const auto position : logged) {
    CAPTURE(position);
    CHECK(positions.contains(position));
  }
}

TEST_CASE("given a position that this server never had, then a console gets a snapshot and no silent hole") {
  console_client console(shared_server().person("dispatcher"));
  console.send({{"type", "subscribe"}, {"after", 9007199254740991}});
  CHECK(console.next("snapshot").at("part") == 1);
}

TEST_CASE("given a filter of grades, then an incident that leaves it is taken off the board") {
  auto& server = shared_server();
  const auto handler = server.person("handler");
  auto quiet = in_district(knife_contact("Paint on the wall again, found this morning."), "Salford");
  quiet["facts"] = {{"time_since_event", "days"}, {"life_threat", "none"}};
  quiet["grade"] = {{"grade", "3"}, {"rationale", "Somebody should look at it this week."}};
  console_client console(server.person("dispatcher"));
  console.subscribe({{"grades", {"3"}}});
  const auto incident = taken(handler, quiet);
  REQUIRE(incident.at("grade") == "3");
  const auto id = incident.at("id").get<std::string>();
  console.next_event([&](const json& event) { return event.at("subject") == "incident/" + id; });
  REQUIRE(
      handler
          .post(
              "/v1/incidents/" + id + "/grade",
              {{"grade", "1"}, {"rationale", "He has a knife."}, {"reason_code", "new_information"}}
          )
          .status == 200
  );
  for (;;) {
    const auto left = console.next("left");
    if (left.at("stream") == id) break;
  }
}

TEST_CASE("given people kept to a district, then board, record and console show them the same") {
  auto& server = shared_server();
  const auto admin = server.person("admin");
  for (const auto* role : {"dispatcher", "supervisor"}) {
    const auto made = admin.post(
        "/v1/accounts", {{"name", "salford." + std::string(role)},
                         {"display_name", "Of Salford"},
                         {"role", role},
                         {"password", demo_password},
                         {"districts", {"Salford"}}}
    );
    REQUIRE(made.status == 201);
  }
  const auto program = server.program();
  const auto here = taken(program, in_district(knife_contact(), "Salford"));
  const auto elsewhere = taken(program, in_district(knife_contact(), "Bolton"));
  const auto unplaced = taken(program);
  for (const auto* account : {"salford.dispatcher", "salford.supervisor"}) {
    CAPTURE(account);
    const auto who = server.person(account);
    console_client console(who);
    const auto on_console = ids_of(console.subscribe());
    std::set<std::string> on_board;
    for (std::string next = "/v1/incidents?limit=200"; !next.empty();) {
      const auto page = who.get(next).body_json;
      on_board.merge(ids_of(page.at("items")));
      const auto& cursor = page.at("next_cursor");
      next = cursor.is_string() ? "/v1/incidents?limit=200&cursor=" + cursor.get<std::string>() : "";
    }
    CHECK(on_console == on_board);
    CHECK(on_board.contains(here.at("id").get<std::string>()));
    CHECK(on_board.contains(unplaced.at("id").get<std::string>()));
    CHECK(!on_board.contains(elsewhere.at("id").get<std::string>()));
    CHECK(who.get("/v1/incidents/" + here.at("id").get<std::string>()).status == 200);
    CHECK(who.get("/v1/incidents/" + unplaced.at("id").get<std::string>()).status == 200);
    CHECK(who.get("/v1/incidents/" + elsewhere.at("id").get<std::string>()).status == 404);
    CHECK(who.get("/v1/incidents/" + elsewhere.at("id").get<std::string>() + "/log").status == 404);
    // What is pushed later is kept to the same.
    const auto later_elsewhere = taken(program, in_district(knife_contact(), "Bolton"));
    const auto later_here = taken(program, in_district(knife_contact(), "Salford"));
    console.next_event([&](const json& event) {
      CHECK(event.at("subject") != subject_of(later_elsewhere));
      return dispatch_is(later_here, "pushed")(event);
    });
  }
}
