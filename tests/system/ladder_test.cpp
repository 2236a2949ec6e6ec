// The escalation ladder on the built server: run from its timers, answered by name, silent where somebody goes.

#include <catch2/catch.hpp>

#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

// A grade 1 in that district; the path of the incident.
std::string knife_in(const std::string& district) {
  auto contact = knife_contact();
  contact["location"] = {{"text", "Market, " + district}, {"district", district}};
  const auto taken = done(as("handler").post("/v1/contacts", contact));
  REQUIRE(taken.at("incident").at("grade") == "1");
  return path_of(id_of(taken, "incident"));
}

json told_to(const json& incident, const std::string& post) {
  for (const auto& one : incident.at("escalations")) {
    if (one.at("to") == post) return one;
  }
  return nullptr;
}

} // namespace

TEST_CASE("A grade 1 that nobody has climbs by itself, is bundled by post and is answered by name") {
  const auto path = knife_in("Tameside");
  const auto id = id_at(path);
  CHECK(record_at(path).at("dispatch").at("voice") == "owed");
  advance("PT2M");
  const auto item = told_to(record_at(path), "district_inspector");
  REQUIRE_FALSE(item.is_null());
  const auto bundle = done(as("supervisor").get("/v1/escalations?post=district_inspector&district=Tameside"));
  REQUIRE(bundle.at("posts").size() == 1);
  CHECK(bundle.at("posts")[0].at("items")[0].at("incident") == id);
  CHECK(bundle.at("posts")[0].at("total") == bundle.at("posts")[0].at("items").size());
  CHECK(bundle.at("posts")[0].at("unanswered") == bundle.at("posts")[0].at("total"));
  const auto answer = path + "/escalations/" + item.at("id").get<std::string>() + "/acknowledge";
  CHECK(as("dispatcher").post(answer, json::object()).status == 403);
  const json heard{{"officer", {{"name", "Insp Moss"}, {"means", "radio"}}}};
  const auto after = done(as("dispatcher").post(answer, heard));
  CHECK(told_to(after, "district_inspector").at("acknowledged_by") == "user:dispatcher");
  CHECK(after.dump().find("Insp Moss") == std::string::npos);
  // Nobody has gone yet when the review is due: it is there again.
  advance("PT11M");
  CHECK(told_to(record_at(path), "district_inspector").at("acknowledged_by").is_null());
}

TEST_CASE("Of what a post was told the first are shown, and how many there are is said") {
  const auto first = id_at(knife_in("Trafford"));
  const auto second = id_at(knife_in("Trafford"));
  advance("PT2M");
  const auto told = [](const std::string& limit) {
    const auto path = "/v1/escalations?post=district_inspector&district=Trafford&limit=" + limit;
    return done(as("supervisor").get(path)).at("posts")[0];
  };
  const auto one = told("1");
  CHECK(one.at("items").size() == 1);
  CHECK(one.at("items")[0].at("incident") == first); // told first
  CHECK(one.at("total") == 2);
  CHECK(one.at("unanswered") == 2);
  CHECK(told("2").at("items")[1].at("incident") == second);
  CHECK(as("supervisor").get("/v1/escalations?limit=0").status == 400);
}

TEST_CASE("A unit's steps are one chain, and where it is there nothing is told any more") {
  const auto path = knife_in("Oldham");
  const json by_radio{{"unit", "BT21"}, {"state", "accepted"}, {"officer", {{"name", "PC Reed"}, {"means", "radio"}}}};
  done(as("dispatcher").post(path + "/units", by_radio));
  done(as("dispatcher").post(path + "/units", {{"unit", "BT21"}, {"state", "en_route"}}));
  const auto there = done(as("dispatcher").post(path + "/units", {{"unit", "BT21"}, {"state", "at_scene"}}));
  CHECK(there.at("incident").at("resourcing") == "attended");
  CHECK(there.at("incident").at("dispatch").at("voice") == "given");
  CHECK(there.at("chain").back().at("step") == "at_scene");
  advance("PT1H");
  CHECK(record_at(path).at("escalations").empty());
  const auto log = done(as("supervisor").get(path + "/log"));
  CHECK(log.dump().find("incident.target_breached") == std::string::npos);
}

TEST_CASE("A break is never refused, and what the person had is on the desk again") {
  const auto path = knife_in("Trafford");
  const json dispatch{{"dispatch", record_at(path).at("dispatch").at("id")}};
  done(as("dispatcher").post(path + "/acknowledgement", dispatch));
  const auto left = done(as("dispatcher").post("/v1/duty/status", {{"status", "break"}}));
  CHECK(left.at("returned").dump().find(id_at(path)) != std::string::npos);
  CHECK(record_at(path).at("dispatch").at("state") == "pushed");
}

TEST_CASE("At a change of shift what is late is told again, in that district only") {
  const auto path = knife_in("Wigan");
  const auto other = knife_in("Rochdale");
  advance("PT20M");
  const auto before = told_to(record_at(path), "district_inspector").at("times");
  const auto done_in = done(as("supervisor").post("/v1/shift-changes", {{"district", "Wigan"}}));
  CHECK(done_in.at("escalated").size() == 1);
  CHECK(told_to(record_at(path), "district_inspector").at("reason_code") == "shift_change");
  CHECK(told_to(record_at(other), "district_inspector").at("reason_code") != "shift_change");
  CHECK(as("dispatcher").post("/v1/shift-changes", json::object()).status == 403);
}
