// One of two servers loses its way to the database. While the other one reaches it, consoles and calls go there; where
// there is no other, or a console has no way to it, the server goes on alone.

#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/support/test_database.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/faulty_database.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

constexpr std::chrono::seconds patience{60};

std::vector<std::string> with_peer(std::uint16_t peer) {
  std::vector<std::string> words;
  for (const auto& setting : std::vector<std::string>{
           "outage.degrade_after_ms=300", "outage.return_after_ms=500", "outage.probe_interval_ms=100",
           "outage.probe_timeout_ms=500", "outage.peer_interval_ms=100", "outage.peer_timeout_ms=500",
           "http.trusted_proxies=127.0.0.1", "outage.peers=http://127.0.0.1:" + std::to_string(peer)
       })
    words.insert(words.end(), {"--set", setting});
  return words;
}

// Two servers on one database, of which the first reaches it by a network that can be cut.
struct halved_pair {
  frontdoor::db::database_options database = frontdoor::testing::fresh_database();
  faulty_proxy network{socket_of(database)};
  served_frontdoor healthy{serve_options{{"--set", "outage.probe_interval_ms=50"}, database, {}}};
  served_frontdoor cut_off{serve_options{with_peer(healthy.port()), by_way_of(network, database), healthy.api_key()}};

  // As the proxy before the servers would call it for somebody.
  http_caller by_proxy(const http_caller& who) const {
    auto headers = who.credentials();
    headers.emplace_back("X-Forwarded-For", "192.0.2.7");
    return {who.port(), headers};
  }
  json readiness() const { return cut_off.anonymous().get("/readyz").body_json; }
  bool handed_over() const { return readiness().at("checks").at("handed_over") == true; }
  std::string mode() const { return readiness().at("checks").at("mode").get<std::string>(); }
};

json taken(const http_caller& who, const std::string& words) {
  const auto answer = who.post("/v1/contacts", knife_contact(words));
  CAPTURE(answer.body);
  REQUIRE(answer.status == 201);
  return answer.body_json;
}

bool refused(const http_caller& who) {
  try {
    const console_client console(who);
    return false;
  } catch (const std::exception&) {
    return true;
  }
}

} // namespace

TEST_CASE("given one server cut off from the database, then its consoles go to the other one and miss nothing") {
  halved_pair pair;
  const auto at_cut_off = pair.by_proxy(pair.cut_off.person("dispatcher"));
  console_client console(at_cut_off);
  console.subscribe();
  const auto before = taken(pair.cut_off.program(), "Before the cut.");
  console.next_event(dispatch_is(before.at("incident"), "pushed"));
  const auto heard = console.position();

  pair.network.cut();
  const auto bye = console.next("bye");
  CHECK(bye.at("code") == "handed_over");
  CHECK(bye.at("resume") == true);
  CHECK_FALSE(bye.at("detail").get<std::string>().empty());
  const auto ready = pair.cut_off.anonymous().get("/readyz");
  CHECK(ready.status == 503);
  CHECK(ready.body_json.at("status") == "not_ready");
  CHECK(ready.body_json.at("checks").at("handed_over") == true);
  // The proxy is told in the same way for calls and for consoles: 503, and it turns to the other.
  CHECK(refused(at_cut_off));
  const header_list key{{"Idempotency-Key", "turned-away"}};
  const auto turned = pair.cut_off.program().post("/v1/contacts", knife_contact(), key);
  CHECK(turned.status == 503);
  CHECK(turned.body_json.at("code") == "handed_over");
  CHECK(pair.healthy.program().post("/v1/contacts", knife_contact(), key).status == 201);

  console_client there(pair.by_proxy(pair.healthy.person("dispatcher")));
  there.subscribe({{"after", heard}});
  const auto meanwhile = taken(pair.healthy.program(), "While it was cut off.");
  there.next_event(dispatch_is(meanwhile.at("incident"), "pushed"));

  // Nothing was kept here, so nothing has to be brought in.
  pair.network.mend();
  REQUIRE(eventually([&] { return pair.cut_off.anonymous().get("/readyz").status == 200; }, patience));
  CHECK(pair.mode() == "normal");
  console_client back(pair.by_proxy(pair.cut_off.person("dispatcher")));
  CHECK(back.subscribe().size() == 3);
}

TEST_CASE("given work handed over, when the other server goes, then this one takes it back and goes on alone") {
  halved_pair pair;
  const auto dispatcher = pair.by_proxy(pair.cut_off.person("dispatcher"));
  REQUIRE(dispatcher.get("/v1/session").status == 200);
  taken(pair.cut_off.program(), "Before the cut.");
  pair.network.cut();
  REQUIRE(eventually([&] { return pair.handed_over(); }, patience));
  pair.healthy.kill();
  REQUIRE(eventually([&] { return !pair.handed_over(); }, patience));
  CHECK(pair.mode() == "degraded");
  console_client console(dispatcher);
  console.subscribe();
  const auto alone = taken(pair.cut_off.program(), "Nobody else is there.");
  CHECK(alone.at("degraded") == true);
  const auto shown = console.next("outage");
  CHECK(shown.at("mode") == "degraded");
  // What is kept here the other does not know: this console stays, also when the other one is back.
  pair.healthy.start();
  pair.network.mend();
  REQUIRE(eventually([&] { return pair.mode() == "normal"; }, patience));
  const auto again = pair.healthy.program().post("/v1/contacts", knife_contact("Both are there."));
  CHECK(again.status == 201);
  console.next_event(dispatch_is(again.body_json.at("incident"), "pushed"));
}

TEST_CASE("given a console that no proxy can bring elsewhere, then it stays, and its server goes on alone") {
  halved_pair pair;
  console_client direct(pair.cut_off.person("dispatcher"));
  direct.subscribe();
  taken(pair.cut_off.program(), "Before the cut.");
  pair.network.cut();
  REQUIRE(eventually([&] { return pair.mode() == "degraded"; }, patience));
  const auto alone = taken(pair.cut_off.program(), "It has nowhere to go.");
  CHECK(alone.at("degraded") == true);
  for (;;) {
    const auto shown = direct.next("outage");
    if (!shown.at("items").empty()) break;
  }
  CHECK_FALSE(pair.handed_over());
  CHECK(pair.cut_off.anonymous().get("/readyz").status == 200);
}
