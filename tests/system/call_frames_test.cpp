// Telephony's calls on the consoles of those who take them: who rings, and whole the call that one has answered.

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/support/served_frontdoor.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

// Telephony tells of a call; gives its id.
std::string telephony_tells(const served_frontdoor& server, json body) {
  body["channel"] = "999";
  body["phone"] = "+447700900411";
  const auto answer = server.program().post("/v1/calls", body);
  CAPTURE(answer.body);
  REQUIRE(answer.status == 200);
  return answer.body_json.at("call").at("id").get<std::string>();
}

// The next message that tells of that call, as its item; null where it is gone.
json next_of_call(console_client& console, const std::string& id) {
  for (;;) {
    const auto message = console.next("call");
    for (const auto& item : message.at("items")) {
      if (item.at("id") == id) return item;
    }
    const auto& gone = message.at("gone");
    if (std::ranges::find(gone, json(id)) != gone.end()) return {};
  }
}

} // namespace

TEST_CASE("given a call, then it rings on every console, and is whole on the one whose person has answered it") {
  const served_frontdoor server;
  console_client own(server.person("handler"));
  console_client other(server.person("dispatcher"));
  for (auto* console : {&own, &other}) {
    console->subscribe();
    const auto first = console->next("call");
    CHECK(first.at("whole") == true);
    CHECK(first.at("items").empty());
  }
  const auto id = telephony_tells(server, {{"call", "line-1"}, {"state", "ringing"}});
  for (auto* console : {&own, &other}) {
    const auto ringing = next_of_call(*console, id);
    CHECK(ringing.at("state") == "ringing");
    CHECK_FALSE(ringing.contains("personal"));
  }

  telephony_tells(server, {{"call", "line-1"}, {"state", "answered"}, {"agent", "handler"}});
  const auto answered = next_of_call(own, id);
  CHECK(answered.at("state") == "answered");
  CHECK(answered.at("personal").at("phone") == "+447700900411");
  CHECK(next_of_call(other, id).is_null());

  const json place{{"source", "subscriber"}, {"text", "12 Yarrow Road, Stockport"}};
  telephony_tells(server, {{"call", "line-1"}, {"state", "located"}, {"locations", json::array({place})}});
  const auto located = next_of_call(own, id);
  REQUIRE(located.at("personal").at("locations").size() == 1);
  CHECK(located.at("personal").at("locations")[0].at("text") == "12 Yarrow Road, Stockport");

  // Who connects while it is on the line is given it whole, too.
  console_client again(server.person("handler"));
  again.subscribe();
  CHECK(next_of_call(again, id).at("personal").at("phone") == "+447700900411");

  telephony_tells(server, {{"call", "line-1"}, {"state", "ended"}});
  CHECK(next_of_call(own, id).is_null());
}

TEST_CASE("given calls on the line, when the server is started again, then they are told of as they are") {
  served_frontdoor server;
  const auto id = telephony_tells(server, {{"call", "line-2"}, {"state", "ringing"}});
  server.kill();
  server.start();
  console_client console(server.person("handler"));
  console.subscribe();
  CHECK(next_of_call(console, id).at("state") == "ringing");
  telephony_tells(server, {{"call", "line-2"}, {"state", "answered"}, {"agent", "handler"}});
  CHECK(next_of_call(console, id).at("state") == "answered");
}
