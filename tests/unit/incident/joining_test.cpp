#include <catch2/catch.hpp>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

take_contact joining(const story& to, const json& facts, unsigned number = 7) {
  return {contact_with(facts, number), to.the_incident().id, std::nullopt, std::nullopt};
}

} // namespace

TEST_CASE("A second contact adds its facts; the union is assessed and a rise takes effect at once") {
  story incident;
  incident.opened_with({{"domestic", true}, {"weapon", "seen"}});
  REQUIRE(incident.the_incident().grade->grade == "3");
  incident.at(nine_in_the_evening() + minutes(30));
  const auto made = incident.when(joining(incident, {{"suspect_present", true}}));
  REQUIRE(made);
  CHECK(types_of(*made) == "contact.received, incident.contact_joined, incident.assessed, dispatch.requested");
  CHECK(made->contact->joined);
  const auto& state = incident.the_incident();
  CHECK(state.grade->grade == "1");
  CHECK(only<assessed>(*made).previous == "3");
  CHECK(state.contacts.size() == 2);
  CHECK(state.flags == std::vector<std::string>{"DA"});
  CHECK(state.pathway == "DEPLOY_EMERGENCY");
  // The target counts from the first receipt, although it has passed.
  CHECK(state.grade->arrive_by == nine_in_the_evening() + minutes(15));
  CHECK(state.dispatch->acknowledge_by == nine_in_the_evening() + minutes(30) + seconds(15));
}

TEST_CASE("A rise after a dispatch was acknowledged is dispatched again") {
  story incident;
  incident.opened_with({{"relationship", "partner"}, {"suspect_present", true}});
  const auto first = incident.the_incident().dispatch->id;
  REQUIRE(incident.when(acknowledge_dispatch{first}));
  const auto made = incident.when(joining(incident, {{"weapon", "used"}}));
  REQUIRE(made);
  CHECK(only<dispatch_requested>(*made).supersedes == first);
  CHECK(incident.the_incident().dispatch->state == dispatch_state::pushed);
  CHECK(incident.the_incident().dispatch->id != first);
}

TEST_CASE("A fall is recorded in the assessment and never applied") {
  story incident;
  incident.opened_with({{"domestic", true}, {"suspect_present", true}, {"relationship", "partner"}});
  REQUIRE(incident.the_incident().grade->grade == "2");
  const auto dispatch = incident.the_incident().dispatch;
  const auto made = incident.when(joining(incident, {{"suspect_present", false}}));
  REQUIRE(made);
  CHECK(types_of(*made) == "contact.received, incident.contact_joined, incident.assessed");
  CHECK_FALSE(only<assessed>(*made).applied);
  CHECK(incident.the_incident().assessment.value().at("proposed_grade") == "3");
  CHECK(incident.the_incident().grade->grade == "2");
  CHECK(incident.the_incident().pathway == "DEPLOY_PRIORITY");
  CHECK(incident.the_incident().dispatch == dispatch);
}

TEST_CASE("What two callers say differently is kept, shown, and counts as worse") {
  story incident;
  incident.opened_with({{"weapon", "seen"}});
  REQUIRE(incident.when(joining(incident, {{"weapon", "none"}}, 7)));
  CHECK_FALSE(incident.the_incident().grade);
  CHECK(current_facts(incident.the_incident()) == json{{"weapon", "none"}});
  const auto differing = contradictions(incident.the_incident());
  REQUIRE(differing.size() == 1);
  CHECK(differing[0].at("fact") == "weapon");
  CHECK(differing[0].at("statements").size() == 2);
  // With the suspect there, the first caller's weapon makes it grade 1, whatever the second one saw.
  REQUIRE(incident.when(joining(incident, {{"suspect_present", true}}, 8)));
  CHECK(incident.the_incident().grade->grade == "1");
}

TEST_CASE("Of contradicting facts without an order, the choice with the most urgent grade counts") {
  story incident;
  incident.opened_with({{"relationship", "stranger"}});
  REQUIRE(incident.when(joining(incident, {{"relationship", "neighbour"}}, 7)));
  REQUIRE(incident.when(joining(incident, {{"suspect_present", true}}, 8)));
  CHECK(incident.the_incident().grade->grade == "2");
}

TEST_CASE("Lists from several callers add up, and not knowing takes nothing back") {
  story incident;
  incident.opened_with({{"vulnerability", {"child"}}, {"domestic", true}});
  REQUIRE(incident.when(joining(incident, {{"vulnerability", {"elderly"}}, {"domestic", "unknown"}})));
  CHECK(current_facts(incident.the_incident()) == json{{"domestic", true}, {"vulnerability", {"child", "elderly"}}});
  CHECK(contradictions(incident.the_incident()).empty());
  CHECK(incident.the_incident().flags == std::vector<std::string>{"DA", "CHILD"});
}

TEST_CASE("An update without a fact changes neither grade nor assessment") {
  story incident;
  incident.opened_with({{"domestic", true}});
  auto command = joining(incident, json::object());
  command.contact_only = contact_outcome::update_given;
  const auto made = incident.when(command);
  REQUIRE(made);
  CHECK(types_of(*made) == "contact.received, incident.contact_joined");
  CHECK(made->contact->outcome == contact_outcome::update_given);
  CHECK(made->contact->assessment.value().at("proposed_grade") == "3");
}

TEST_CASE("A later contact fills in what the board does not know and changes nothing it knows") {
  story incident;
  auto first = take_contact{contact_with(json::object()), std::nullopt, std::nullopt, std::nullopt};
  first.contact.caller = {};
  first.contact.location = {};
  REQUIRE(incident.when(first));
  CHECK_FALSE(incident.the_incident().district);
  REQUIRE(incident.when(joining(incident, json::object())));
  CHECK(incident.the_incident().district == "oldham");
  CHECK(incident.the_incident().personal->caller_name == "Ada Fielding");
  auto third = joining(incident, json::object(), 8);
  third.contact.caller.name = "Bert Ogden";
  third.contact.location.district = "bury";
  REQUIRE(incident.when(third));
  CHECK(incident.the_incident().district == "oldham");
  CHECK(incident.the_incident().personal->caller_name == "Ada Fielding");
}

TEST_CASE("A joined contact may carry the handler's raise, and not a lowering") {
  story incident;
  incident.opened_with({{"domestic", true}});
  auto lower = joining(incident, json::object());
  lower.grade = grade_choice{"4", std::nullopt, std::nullopt};
  CHECK(incident.when(lower).error().code == "lowering_by_contact");
  auto higher = joining(incident, json::object());
  higher.grade = grade_choice{"1", std::nullopt, std::nullopt};
  const auto made = incident.when(higher);
  REQUIRE(made);
  CHECK(types_of(*made) == "contact.received, incident.contact_joined, incident.grade_set, dispatch.requested");
}

TEST_CASE("An incident that does not exist cannot be joined") {
  story incident;
  const auto made = incident.when(take_contact{contact_with(json::object()), id(99), std::nullopt, std::nullopt});
  REQUIRE_FALSE(made);
  CHECK(made.error().kind == refusal_kind::not_found);
  CHECK(made.error().code == "unknown_incident");
}

TEST_CASE("An ungraded incident is graded by what a later contact says") {
  story incident;
  incident.opened_with(json::object());
  incident.at(nine_in_the_evening() + hours(1));
  REQUIRE(incident.when(joining(incident, {{"life_threat", "immediate"}})));
  CHECK(incident.the_incident().grade->grade == "1");
  CHECK(incident.the_incident().grade->arrive_by == nine_in_the_evening() + minutes(15));
  CHECK(incident.the_incident().dispatch);
}

TEST_CASE("A machine's rise after a person's confirmation is again a proposal") {
  story incident;
  incident.opened_with({{"domestic", true}});
  REQUIRE(incident.when(set_grade{{"3", std::nullopt, std::nullopt}}));
  REQUIRE(incident.when(joining(incident, {{"life_threat", "immediate"}})));
  CHECK(incident.the_incident().grade->grade == "1");
  CHECK(incident.the_incident().grade_state == grade_state::proposed);
}

TEST_CASE("Where callers disagree whether it is over, no grade without a deployment is proposed") {
  story incident;
  incident.opened_with({{"in_progress", true}});
  REQUIRE(incident.when(joining(incident, {{"in_progress", false}, {"life_threat", "none"}})));
  CHECK_FALSE(incident.the_incident().grade);
  CHECK(incident.the_incident().grade_state == grade_state::ungraded);
}
