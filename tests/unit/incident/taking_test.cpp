#include <catch2/catch.hpp>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

take_contact taking(const json& facts, unsigned number = 0) {
  return {contact_with(facts, number), std::nullopt, std::nullopt, std::nullopt};
}

const json armed{{"weapon", "seen"}, {"suspect_present", true}};

} // namespace

TEST_CASE("A contact with a life-threatening fact opens an incident, graded, with its clocks and a dispatch") {
  story incident;
  const auto made = incident.when(taking(armed));
  REQUIRE(made);
  CHECK(types_of(*made) == "contact.received, incident.opened, incident.assessed, dispatch.requested");
  const auto& state = incident.the_incident();
  REQUIRE(state.grade);
  CHECK(state.grade->grade == "1");
  CHECK(state.grade->name == "Emergency");
  CHECK(state.grade_state == grade_state::proposed);
  CHECK(state.grade->allocate_by == nine_in_the_evening());
  CHECK(state.grade->arrive_by == nine_in_the_evening() + minutes(15));
  CHECK(state.pathway == "DEPLOY_EMERGENCY");
  CHECK(state.version == 3);
  REQUIRE(state.dispatch);
  CHECK(state.dispatch->state == dispatch_state::pushed);
  CHECK(state.dispatch->acknowledge_by == nine_in_the_evening() + seconds(15));
  CHECK(made->contact->say_to_caller == "We are coming now.");
  CHECK(made->contact->assessment.value().at("proposed_grade") == "1");
}

TEST_CASE("Targets count from the receipt, the acknowledgement from the dispatch") {
  story incident;
  incident.at(nine_in_the_evening() + minutes(20));
  REQUIRE(incident.when(taking(armed)));
  CHECK(incident.the_incident().grade->arrive_by == nine_in_the_evening() + minutes(15));
  CHECK(incident.the_incident().dispatch->acknowledge_by == nine_in_the_evening() + minutes(20) + seconds(15));
  CHECK(incident.the_incident().opened_at == nine_in_the_evening() + minutes(20));
}

TEST_CASE("Grade 3 has its clocks and is pushed to nobody") {
  story incident;
  const auto made = incident.opened_with({{"domestic", true}});
  CHECK(types_of(made) == "contact.received, incident.opened, incident.assessed");
  CHECK(incident.the_incident().grade->allocate_by == nine_in_the_evening() + hours(4));
  CHECK(incident.the_incident().flags == std::vector<std::string>{"DA"});
  CHECK_FALSE(incident.the_incident().dispatch);
  CHECK(timers(incident.the_incident()).empty());
}

TEST_CASE("No rule fired: ungraded, without clocks and dispatch, and a person chooses") {
  story incident;
  const auto made = incident.opened_with(json::object());
  CHECK(types_of(made) == "contact.received, incident.opened, incident.assessed");
  CHECK_FALSE(incident.the_incident().grade);
  CHECK(incident.the_incident().grade_state == grade_state::ungraded);
  CHECK_FALSE(incident.the_incident().dispatch);
  CHECK(made.contact->say_to_caller.find("A person is deciding") != std::string::npos);
  const auto row = card(incident.the_incident(), "GMP-20260301-000001");
  CHECK(row.at("grade").is_null());
  CHECK(row.at("grade_state") == "ungraded");
  CHECK(row.at("arrive_by").is_null());
}

TEST_CASE("The recorded assessment leaves out the questions of the moment; the answer has them") {
  story incident;
  const auto made = incident.opened_with({{"domestic", true}});
  CHECK(made.contact->assessment.value().contains("next_questions"));
  const auto& recorded = only<assessed>(made).assessment.value();
  CHECK_FALSE(recorded.contains("next_questions"));
  CHECK_FALSE(recorded.contains("what_would_change"));
  CHECK(recorded.at("proposed_grade") == "3");
  CHECK(recorded.contains("policy"));
}

TEST_CASE("A contact that wants no incident is recorded alone") {
  story incident;
  auto command = taking({{"life_threat", "none"}, {"in_progress", false}});
  command.contact_only = contact_outcome::advice_given;
  const auto made = incident.when(command);
  REQUIRE(made);
  CHECK(types_of(*made) == "contact.received");
  CHECK_FALSE(made->incident);
  CHECK_FALSE(made->contact->promoted);
  const auto& taken = only<contact_received>(*made);
  CHECK(taken.outcome == contact_outcome::advice_given);
  CHECK_FALSE(taken.incident);
  CHECK(taken.policy.pack == "test");
  CHECK(made->contact->say_to_caller.find("recorded what you told us") != std::string::npos);
}

TEST_CASE("A risk fact promotes a contact that wanted no incident") {
  story incident;
  auto command = taking(armed);
  command.contact_only = contact_outcome::update_given;
  const auto made = incident.when(command);
  REQUIRE(made);
  CHECK(types_of(*made) == "contact.received, incident.opened, incident.assessed, dispatch.requested");
  CHECK(made->contact->promoted);
  CHECK(only<contact_received>(*made).promoted);
  CHECK(only<contact_received>(*made).incident == incident.the_incident().id);
}

TEST_CASE("The handler's own grade, agreeing with the proposal, confirms it") {
  story incident;
  auto command = taking({{"domestic", true}});
  command.grade = grade_choice{"3", std::nullopt, std::nullopt};
  const auto made = incident.when(command);
  REQUIRE(made);
  CHECK(types_of(*made) == "contact.received, incident.opened, incident.assessed, incident.grade_set");
  CHECK(incident.the_incident().grade_state == grade_state::confirmed);
}

TEST_CASE("The handler's own grade, more urgent than the proposal, stands and is dispatched once") {
  story incident;
  auto command = taking({{"relationship", "partner"}, {"suspect_present", true}});
  command.grade = grade_choice{"1", std::nullopt, "I can hear screaming"};
  const auto made = incident.when(command);
  REQUIRE(made);
  CHECK(
      types_of(*made) == "contact.received, incident.opened, incident.assessed, incident.grade_set, dispatch.requested"
  );
  CHECK(only<grade_set>(*made).previous == "2");
  CHECK(only<grade_set>(*made).personal->rationale == "I can hear screaming");
  CHECK(incident.the_incident().dispatch->grade == "1");
  CHECK(incident.the_incident().grade->arrive_by == nine_in_the_evening() + minutes(15));
  CHECK(made->contact->say_to_caller == "We are coming now.");
}

TEST_CASE("The handler's own grade serves where no rule fired") {
  story incident;
  auto command = taking(json::object());
  command.grade = grade_choice{"2", std::nullopt, std::nullopt};
  REQUIRE(incident.when(command));
  CHECK(incident.the_incident().grade->grade == "2");
  CHECK(incident.the_incident().grade_state == grade_state::confirmed);
  CHECK(incident.the_incident().dispatch);
}

TEST_CASE("The handler's own grade cannot be less urgent than the proposal") {
  story incident;
  auto command = taking(armed);
  command.grade = grade_choice{"3", std::nullopt, std::nullopt};
  const auto made = incident.when(command);
  REQUIRE_FALSE(made);
  CHECK(made.error().kind == refusal_kind::conflict);
  CHECK(made.error().code == "lowering_by_contact");
  CHECK(incident.events().empty());
}

TEST_CASE("An unknown grade is refused with the grades there are") {
  story incident;
  auto command = taking(armed);
  command.grade = grade_choice{"9", std::nullopt, std::nullopt};
  const auto made = incident.when(command);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "unknown_grade");
  REQUIRE(made.error().faults.size() == 1);
  CHECK(made.error().faults[0].pointer == "/grade/grade");
  CHECK(made.error().remedy == "Choose one of: 1, 2, 3, 4, 5.");
}

TEST_CASE("Only a named person sets a grade with a contact") {
  for (const auto& who : {machine(), integrator(), person("")}) {
    story incident;
    auto command = taking(armed);
    command.grade = grade_choice{"1", std::nullopt, std::nullopt};
    const auto made = incident.by(who).when(command);
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == refusal_kind::forbidden);
    CHECK(made.error().code == "named_person_required");
  }
}

TEST_CASE("A contact without an incident has no grade") {
  story incident;
  auto command = taking(json::object());
  command.contact_only = contact_outcome::test_call;
  command.grade = grade_choice{"3", std::nullopt, std::nullopt};
  const auto made = incident.when(command);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "grade_without_incident");
}

TEST_CASE("Every fault in the facts is told, and nothing is recorded") {
  story incident;
  const auto made = incident.when(taking({{"wepon", "seen"}, {"suspect_present", "yes"}}));
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "invalid_facts");
  REQUIRE(made.error().faults.size() == 2);
  CHECK(made.error().faults[0].pointer == "/facts/suspect_present");
  CHECK(made.error().faults[1].pointer == "/facts/wepon");
}

TEST_CASE("An integrator's contact is taken as any other") {
  story incident;
  const auto made = incident.by(integrator()).when(taking(armed));
  REQUIRE(made);
  CHECK(head_of(made->events.front()).actor == "key:ambulance");
}

TEST_CASE("The board shows the first words of a long narrative, cut at a whole character") {
  story incident;
  auto command = taking(json::object());
  command.contact.narrative = "  He said:\n\n";
  for (int i = 0; i < 300; ++i)
    command.contact.narrative += "\u00e9";
  REQUIRE(incident.when(command));
  const auto& summary = *incident.the_incident().personal->summary;
  CHECK(summary.starts_with("He said: \u00e9"));
  CHECK(summary.ends_with("\u00e9\u2026"));
  CHECK(summary.size() <= 240);
  CHECK_NOTHROW(json(summary).dump());
}

namespace {

take_contact telling(const std::string& narrative, unsigned number = 0, const json& facts = json::object()) {
  auto command = taking(facts, number);
  command.contact.narrative = narrative;
  return command;
}

json recorded(const decision& made) {
  return only<assessed>(made).assessment.value();
}

} // namespace

TEST_CASE("A cue in the narrative holds the grade up; the record has its place and none of its words") {
  story incident;
  const auto made = incident.when(telling("There is a GUNMAN outside"));
  REQUIRE(made);
  CHECK(incident.the_incident().grade->grade == "2");
  CHECK(made->contact->assessment.value().at("cues")[0].at("cue") == "gunman");
  const auto body = recorded(*made);
  CHECK(body.at("cues")[0].at("ranges") == json::parse(R"([{"from":11,"to":17}])"));
  CHECK(body.dump().find("outside") == std::string::npos);
  CHECK(body.dump().find("GUNMAN") == std::string::npos);
  CHECK_FALSE(body.contains("what_would_lower"));
  CHECK_FALSE(body.contains("instructions"));
}

TEST_CASE("What the words of an earlier contact suggested stays until it is answered, without its place") {
  story incident;
  REQUIRE(incident.when(telling("There is a gunman")));
  auto second = telling("Anything new?", 1, {{"domestic", true}});
  second.incident = incident.the_incident().id;
  const auto joined = incident.when(second);
  REQUIRE(joined);
  const auto body = recorded(*joined);
  CHECK(body.at("proposed_grade") == "2");
  CHECK(body.at("cues")[0].at("ranges").empty());
  auto third = telling("No", 2, {{"life_threat", "none"}});
  third.incident = incident.the_incident().id;
  const auto answered = incident.when(third);
  REQUIRE(answered);
  CHECK(recorded(*answered).at("proposed_grade") == "3");
  CHECK(recorded(*answered).at("cues")[0].at("answered") == true);
  CHECK(incident.the_incident().grade->grade == "2");
}

TEST_CASE("A cue alone makes a joined contact a new assessment, and promotes one that wanted no incident") {
  story incident;
  incident.opened_with({{"domestic", true}});
  auto told = telling("a gunman", 1);
  told.incident = incident.the_incident().id;
  const auto joined = incident.when(told);
  REQUIRE(joined);
  CHECK(incident.the_incident().grade->grade == "2");
  story other;
  auto alone = telling("a gunman", 2);
  alone.contact_only = contact_outcome::advice_given;
  const auto promoted = other.when(alone);
  REQUIRE(promoted);
  CHECK(promoted->contact->promoted);
  story none;
  auto toy = telling("a toy gunman", 3);
  toy.contact_only = contact_outcome::advice_given;
  const auto plain = none.when(toy);
  REQUIRE(plain);
  CHECK_FALSE(plain->contact->promoted);
}
