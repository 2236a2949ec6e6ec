// A console that comes back to a server that has been started again: what it missed is told event by event, from the
// log, and the board is not given anew.

#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/support/test_database.hpp"
#include "tests/system/contacts.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

json call_taken(const http_caller& who, int number) {
  const auto answer = who.post("/v1/contacts", knife_contact("Call " + std::to_string(number)));
  CAPTURE(answer.body);
  REQUIRE(answer.status == 201);
  return answer.body_json;
}

// What a console is told from `after` up to and with `until`; a snapshot fails the test.
std::vector<std::uint64_t> told_between(console_client& console, std::uint64_t after, std::uint64_t until) {
  std::vector<std::uint64_t> positions;
  console.subscribe({{"after", after}});
  while (console.position() < until) {
    const auto message = console.next();
    CAPTURE(message.at("type"));
    REQUIRE(message.at("type") != "snapshot");
    REQUIRE(message.at("type") != "bye");
    if (message.at("type") != "frame") continue;
    for (const auto& event : message.at("items"))
      positions.push_back(event.at("position"));
  }
  std::erase_if(positions, [until](std::uint64_t position) { return position > until; });
  return positions;
}

// What the log has of incidents in (after, until].
std::vector<std::uint64_t> logged_between(const http_caller& who, std::uint64_t after, std::uint64_t until) {
  std::vector<std::uint64_t> positions;
  for (auto from = after; from < until;) {
    const auto page = who.get("/v1/events?limit=1000&after=" + std::to_string(from)).body_json;
    for (const auto& event : page.at("items")) {
      const auto position = event.at("position").get<std::uint64_t>();
      if (position <= until && event.at("subject").get<std::string>().starts_with("incident/"))
        positions.push_back(position);
    }
    REQUIRE(page.at("next_after").get<std::uint64_t>() > from);
    from = page.at("next_after");
  }
  return positions;
}

} // namespace

TEST_CASE("given a server started again, when a console comes back at its position, then it gets what it missed, once"
) {
  served_frontdoor server(serve_options{{}, frontdoor::testing::fresh_database(), {}});
  std::uint64_t heard = 0;
  json before;
  {
    console_client console(server.person("dispatcher"));
    console.subscribe();
    before = call_taken(server.program(), 0);
    console.next_event(dispatch_is(before.at("incident"), "pushed"));
    heard = console.position();
    console.cut();
  }
  // More than one reading of the log, an incident that goes on, and one that is seen to begin.
  const auto dispatcher = server.person("dispatcher");
  const auto raised = dispatcher.post(
      "/v1/incidents/" + before.at("incident").at("id").get<std::string>() + "/notes", {{"text", "Still there."}}
  );
  CAPTURE(raised.body);
  REQUIRE(raised.status < 300);
  json last;
  for (int i = 1; i <= 40; ++i)
    last = call_taken(server.program(), i);
  server.kill();
  server.start();
  const auto reaches = call_taken(server.program(), 41).at("position").get<std::uint64_t>();

  console_client back(server.person("dispatcher"));
  const auto told = told_between(back, heard, reaches);
  CHECK(told.size() > 64);
  CHECK(told == logged_between(server.person("supervisor"), heard, reaches));

  // And it goes on from there as before.
  const auto after = call_taken(server.program(), 42);
  back.next_event(dispatch_is(after.at("incident"), "pushed"));
}

TEST_CASE("given a console further behind than the server goes back, then it is given the board anew and told so") {
  served_frontdoor server(serve_options{{"--set", "console.resume_events_max=10"}, {}, {}});
  for (int i = 0; i < 10; ++i)
    call_taken(server.program(), i);
  console_client console(server.person("dispatcher"));
  console.send({{"type", "subscribe"}, {"after", 0}});
  const auto snapshot = console.next("snapshot");
  CHECK(snapshot.at("items").size() == 10);
}
