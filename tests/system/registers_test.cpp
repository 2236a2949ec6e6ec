// What supervisors, the registrar and auditors look at: tasks by owner, kind, risk and time, crimes that are only
// related to an incident, samples that anyone can draw again, and the sum of contacts among the metrics.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"
#include "tests/system/example_start.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

std::string incident_with(const json& contact) {
  return done(as("handler").post("/v1/contacts", contact)).at("incident").at("id");
}

// How many tasks on that incident the filter lets through.
std::size_t listed(const std::string& incident, const std::string& filter) {
  const auto answer = done(as("supervisor").get("/v1/tasks?incident=" + incident + filter));
  CHECK(answer.at("total").get<std::size_t>() == answer.at("items").size());
  for (const auto& one : answer.at("items"))
    CHECK(one.at("incident") == incident);
  return answer.at("items").size();
}

} // namespace

TEST_CASE("given a task, then it is listed by owner, kind, risk and due time, and by none that it does not have") {
  const auto incident = incident_with(knife_contact());
  done(as("supervisor").post("/v1/incidents/" + incident + "/tasks", {{"kind", "call_back"}}));
  REQUIRE(listed(incident, "&kind=call_back") == 1);
  const auto task =
      done(as("supervisor").get("/v1/tasks?incident=" + incident + "&kind=call_back")).at("items").front();
  const auto owner = task.at("owner").get<std::string>();
  const auto grade = task.at("risk").get<std::string>();
  const auto due_at = task.at("due_at").get<std::string>();
  CHECK(listed(incident, "&kind=call_back&owner=" + owner) == 1);
  CHECK(listed(incident, "&kind=call_back&owner=crime_registrar") == 0);
  CHECK(listed(incident, "&kind=call_back&owner=crime_registrar," + owner) == 1);
  CHECK(listed(incident, "&kind=call_back&risk=" + grade) == 1);
  CHECK(listed(incident, "&kind=call_back&risk=ungraded") == 0);
  CHECK(listed(incident, "&kind=call_back&due_before=" + an_hour_after(due_at)) == 1);
  CHECK(listed(incident, "&kind=call_back&due_before=" + due_at) == 0); // before, not at
  CHECK(as("supervisor").get("/v1/tasks?due_before=soon").status == 400);
  CHECK(as("supervisor").get("/v1/tasks?colour=red").status == 400);
}

TEST_CASE("given tasks of several incidents, then those due first stand at the top") {
  const auto first = incident_with(knife_contact("A man with a knife by the canal."));
  const auto second = incident_with(knife_contact("A man with a knife at the station."));
  for (const auto& one : {second, first})
    done(as("supervisor").post("/v1/incidents/" + one + "/tasks", {{"kind", "call_back"}}));
  const auto items = done(as("supervisor").get("/v1/tasks?limit=1000")).at("items");
  const auto later = [](const json& a, const json& b) { return a.at("due_at") < b.at("due_at"); };
  CHECK(std::ranges::is_sorted(items, later));
  CHECK(done(as("supervisor").get("/v1/tasks?limit=1")).at("items").size() == 1);
}

TEST_CASE("given a report that is only crime-related, then it stays on its register until it is recorded") {
  const auto handler = as("handler");
  const auto taken = done(handler.post(
      "/v1/contacts",
      {{"channel", "101"}, {"narrative", "Somebody took a bicycle from the yard."}, {"facts", {{"theft", true}}}}
  ));
  const auto path = path_of(id_of(taken, "incident"));
  const auto key = taken.at("crimes").front().at("key");
  const auto related = done(handler.post(
      path + "/crimes",
      {{"decision", "crime_related"}, {"key", key}, {"reason_code", "victim_not_found"}, {"victim_told", true}}
  ));
  const auto on_register = [&] {
    const auto items = done(as("registrar").get("/v1/crimes?register=crime_related_unresolved&limit=1000")).at("items");
    return std::ranges::count(items, related.at("id"), [](const json& one) { return one.at("id"); });
  };
  CHECK(on_register() == 1);
  const auto recorded =
      handler.post(path + "/crimes", {{"decision", "recorded"}, {"crime", related.at("id")}, {"victim_told", true}});
  CAPTURE(recorded.body);
  REQUIRE(recorded.status == 201);
  CHECK(recorded.body_json.at("id") == related.at("id"));
  CHECK(on_register() == 0);
  CHECK(as("registrar").get("/v1/crimes?register=lost").status == 400);
  CHECK(as("handler").get("/v1/crimes?register=due").status == 403);
}

TEST_CASE("given more on a register than was asked for, then the answer says that it goes on") {
  for (int i = 0; i < 2; ++i) {
    done(as("handler").post(
        "/v1/contacts",
        {{"channel", "101"}, {"narrative", "Somebody took a bicycle from the yard."}, {"facts", {{"theft", true}}}}
    ));
  }
  const auto first = done(as("registrar").get("/v1/crimes?register=due&limit=1"));
  CHECK(first.at("items").size() == 1);
  CHECK(first.at("more") == true);
  const auto all = done(as("registrar").get("/v1/crimes?register=due&limit=1000"));
  CHECK(all.at("items").size() >= 2);
  CHECK(all.at("more") == (all.at("items").size() == 1000));
  CHECK(done(as("registrar").get("/v1/crimes/reconciliation")).at("more") == false);
  CHECK(done(as("dispatcher").get("/v1/handovers")).at("more") == false);
}

TEST_CASE("given a population, then a seed draws the same sample again, and strata say how much of each it is") {
  incident_with(knife_contact("A man with a knife in the arcade."));
  incident_with({{"channel", "101"}, {"narrative", "She is hit by her husband."}, {"facts", {{"domestic", true}}}});
  advance("PT1M"); // what came in this instant is not in it yet
  const auto registrar = as("registrar");
  const auto sample = done(registrar.get("/v1/crimes/audit-sample?size=2&seed=7"));
  CHECK(sample == done(registrar.get("/v1/crimes/audit-sample?size=2&seed=7")));
  std::size_t population = 0;
  std::size_t drawn = 0;
  for (const auto& one : sample.at("strata")) {
    CHECK(one.at("drawn").get<std::size_t>() <= one.at("population").get<std::size_t>());
    population += one.at("population").get<std::size_t>();
    drawn += one.at("drawn").get<std::size_t>();
  }
  CHECK(sample.at("population") == population);
  CHECK(sample.at("items").size() == drawn);
  std::set<std::string> different;
  for (const auto& one : sample.at("items"))
    different.insert(one.at("incident").get<std::string>());
  CHECK(different.size() == drawn);
}

TEST_CASE("given what an audit found, then its error rate comes with how far it can be trusted") {
  const auto registrar = as("registrar");
  const auto some = done(registrar.get("/v1/crimes/audit-interval?errors=3&audited=100"));
  CHECK(some.at("rate").get<double>() == Approx(0.03));
  CHECK(some.at("low").get<double>() == Approx(0.01025).margin(1e-4));
  CHECK(some.at("high").get<double>() == Approx(0.08452).margin(1e-4));
  CHECK(done(registrar.get("/v1/crimes/audit-interval?errors=0&audited=20")).at("high").get<double>() > 0.1);
  CHECK(registrar.get("/v1/crimes/audit-interval?errors=5&audited=4").status == 400);
  CHECK(registrar.get("/v1/crimes/audit-interval?errors=1").status == 400);
}

TEST_CASE("given a contact, then the sum of contacts counts it, and neither it nor the metrics miss one") {
  const auto sum = [] { return done(as("supervisor").get("/v1/reconciliation")); };
  const auto before = sum();
  incident_with(knife_contact("A man with a knife in the car park."));
  const auto after = sum();
  CHECK(after.at("in").get<int>() == before.at("in").get<int>() + 1);
  CHECK(after.at("open").get<int>() == before.at("open").get<int>() + 1);
  CHECK(after.at("difference") == 0);
  const auto metrics = as("supervisor").get("/metrics").body;
  CHECK(metrics.find("frontdoor_contacts_unaccounted 0") != std::string::npos);
}

TEST_CASE("given a contact, then its sender may ask how it stands, in plain words, and learns when it has ended") {
  const auto sender = contract_server().program();
  const auto taken = done(sender.post(
      "/v1/contacts", {{"channel", "partner"},
                       {"narrative", "Somebody has left a bicycle against the fence for a week."},
                       {"facts", {{"life_threat", "none"}, {"violence", "none"}, {"weapon", "none"}}}}
  ));
  const auto path = "/v1/contacts/" + taken.at("contact").at("id").get<std::string>() + "/status";
  const auto incident = taken.at("incident").at("id").get<std::string>();
  const auto open = done(sender.get(path));
  CHECK(open.at("reference") == taken.at("incident").at("number"));
  CHECK((open.at("status") == "in_hand" || open.at("status") == "to_be_told"));
  for (const auto* inside : {"grade", "flags", "district", "units"})
    CHECK_FALSE(open.contains(inside));
  done(satisfy_gate(as("supervisor"), incident, "attended_dealt_with"));
  CHECK(done(sender.get(path)).at("status") == "ended");
  // Of the contact of somebody else a system learns nothing.
  const auto other = done(as("handler").post("/v1/contacts", knife_contact())).at("contact").at("id");
  CHECK(sender.get("/v1/contacts/" + other.get<std::string>() + "/status").status == 404);
  CHECK(done(as("handler").get("/v1/contacts/" + other.get<std::string>() + "/status")).at("status") == "in_hand");
}

TEST_CASE("given facts told in turn, then the log as known in between holds the first assessment and not the second") {
  const auto handler = as("handler");
  const auto taken = done(handler.post(
      "/v1/contacts",
      {{"channel", "101"}, {"narrative", "It is not clear what goes on."}, {"facts", {{"weapon", "none"}}}}
  ));
  const auto path = path_of(id_of(taken, "incident"));
  const auto before = taken.at("contact").at("received_at").get<std::string>();
  advance("PT10M");
  done(handler.post(path + "/facts", {{"facts", {{"weapon", "seen"}}}}));
  const auto assessments = [&](const std::string& query) {
    std::vector<json> found;
    for (const auto& one : done(as("supervisor").get(path + "/log" + query)).at("events")) {
      if (one.at("type") == "incident.assessed") found.push_back(one.at("data").at("assessment").at("proposed_grade"));
    }
    return found;
  };
  const auto now = assessments("");
  REQUIRE(now.size() == 2);
  CHECK(assessments("?as_at=" + before) == std::vector<json>{now.front()});
  CHECK(now.front() != now.back());
}
