#include "partner_story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

story dispatched_at_grade_two() {
  story incident;
  incident.opened_with({{"relationship", "partner"}, {"suspect_present", true}});
  REQUIRE(incident.the_incident().grade->grade == "2");
  return incident;
}

} // namespace

TEST_CASE("A new fact from anyone is assessed with all that was said, and a rise takes effect at once") {
  for (const auto& who : {person(), integrator(), machine()}) {
    auto incident = dispatched_at_grade_two();
    incident.at(nine_in_the_evening() + minutes(5)).by(who);
    const auto made = incident.must(now_known({{"weapon", "seen"}}, fact_source::partner));
    CHECK(types_of(made) == "incident.facts_added, incident.assessed, dispatch.requested");
    CHECK(incident.the_incident().grade->grade == "1");
    CHECK(incident.the_incident().grade->arrive_by == nine_in_the_evening() + minutes(15));
    CHECK(incident.the_incident().dispatch->acknowledge_by == incident.now() + seconds(15));
    CHECK(timers(incident.the_incident()).size() == 1);
  }
}

TEST_CASE("A fall is only a suggestion, and is shown as one") {
  auto incident = dispatched_at_grade_two();
  incident.at(nine_in_the_evening() + minutes(5)).by(dispatcher());
  const auto made = incident.must(
      now_known({{"suspect_present", false}, {"life_threat", "none"}, {"in_progress", false}}, fact_source::unit)
  );
  CHECK(types_of(made) == "incident.facts_added, incident.assessed");
  CHECK(incident.the_incident().grade->grade == "2");
  CHECK(incident.the_incident().suggested_grade == "5");
  CHECK(card(incident.the_incident(), "n").at("suggested_grade") == "5");
  incident.must(set_grade{{"2", std::nullopt, std::nullopt}});
  CHECK_FALSE(incident.the_incident().suggested_grade);
}

TEST_CASE("Facts carry source, time and confidence; contradictions are kept and shown") {
  auto incident = dispatched_at_grade_two();
  incident.at(nine_in_the_evening() + minutes(3)).by(dispatcher());
  auto said = now_known({{"suspect_present", false}}, fact_source::unit);
  said.confidence = confidence::observed;
  incident.must(said);
  const auto shown = detail(incident.the_incident());
  REQUIRE(shown.at("contradictions").size() == 1);
  const auto& both = shown.at("contradictions")[0].at("statements");
  REQUIRE(both.size() == 2);
  CHECK(both[0].at("kind") == "caller");
  CHECK(both[0].at("value") == true);
  CHECK(both[1].at("kind") == "unit");
  CHECK(both[1].at("confidence") == "observed");
  CHECK(both[1].at("by") == "user:radio");
  CHECK(both[1].at("at") == "2026-03-01T21:03:00.000000Z");
}

TEST_CASE("The same source takes back by speaking again; what it said stays on the record") {
  auto incident = dispatched_at_grade_two();
  incident.by(dispatcher());
  incident.must(now_known({{"weapon", "seen"}}, fact_source::unit));
  incident.at(nine_in_the_evening() + minutes(4));
  incident.must(now_known({{"weapon", "none"}}, fact_source::unit));
  CHECK(incident.the_incident().sources.size() == 1);
  CHECK(detail(incident.the_incident()).at("statements").at("weapon").size() == 2);
  CHECK(incident.the_incident().grade->grade == "1");
  CHECK(incident.the_incident().suggested_grade == "2");
}

TEST_CASE("A note may come with facts, and facts may be those of a caller") {
  auto incident = dispatched_at_grade_two();
  auto said = now_known({{"domestic", true}});
  said.note = "She says they are married.";
  said.contact = incident.the_incident().contacts[0].id;
  const auto made = incident.must(said);
  CHECK(types_of(made) == "incident.note_added, incident.facts_added, incident.assessed");
  CHECK(only<facts_added>(made).kind == fact_source::caller);
  CHECK(incident.the_incident().sources.empty());
  said.contact = id(424242);
  CHECK(refused_with(incident.when(said)) == "unknown_contact");
}

TEST_CASE("What says nothing, or cannot be read, is refused") {
  auto incident = dispatched_at_grade_two();
  CHECK(refused_with(incident.when(add_facts_command{})) == "nothing_said");
  CHECK(refused_with(incident.when(now_known({{"colour", "red"}}))) == "invalid_facts");
}

TEST_CASE("The author takes back a slip within two minutes: the grade falls back, the dispatcher is told") {
  auto incident = dispatched_at_grade_two();
  const auto before = incident.the_incident();
  incident.at(nine_in_the_evening() + minutes(5));
  incident.must(now_known({{"weapon", "seen"}}));
  REQUIRE(incident.the_incident().grade->grade == "1");
  incident.at(nine_in_the_evening() + minutes(6));
  const auto made = incident.must(withdraw_facts{{"weapon"}});
  CHECK(types_of(made) == "incident.facts_withdrawn, incident.assessed, dispatch.requested");
  CHECK(only<dispatch_requested>(made).grade == "2");
  CHECK(incident.the_incident().grade == before.grade);
  CHECK(incident.the_incident().grade_state == grade_state::proposed);
  CHECK_FALSE(incident.the_incident().facts.contains("weapon"));
  CHECK(folded(incident.events()) == incident.the_incident());
}

TEST_CASE("A slip in the first contact falls back to what the rest proposes, and its flags go") {
  story incident;
  incident.opened_with({{"weapon", "seen"}, {"suspect_present", true}, {"vulnerability", {"child"}}});
  REQUIRE(incident.the_incident().grade->grade == "1");
  const auto made = incident.must(withdraw_facts{{"weapon", "vulnerability"}});
  CHECK(types_of(made).find("dispatch.stood_down, task.opened") != std::string::npos);
  CHECK_FALSE(incident.the_incident().grade);
  CHECK(incident.the_incident().grade_state == grade_state::ungraded);
  CHECK(incident.the_incident().flags.empty());
  CHECK(timers(incident.the_incident()).size() == 1); // of the task to tell the caller
}

TEST_CASE("Nobody takes back what another said, what another source said too, or what was said long ago") {
  auto incident = dispatched_at_grade_two();
  incident.at(nine_in_the_evening() + minutes(5));
  incident.must(now_known({{"weapon", "seen"}}));
  CHECK(refused_with(incident.by(person("user:other")).when(withdraw_facts{{"weapon"}})) == "not_the_author");
  CHECK(refused_with(incident.by(person()).when(withdraw_facts{{"domestic"}})) == "unknown_statement");
  incident.at(nine_in_the_evening() + minutes(8));
  CHECK(refused_with(incident.when(withdraw_facts{{"weapon"}})) == "too_late_to_withdraw");
  incident.must(now_known({{"domestic", true}}));
  incident.by(person("user:other")).must(now_known({{"domestic", true}}, fact_source::officer));
  CHECK(refused_with(incident.by(person()).when(withdraw_facts{{"domestic"}})) == "fact_given_by_another");
}

TEST_CASE("A grade that another person chose meanwhile stands when the slip is taken back") {
  auto incident = dispatched_at_grade_two();
  incident.must(now_known({{"vulnerability", {"child"}}}));
  incident.by(person("user:other")).must(set_grade{{"1", std::nullopt, "He is armed, I hear it"}});
  incident.by(person()).must(withdraw_facts{{"vulnerability"}});
  CHECK(incident.the_incident().grade->grade == "1");
  CHECK(incident.the_incident().grade_state == grade_state::confirmed);
}

TEST_CASE("Taking back a slip never takes the grade below what the rest of the facts proposes") {
  auto incident = dispatched_at_grade_two();
  incident.must(now_known({{"life_threat", "immediate"}}));
  incident.by(person("user:other")).must(now_known({{"weapon", "used"}}, fact_source::officer));
  incident.by(person()).must(withdraw_facts{{"life_threat"}});
  CHECK(incident.the_incident().grade->grade == "1");
}

TEST_CASE("A risk fact that cannot be established needs a reason of the policy and a person") {
  auto incident = dispatched_at_grade_two();
  add_facts_command given;
  given.not_established = {{"life_threat", "caller_gone", "Rang off, number withheld"}};
  CHECK(refused_with(incident.by(integrator()).when(given)) == "named_person_required");
  const auto made = incident.by(person()).must(given);
  CHECK(types_of(made) == "incident.fact_set_aside");
  CHECK(only<fact_set_aside>(made).personal->text == "Rang off, number withheld");
  given.not_established = {{"life_threat", "too_busy", std::nullopt}, {"colour", "caller_gone", std::nullopt}};
  const auto no = incident.when(given);
  REQUIRE_FALSE(no);
  CHECK(no.error().faults.size() == 2);
  // An answer after all takes its place.
  incident.must(now_known({{"life_threat", "none"}}));
  CHECK(incident.the_incident().set_aside.empty());
}

TEST_CASE("What the caller was told at the end of the contact is kept as the promise") {
  auto incident = dispatched_at_grade_two();
  REQUIRE(incident.the_incident().promise);
  CHECK(incident.the_incident().promise->text == "We come within the hour.");
  CHECK(incident.the_incident().promise->grade == "2");
  // The handler's own grade is what was promised.
  story own;
  take_contact taken{contact_with({{"domestic", true}}), std::nullopt, std::nullopt, grade_choice{"1", {}, {}}};
  own.must(taken);
  CHECK(own.the_incident().promise->text == "We are coming now.");
  CHECK(folded(own.events()) == own.the_incident());
}
