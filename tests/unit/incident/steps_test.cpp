// Required steps and putting off: lessons.md R02, R10, R17, R18, R19; practice.md 8.
#include "partner_story.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

using kinds = std::multiset<std::string>;

kinds opened_by(const json& facts) {
  story incident(tests::gmp_2018());
  incident.opened_with(facts);
  return open_kinds(incident);
}

complete_task ending(const story& incident, const char* kind, const std::string& outcome) {
  return {open_task(incident.the_incident(), kind)->id, outcome, std::nullopt, std::nullopt};
}

} // namespace

TEST_CASE("What is normal makes no work") {
  CHECK(opened_by(calm()).empty());
  CHECK(opened_by({{"theft", true}, {"property_loss_gbp", 20}}).empty());
  CHECK(opened_by({{"silent", true}, {"callback_done", true}, {"history_checked", true}}).empty());
  CHECK(opened_by({{"contact_lost", true}, {"callbacks_made", 2}, {"history_checked", true}}).empty());
}

TEST_CASE("What is known makes its step necessary") {
  CHECK(opened_by({{"silent", true}}) == kinds{"trace_call"});
  CHECK(opened_by({{"contact_lost", true}, {"markers", {"violent"}}}) == kinds{"speak_alone", "trace_call"});
  CHECK(opened_by({{"missing", true}}) == kinds{"missing_decision", "missing_seen"});
  CHECK(
      opened_by({{"missing", true}, {"missing_risk", "high"}}) ==
      kinds{"missing_decision", "missing_owner", "missing_search", "missing_seen"}
  );
  CHECK(opened_by({{"welfare_concern", true}, {"person_not_seen_days", 3}}).contains("missing_decision"));
  CHECK_FALSE(opened_by({{"welfare_concern", true}, {"person_not_seen_days", 0}}).contains("missing_decision"));
  CHECK(opened_by({{"domestic", true}}).contains("da_risk_assessment"));
  CHECK(opened_by({{"stalking", true}}).contains("stalking_screening"));
  CHECK(opened_by({{"location_conflict", true}}) == kinds{"check_places"});
  CHECK(opened_by({{"identity_conflict", true}}) == kinds{"check_identity"});
  CHECK(opened_by({{"disclosure_asked", true}}) == kinds{"disclosure_application"});
  CHECK(opened_by({{"suspect_has_child_access", true}}).contains("safeguarding_referral"));
}

TEST_CASE("Somebody is hurt: an ambulance is asked for while police are sent, and the step ends with the asking") {
  auto incident = graded("1", {{"injury", "serious"}, {"in_progress", true}});
  REQUIRE(open_kinds(incident).contains("ask_ambulance"));
  ask(incident);
  CHECK_FALSE(open_kinds(incident).contains("ask_ambulance"));
  CHECK_FALSE(opened_by({{"injury", "serious"}, {"other_agency_lead", "ambulance"}}).contains("ask_ambulance"));
}

TEST_CASE("A step is opened once, has owner and time, and keeps the incident open") {
  auto incident = graded("3", {{"missing", true}, {"missing_risk", "low"}});
  const auto* owed = open_task(incident.the_incident(), "missing_decision");
  REQUIRE(owed != nullptr);
  CHECK(owed->owner == "call_handler");
  CHECK(owed->due_at == nine_in_the_evening() + minutes(30));
  CHECK(listed(incident.when(closing_now(incident))).contains("task_open"));
  incident.must(ending(incident, "missing_decision", "missing_low"));
  incident.must(now_known({{"witness", true}}));
  CHECK(open_kinds(incident) == kinds{"missing_seen"});
  incident.must(now_known({{"missing_risk", "medium"}}));
  CHECK(open_kinds(incident) == kinds{"missing_owner", "missing_search", "missing_seen"});
  check_kept(incident);
}

TEST_CASE("Belief does not end a missing person; a concern is kept by a supervisor") {
  auto incident = graded("3", {{"missing", true}});
  CHECK(refused_with(incident.when(ending(incident, "missing_seen", "believed_safe"))) == "unknown_outcome");
  CHECK(refused_with(incident.when(ending(incident, "missing_decision", "concern_kept"))) == "outcome_not_yours");
  incident.by(supervisor()).must(ending(incident, "missing_decision", "concern_kept"));
  CHECK(incident.when(ending(incident, "missing_seen", "seen_by_police")));
}

TEST_CASE("A pocket-dial: two timed call-backs and a clear history, then the handler closes, with no inspector") {
  auto incident = graded("2", {{"silent", true}});
  incident.by(person());
  const auto task = open_task(incident.the_incident(), "trace_call")->id;
  incident.must(attempt_task{task, "no_answer", std::nullopt});
  CHECK(refused_with(incident.when(ending(incident, "trace_call", "history_clear"))) == "attempts_missing");
  incident.at(nine_in_the_evening() + minutes(3)).must(attempt_task{task, "no_answer", std::nullopt});
  incident.must(ending(incident, "trace_call", "history_clear"));
  incident.must(now_known({{"callbacks_made", 2}, {"history_checked", true}}));
  CHECK(open_kinds(incident).empty());
  CHECK(incident.when(closing_now(incident, "advice_given")));
}

TEST_CASE("A marked caller is seen or spoken to alone; else a supervisor signs") {
  auto incident = graded("1", {{"contact_lost", true}, {"markers", {"high_risk_da"}}});
  CHECK(refused_with(incident.when(ending(incident, "speak_alone", "signed_off"))) == "outcome_not_yours");
  CHECK(incident.by(supervisor()).when(ending(incident, "speak_alone", "signed_off")));
}

TEST_CASE("A fact entered in error takes the step with it that only it had made necessary") {
  auto incident = graded("3", {{"domestic", true}});
  const auto before = open_kinds(incident);
  incident.must(now_known({{"location_conflict", true}}));
  CHECK(open_kinds(incident).contains("check_places"));
  incident.must(withdraw_facts{{"location_conflict"}});
  CHECK(open_kinds(incident) == before);
  check_kept(incident);
}

TEST_CASE("A fact that is taken back by what is known later leaves the step: somebody ends it") {
  auto incident = graded("3");
  incident.must(now_known({{"location_conflict", true}}));
  incident.must(now_known({{"location_conflict", false}}));
  CHECK(open_kinds(incident) == kinds{"check_places"});
}

TEST_CASE("Reopened, the steps are owed again") {
  auto incident = graded("3", {{"identity_conflict", true}});
  incident.must(ending(incident, "check_identity", "settled"));
  incident.must(closing_now(incident));
  incident.at(nine_in_the_evening() + hours(5));
  incident.must(reopen_incident{"new_information", "She has rung again about him"});
  CHECK(open_kinds(incident) == kinds{"check_identity"});
}

TEST_CASE("Put off: counted, reviewed, grade and clock as they were") {
  auto incident = graded("2");
  const auto before = incident.the_incident().grade;
  const auto made = incident.must(defer_incident{"no_unit_free", nine_in_the_evening() + minutes(20)});
  CHECK(types_of(made) == "incident.deferred, task.opened");
  CHECK(incident.the_incident().grade == before);
  CHECK(incident.the_incident().partners.deferrals == 1);
  CHECK(open_task(incident.the_incident(), "deferral_review")->due_at == nine_in_the_evening() + minutes(20));
  check_kept(incident);
}

TEST_CASE("The second time on a grade 2 the supervisor hears of it; on a grade 3 the third") {
  const auto grade = GENERATE(as<std::string>{}, "2", "3");
  auto incident = graded(grade);
  const defer_incident once{"no_unit_free", nine_in_the_evening() + minutes(20)};
  incident.must(once);
  CHECK_FALSE(open_kinds(incident).contains("deferral_escalation"));
  incident.must(once);
  CHECK(open_kinds(incident).contains("deferral_escalation") == (grade == "2"));
  CHECK(open_kinds(incident).count("deferral_review") == 1);
  incident.must(once);
  REQUIRE(open_kinds(incident).contains("deferral_escalation"));
  CHECK(open_task(incident.the_incident(), "deferral_escalation")->owner == "supervisor");
}

TEST_CASE("Putting off needs a reason of the pack, a time to come, a person and an open incident") {
  auto incident = graded("3");
  const auto soon = nine_in_the_evening() + minutes(20);
  CHECK(refused_with(incident.when(defer_incident{"tired", soon})) == "unknown_reason_code");
  CHECK(refused_with(incident.when(defer_incident{"no_unit_free", nine_in_the_evening()})) == "out_of_range");
  CHECK(refused_with(incident.when(defer_incident{"no_unit_free", soon + hours(24)})) == "out_of_range");
  CHECK(refused_with(incident.by(machine()).when(defer_incident{"no_unit_free", soon})) == "named_person_required");
  incident.by(dispatcher()).must(closing_now(incident));
  CHECK(refused_with(incident.when(defer_incident{"no_unit_free", soon})) == "incident_closed");
}

TEST_CASE("Domestic abuse that waits is called on a safe number") {
  auto incident = graded("3", {{"domestic", true}});
  CHECK_FALSE(open_kinds(incident).contains("da_safe_contact"));
  incident.must(defer_incident{"no_unit_free", nine_in_the_evening() + minutes(20)});
  CHECK(open_kinds(incident).contains("da_safe_contact"));
}
