// What the room owes on the log's own clock, with two servers on one database: handovers, shifts, the surge, the
// planned roster and problem records. Each happens once, whichever server fires it, and also when one of them was away.

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/eventually.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/server_pair.hpp"
#include "triage/time.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

json did(const reply& answer) {
  CAPTURE(answer.body);
  REQUIRE(answer.status / 100 == 2);
  return answer.body_json;
}

void move_clock(const served_frontdoor& server, const char* by) {
  did(server.program().post("/v1/test/clock", {{"advance", by}}));
}

// A grade 1 in Salford that a named person has taken on.
json taken_on_by(const http_caller& who, const served_frontdoor& server) {
  auto contact = knife_contact();
  contact["location"] = {{"text", "Market, Salford"}, {"district", "Salford"}, {"lat", 53.48}, {"lon", -2.29}};
  const auto made = did(server.program().post("/v1/contacts", contact));
  const auto path = "/v1/incidents/" + made.at("incident").at("id").get<std::string>();
  did(who.post(path + "/acknowledgement", {{"dispatch", made.at("dispatch").at("id")}}));
  return made.at("incident");
}

// How often the log says that somebody was told of that incident for this reason.
std::ptrdiff_t times_told(const json& log, const json& incident, const std::string& reason) {
  const auto subject = "incident/" + incident.at("id").get<std::string>();
  return std::count_if(log.begin(), log.end(), [&](const json& event) {
    return event.at("type") == "uk.police.frontdoor.incident.escalated.v1" && event.at("subject") == subject &&
           event.at("data").at("reason_code") == reason;
  });
}

std::string in_hours(const served_frontdoor& server, int hours) {
  const auto now = server.program().get("/v1/test/clock").body_json.at("now").get<std::string>();
  return frontdoor::triage::to_rfc3339(frontdoor::triage::parse_rfc3339(now).value() + std::chrono::hours(hours));
}

json planned_inspector(const served_frontdoor& server, const char* person, int from, int to) {
  return {
      {"post", "district_inspector"},
      {"area", "north"},
      {"person", person},
      {"from", in_hours(server, from)},
      {"to", in_hours(server, to)}
  };
}

reply put(const http_caller& who, const std::string& path, const json& body) {
  return who.call("PUT", path, body.dump());
}

} // namespace

TEST_CASE("given a handover that nobody accepts, when its time is over, then its post is told once by two servers") {
  pair_of_servers pair;
  const auto supervisor = pair.a.person("supervisor");
  const auto incident = taken_on_by(pair.a.person("dispatcher"), pair.a);
  did(supervisor.post("/v1/handovers", json::object()));
  move_clock(pair.a, "PT14M");
  CHECK(times_told(whole_log(supervisor), incident, "handover") == 0);
  move_clock(pair.b, "PT2M");
  move_clock(pair.a, "PT1M");
  move_clock(pair.b, "PT1M");
  CHECK(times_told(whole_log(supervisor), incident, "handover") == 1);
  const auto open = did(supervisor.get("/v1/handovers")).at("items");
  REQUIRE(open.size() == 1);
  CHECK(open.at(0).at("items").at(0).at("state") == "bounced");
}

TEST_CASE("given a server killed before the time, then the other one tells the post, and the first not again") {
  pair_of_servers pair;
  const auto supervisor = pair.b.person("supervisor");
  const auto incident = taken_on_by(pair.a.person("dispatcher"), pair.a);
  did(pair.a.person("supervisor").post("/v1/handovers", json::object()));
  pair.a.kill();
  move_clock(pair.b, "PT16M");
  CHECK(times_told(whole_log(supervisor), incident, "handover") == 1);
  pair.a.start();
  move_clock(pair.a, "PT1M");
  CHECK(times_told(whole_log(supervisor), incident, "handover") == 1);
}

TEST_CASE("given a shift that ends with nobody leaving the desk, then the post is told once of what is still held") {
  pair_of_servers pair;
  const auto dispatcher = pair.a.person("dispatcher");
  did(dispatcher.post("/v1/duty/status", {{"status", "on"}, {"talkgroup", "north"}, {"until", in_hours(pair.a, 1)}}));
  const auto incident = taken_on_by(dispatcher, pair.a);
  move_clock(pair.b, "PT61M");
  move_clock(pair.a, "PT1M");
  CHECK(times_told(whole_log(pair.a.person("supervisor")), incident, "handover") == 1);
  const auto desks = did(dispatcher.get("/v1/duty/roster")).at("items");
  REQUIRE(desks.size() == 1);
  CHECK(desks.at(0).at("status") == "over");
  CHECK(desks.at(0).at("person") == "user:dispatcher");
  CHECK(desks.at(0).at("pod") == "north");
  // Still theirs: people decide.
  const auto record = did(dispatcher.get("/v1/incidents/" + incident.at("id").get<std::string>()));
  CHECK(record.at("dispatch").at("acknowledged_by") == "user:dispatcher");
}

TEST_CASE("given few units and nothing else amiss, then waiting alone makes a surge at the very time") {
  pair_of_servers pair;
  const auto supervisor = pair.a.person("supervisor");
  did(pair.a.program().post("/v1/contacts", knife_contact()));
  move_clock(pair.a, "PT3H59M");
  CHECK(did(supervisor.get("/v1/surge")).at("active") == false);
  move_clock(pair.b, "PT2M");
  const auto told = did(supervisor.get("/v1/surge"));
  CHECK(told.at("active") == true);
  CHECK(told.at("told").at("to") == "duty_superintendent");
  const auto first = told.at("told").at("told_at");
  move_clock(pair.a, "PT30M");
  CHECK(did(supervisor.get("/v1/surge")).at("told").at("told_at") == first); // silent until its review
  move_clock(pair.b, "PT31M");
  CHECK(did(supervisor.get("/v1/surge")).at("told").at("told_at") != first);
}

TEST_CASE("given a planned roster, then shifts begin at their times and whoever comes on knows what they take over") {
  pair_of_servers pair;
  const auto supervisor = pair.a.person("supervisor");
  const auto incident = taken_on_by(pair.a.person("dispatcher"), pair.a);
  const json plan{
      {"from", in_hours(pair.a, 0)},
      {"to", in_hours(pair.a, 24 * 4)},
      {"duties", {planned_inspector(pair.a, "supervisor", 1, 9), planned_inspector(pair.a, "insp2", 9, 60)}}
  };
  const auto made = did(put(supervisor, "/v1/roster", plan)).at("roster");
  CHECK(made.at("duties").size() == 2);
  CHECK(made.at("posts").size() > 1);
  CHECK(put(pair.a.person("dispatcher"), "/v1/roster", plan).status == 403);
  move_clock(pair.b, "PT61M");
  const auto mine = did(supervisor.get("/v1/duty/takeover"));
  REQUIRE(mine.at("begun").size() == 1);
  REQUIRE(mine.at("begun").at(0).at("incidents").size() == 1);
  CHECK(mine.at("begun").at(0).at("incidents").at(0).at("id") == incident.at("id"));
  CHECK(mine.at("begun").at(0).at("more") == 0);
  const auto asked = did(supervisor.get("/v1/roster/addressee?post=district_inspector&district=Salford"));
  CHECK(asked.at("addressee").at("how") == "by_radio");
  CHECK(asked.at("addressee").at("person") == "supervisor");
  did(supervisor.post("/v1/duty/status", {{"status", "on"}, {"talkgroup", "north"}}));
  const auto at_console = did(supervisor.get("/v1/roster/addressee?post=district_inspector&district=Salford"));
  CHECK(at_console.at("addressee").at("how") == "on_duty");
}

TEST_CASE("given more incidents than are listed, then whoever comes on is told how many more there are") {
  served_frontdoor server{
      serve_options{{"--clock=manual", "--set", "roster.takeover_max=10"}, frontdoor::testing::fresh_database(), {}}
  };
  const auto supervisor = server.person("supervisor");
  const auto dispatcher = server.person("dispatcher");
  for (int i = 0; i < 12; ++i)
    taken_on_by(dispatcher, server);
  const json plan{
      {"from", in_hours(server, 0)},
      {"to", in_hours(server, 24 * 4)},
      {"duties", json::array({planned_inspector(server, "supervisor", 1, 9)})}
  };
  did(put(supervisor, "/v1/roster", plan));
  move_clock(server, "PT61M");
  const auto mine = did(supervisor.get("/v1/duty/takeover"));
  REQUIRE(mine.at("begun").size() == 1);
  CHECK(mine.at("begun").at(0).at("incidents").size() == 10);
  CHECK(mine.at("begun").at(0).at("more") == 2);
}

TEST_CASE("given somebody put on while their shift runs, then what waits is theirs to see at once") {
  const served_frontdoor server{serve_options{{"--clock=manual"}, frontdoor::testing::fresh_database(), {}}};
  const auto supervisor = server.person("supervisor");
  const auto incident = taken_on_by(server.person("dispatcher"), server);
  auto first = planned_inspector(server, "insp1", -1, 9);
  json plan{{"from", in_hours(server, -1)}, {"to", in_hours(server, 24)}, {"duties", json::array({first})}};
  did(put(supervisor, "/v1/roster", plan));
  move_clock(server, "PT1M");
  CHECK(did(supervisor.get("/v1/duty/takeover")).at("begun").empty());
  auto stand_in = first;
  stand_in["person"] = "supervisor";
  plan["duties"].push_back(stand_in);
  did(put(supervisor, "/v1/roster", plan));
  move_clock(server, "PT1M");
  const auto mine = did(supervisor.get("/v1/duty/takeover"));
  REQUIRE(mine.at("begun").size() == 1);
  REQUIRE(mine.at("begun").at(0).at("incidents").size() == 1);
  CHECK(mine.at("begun").at(0).at("incidents").at(0).at("id") == incident.at("id"));
  // Taken off again, it is nobody's duty any more.
  plan["duties"].erase(1);
  did(put(supervisor, "/v1/roster", plan));
  CHECK(did(supervisor.get("/v1/duty/takeover")).at("begun").empty());
}

TEST_CASE("given a gap in the plan, then it is named two days before it comes, and not once it is filled") {
  pair_of_servers pair;
  const auto supervisor = pair.a.person("supervisor");
  const auto gap_of_north = [&]() -> json {
    for (const auto& gap : did(supervisor.get("/v1/roster")).at("roster").at("gaps")) {
      if (gap.at("post") == "district_inspector" && gap.at("area") == "north") return gap;
    }
    return nullptr;
  };
  const json plan{
      {"from", in_hours(pair.a, 0)},
      {"to", in_hours(pair.a, 24 * 6)},
      {"duties", {planned_inspector(pair.a, "insp1", 0, 72), planned_inspector(pair.a, "insp2", 84, 24 * 7)}}
  };
  did(put(supervisor, "/v1/roster", plan));
  CHECK(gap_of_north().is_null());
  move_clock(pair.b, "PT25H");
  const auto named = gap_of_north();
  REQUIRE(named.is_object());
  CHECK(named.at("from") == plan.at("duties").at(0).at("to"));
  CHECK(named.at("text").get<std::string>().find("for North from ") != std::string::npos);
  const json fill{
      {"from", in_hours(pair.a, 24)},
      {"to", in_hours(pair.a, 48)},
      {"duties", {planned_inspector(pair.a, "insp3", 46, 60)}}
  };
  did(put(supervisor, "/v1/roster", fill));
  CHECK(gap_of_north().is_null());
}

TEST_CASE("given an action on a problem that nobody ends, then it is a task of its owner once its time is over") {
  pair_of_servers pair;
  const auto supervisor = pair.a.person("supervisor");
  const auto taken = did(pair.a.program().post("/v1/contacts", knife_contact())).at("incident");
  const json problem{
      {"incident", taken.at("id")},
      {"kind", "place"},
      {"owner", "neighbourhood_team"},
      {"statement", "Youths gather behind the shops every weekend."},
      {"baseline", {{"contacts", 14}, {"days", 28}}}
  };
  const auto opened = did(supervisor.post("/v1/problems", problem)).at("problem").at("id").get<std::string>();
  const json action{{"owner", "council"}, {"due_at", in_hours(pair.a, 24)}, {"text", "Mend the gate at the yard."}};
  did(supervisor.post("/v1/problems/" + opened + "/actions", action));
  const auto owed = [&] { return did(supervisor.get("/v1/tasks?kind=problem_action&owner=council")).at("items"); };
  CHECK(owed().empty());
  move_clock(pair.b, "PT25H");
  REQUIRE(owed().size() == 1);
  CHECK(owed().at(0).at("overdue") == true);
  CHECK(owed().at(0).at("about") == opened);
  const auto end = "/v1/problems/" + opened + "/actions/" + owed().at(0).at("id").get<std::string>() + "/end";
  did(supervisor.post(end, {{"done", true}}));
  CHECK(owed().empty());
}
