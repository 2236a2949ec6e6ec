#include <catch2/catch.hpp>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

set_grade choosing(const std::string& grade) {
  return {{grade, std::nullopt, std::nullopt}};
}

} // namespace

TEST_CASE("A person who agrees with the proposal confirms it: no new clock, no new dispatch") {
  story incident;
  incident.opened_with({{"relationship", "partner"}, {"suspect_present", true}});
  const auto before = incident.the_incident();
  const auto made = incident.at(nine_in_the_evening() + minutes(5)).when(choosing("2"));
  REQUIRE(made);
  CHECK(types_of(*made) == "incident.grade_set");
  CHECK(incident.the_incident().grade_state == grade_state::confirmed);
  CHECK(incident.the_incident().grade == before.grade);
  CHECK(incident.the_incident().dispatch == before.dispatch);
}

TEST_CASE("Confirming twice records nothing more") {
  story incident;
  incident.opened_with({{"domestic", true}});
  REQUIRE(incident.when(choosing("3")));
  const auto again = incident.by(person("user:other")).when(choosing("3"));
  REQUIRE(again);
  CHECK(again->events.empty());
  CHECK(again->incident == incident.the_incident());
}

TEST_CASE("A person raises: at once, clocks from the first receipt, a dispatch where the new grade has one") {
  story incident;
  incident.opened_with({{"domestic", true}});
  incident.at(nine_in_the_evening() + minutes(50));
  const auto made = incident.when(set_grade{{"1", "new_information", "He has a knife"}});
  REQUIRE(made);
  CHECK(types_of(*made) == "incident.grade_set, dispatch.requested");
  const auto& set = only<grade_set>(*made);
  CHECK(set.previous == "3");
  CHECK(set.reason_code == "new_information");
  CHECK(set.personal->rationale == "He has a knife");
  CHECK(incident.the_incident().grade->arrive_by == nine_in_the_evening() + minutes(15));
  CHECK(incident.the_incident().dispatch->acknowledge_by == nine_in_the_evening() + minutes(50) + seconds(15));
}

TEST_CASE("A raise to a grade that is pushed to nobody makes no dispatch") {
  story incident;
  incident.opened_with({{"vulnerability", {"child"}}});
  REQUIRE(incident.the_incident().grade->grade == "4");
  const auto made = incident.when(choosing("3"));
  REQUIRE(made);
  CHECK(types_of(*made) == "incident.grade_set");
}

TEST_CASE("An unknown grade is refused") {
  story incident;
  incident.opened_with({{"domestic", true}});
  const auto made = incident.when(choosing("urgent"));
  REQUIRE_FALSE(made);
  CHECK(made.error().kind == refusal_kind::invalid);
  CHECK(made.error().code == "unknown_grade");
  CHECK(made.error().faults.at(0).pointer == "/grade");
}

TEST_CASE("A reason is a code, never words") {
  story incident;
  incident.opened_with({{"domestic", true}});
  const auto made = incident.when(set_grade{{"1", "Ada says he is back", std::nullopt}});
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "unknown_reason_code");
  CHECK(made.error().faults.at(0).pointer == "/reason_code");
}

TEST_CASE("Only a named person grades") {
  for (const auto& who : {machine(), integrator(), person("")}) {
    story incident;
    incident.opened_with({{"domestic", true}});
    const auto made = incident.by(who).when(choosing("1"));
    REQUIRE_FALSE(made);
    CHECK(made.error().code == "named_person_required");
  }
}

TEST_CASE("An ungraded incident gets its first grade from a person") {
  story incident;
  incident.opened_with(json::object());
  const auto made = incident.when(choosing("2"));
  REQUIRE(made);
  CHECK(types_of(*made) == "incident.grade_set, dispatch.requested");
  CHECK_FALSE(only<grade_set>(*made).previous);
  CHECK(incident.the_incident().grade->arrive_by == nine_in_the_evening() + minutes(60));
}

TEST_CASE("Nobody is left without a deployment before the starred facts have been asked") {
  story incident;
  incident.opened_with(json::object());
  const auto made = incident.when(choosing("5"));
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "starred_facts_not_asked");
  REQUIRE(made.error().faults.size() == 1);
  CHECK(made.error().faults[0].pointer == "/facts/life_threat");
}

TEST_CASE("Asked without an answer is enough for a person to choose a grade without a deployment") {
  story incident;
  incident.opened_with({{"life_threat", "unknown"}});
  REQUIRE(incident.when(choosing("5")));
  CHECK(incident.the_incident().grade->grade == "5");
}

TEST_CASE("An exclusion bars a grade without deployment") {
  story incident;
  incident.opened_with({{"home_entered", true}, {"life_threat", "none"}});
  REQUIRE_FALSE(incident.the_incident().grade);
  const auto made = incident.when(choosing("5"));
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "barred_by_exclusion");
  CHECK(made.error().detail.find("X-BURG") != std::string::npos);
  CHECK(incident.when(choosing("4")));
}

TEST_CASE("A proposal without deployment can be confirmed") {
  story incident;
  incident.opened_with({{"life_threat", "none"}, {"in_progress", false}});
  REQUIRE(incident.the_incident().grade->grade == "5");
  REQUIRE(incident.when(choosing("5")));
  CHECK(incident.the_incident().grade_state == grade_state::confirmed);
}

TEST_CASE("A grade that a newer policy does not know is never lowered by mistake") {
  story incident;
  incident.opened_with({{"relationship", "partner"}, {"suspect_present", true}});
  auto newer = test_policy();
  newer.grades = {newer.grades[0], newer.grades[2]};
  newer.grades[1].code = "C";
  const context context{nine_in_the_evening(), [] { return id(77); }, person(), newer};
  // "2" stood at the second place; "C" stands there now and is a grade of the same place, not a less urgent one.
  CHECK(decide(incident.state(), choosing("C"), context));
  CHECK(decide(incident.state(), choosing("1"), context));
}

TEST_CASE("Nothing can be asked of an incident that does not exist") {
  story incident;
  for (const auto& one :
       {command(choosing("1")), command(add_note{"x"}), command(acknowledge_dispatch{id(1)}),
        command(fire_timer{"acknowledge:x", 1})}) {
    const auto made = incident.when(one);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == "unknown_incident");
  }
}

TEST_CASE("A person's grade takes the incident the way that goes with it") {
  story incident;
  incident.opened_with({{"domestic", true}});
  REQUIRE(incident.the_incident().pathway == "DEPLOY_ROUTINE");
  const auto made = incident.when(choosing("1"));
  REQUIRE(made);
  CHECK(only<grade_set>(*made).pathway == "DEPLOY_EMERGENCY");
  CHECK(incident.the_incident().pathway == "DEPLOY_EMERGENCY");
}
