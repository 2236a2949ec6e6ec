#include <catch2/catch.hpp>

#include <set>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

std::array<thrive_part, thrive_count> own_thrive() {
  return {
      {{"low", "He left on foot towards town"},
       {"low", "Nobody is hurt at the house"},
       {"low", "The door is locked and a friend is there"},
       {"none", "No witnesses or cameras known"},
       {"low", "She is calm and lives alone"},
       {"low", "She agrees to a visit tomorrow"}}
  };
}

set_grade lower_to(const story& incident, const std::string& grade) {
  set_grade out;
  out.choice = {grade, "facts_changed", "The unit saw him leave for good"};
  out.expected_version = incident.version();
  out.lowering.thrive = own_thrive();
  return out;
}

decide_approval approving(const story& incident, bool approve = true) {
  return {incident.the_incident().approvals.back().id, approve, "I have read the log and agree", std::nullopt};
}

std::set<std::string> faults_of(const std::expected<decision, refusal>& made) {
  REQUIRE_FALSE(made);
  std::set<std::string> out;
  for (const auto& one : made.error().faults)
    out.insert(one.pointer + " " + one.code);
  return out;
}

story at_grade_two() {
  story incident;
  incident.opened_with({{"relationship", "partner"}, {"suspect_present", true}, {"life_threat", "none"}});
  incident.by(dispatcher()).must(acknowledge_dispatch{incident.the_incident().dispatch->id});
  return incident;
}

story waiting() {
  auto incident = at_grade_two();
  incident.must(lower_to(incident, "3"));
  return incident;
}

} // namespace

TEST_CASE("A lower grade is asked for and waits: nothing changes, a task asks for the decision") {
  auto incident = at_grade_two();
  const auto made = incident.must(lower_to(incident, "3"));
  CHECK(types_of(made) == "incident.lowering_requested, task.opened");
  const auto& asked = only<lowering_requested>(made);
  CHECK(asked.from.grade == "2");
  CHECK(asked.to.arrive_by == nine_in_the_evening() + hours(24)); // the clock never starts anew
  CHECK(asked.position.value() == json{{"open_by_grade", {{"1", 2}}}});
  CHECK(asked.personal->thrive[0] == "He left on foot towards town");
  CHECK(incident.the_incident().grade->grade == "2");
  CHECK(card(incident.the_incident(), "n").at("approval") == asked.approval.to_string());
  CHECK(only<task_opened>(made).owner == "supervisor");
}

TEST_CASE("It must say which version it was decided on, and that must be the present one") {
  auto incident = at_grade_two();
  auto lower = lower_to(incident, "3");
  lower.expected_version.reset();
  auto made = incident.when(lower);
  CHECK(refused_with(made) == "version_required");
  CHECK(made.error().kind == refusal_kind::version_required);
  lower = lower_to(incident, "3");
  incident.must(add_note{"He is back"});
  made = incident.when(lower);
  CHECK(refused_with(made) == "stale_version");
  CHECK(made.error().kind == refusal_kind::stale);
}

TEST_CASE("A stale raise is never refused") {
  auto incident = at_grade_two();
  set_grade raise{{"1", std::nullopt, std::nullopt}, 1, {}};
  CHECK(incident.when(raise));
}

TEST_CASE("The reason is the policy's, and never demand or want of resources") {
  auto incident = at_grade_two();
  auto lower = lower_to(incident, "3");
  lower.choice.reason_code = "no_resource";
  CHECK(faults_of(incident.when(lower)) == std::set<std::string>{"/reason_code reason_not_accepted"});
  lower.choice.reason_code = "felt_like_it";
  CHECK(faults_of(incident.when(lower)) == std::set<std::string>{"/reason_code unknown_reason_code"});
  lower.choice.reason_code.reset();
  CHECK(faults_of(incident.when(lower)) == std::set<std::string>{"/reason_code missing"});
}

TEST_CASE("THRIVE is in the asker's own words: stock phrases, blanks and copies are refused, all at once") {
  auto incident = at_grade_two();
  auto lower = lower_to(incident, "3");
  lower.lowering.thrive.reset();
  CHECK(faults_of(incident.when(lower)) == std::set<std::string>{"/thrive missing"});
  lower.lowering.thrive = own_thrive();
  lower.choice.rationale = "THRIVE considered.";
  lower.lowering.thrive->at(1).text = "As per log, see log";
  lower.lowering.thrive->at(2).text = lower.lowering.thrive->at(0).text;
  lower.lowering.thrive->at(3).level = "so-so";
  CHECK(
      faults_of(incident.when(lower)) ==
      std::set<std::string>{
          "/rationale own_words_required", "/thrive/harm/text own_words_required",
          "/thrive/risk/text own_words_required", "/thrive/investigation/level unknown_code"
      }
  );
}

TEST_CASE("Who may ask, and from where to where, is the matrix of the policy") {
  auto incident = at_grade_two();
  CHECK(refused_with(incident.by(person()).when(lower_to(incident, "3"))) == "lowering_not_yours");
  story low;
  low.opened_with({{"vulnerability", {"child"}}});
  CHECK(refused_with(low.by(supervisor()).when(lower_to(low, "5"))) == "lowering_not_allowed");
}

TEST_CASE("Where the matrix asks for no approval it takes effect at once, and the caller is told") {
  story incident;
  incident.opened_with({{"domestic", true}, {"life_threat", "none"}});
  const auto made = incident.must(lower_to(incident, "4"));
  CHECK(types_of(made) == "incident.lowering_requested, incident.grade_lowered, task.opened");
  CHECK(incident.the_incident().grade->grade == "4");
  CHECK(open_task(incident.the_incident(), "tell_caller") != nullptr);
}

TEST_CASE("Nothing is lowered while the caller is on the line, until the call has ended or must have") {
  story incident;
  auto contact = contact_with({{"relationship", "partner"}, {"suspect_present", true}, {"life_threat", "none"}});
  contact.call_live = true;
  incident.must(take_contact{contact, std::nullopt, std::nullopt, std::nullopt});
  incident.by(dispatcher());
  CHECK(refused_with(incident.when(lower_to(incident, "3"))) == "call_is_live");
  SECTION("ended") {
    const auto made = incident.must(end_call{std::nullopt});
    CHECK(types_of(made) == "incident.call_ended");
    CHECK(incident.when(lower_to(incident, "3")));
  }
  SECTION("long ago") {
    incident.at(nine_in_the_evening() + hours(3));
    CHECK(incident.when(lower_to(incident, "3")));
  }
}

TEST_CASE("A grade that sends nobody stays barred by exclusions and by what was not asked") {
  story incident;
  incident.opened_with({{"domestic", true}, {"relationship", "partner"}, {"suspect_present", true}});
  CHECK(refused_with(incident.by(supervisor()).when(lower_to(incident, "5"))) == "barred_by_exclusion");
  story unasked;
  unasked.opened_with({{"relationship", "stranger"}, {"suspect_present", true}});
  CHECK(refused_with(unasked.by(supervisor()).when(lower_to(unasked, "5"))) == "starred_facts_not_asked");
}

TEST_CASE("Somebody else approves: the grade falls, the clock stays, the dispatch goes, the caller is told") {
  auto incident = waiting();
  const auto made = incident.by(supervisor()).must(approving(incident));
  CHECK(
      types_of(made) == "incident.approval_decided, task.completed, incident.grade_lowered, dispatch.stood_down, "
                        "task.opened"
  );
  CHECK(incident.the_incident().grade->grade == "3");
  CHECK(incident.the_incident().grade->arrive_by == nine_in_the_evening() + hours(24));
  CHECK(incident.the_incident().grade_state == grade_state::confirmed);
  CHECK(only<grade_lowered>(made).previous.grade == "2");
  CHECK(incident.the_incident().dispatch->state == dispatch_state::stood_down);
  CHECK(refused_with(incident.when(approving(incident))) == "approval_decided");
}

TEST_CASE("Nobody approves what they asked for, and not every role approves") {
  auto incident = at_grade_two();
  incident.by(supervisor("user:ann")).must(lower_to(incident, "3"));
  CHECK(refused_with(incident.when(approving(incident))) == "own_request");
  CHECK(refused_with(incident.by(dispatcher()).when(approving(incident))) == "approval_not_yours");
  CHECK(refused_with(incident.by(machine()).when(approving(incident))) == "named_person_required");
  auto stock = approving(incident);
  stock.rationale = "as per log";
  CHECK(refused_with(incident.by(supervisor()).when(stock)) == "own_words_required");
  stock.approval = id(99999);
  CHECK(refused_with(incident.when(stock)) == "unknown_approval");
}

TEST_CASE("At three in the morning the only supervisor asks: a colleague records what the officer on call says") {
  auto incident = at_grade_two();
  incident.by(supervisor("user:ann")).must(lower_to(incident, "3"));
  auto decided = approving(incident);
  decided.officer = recorded_officer{"force_duty_officer", "Supt Example", "phone"};
  CHECK(refused_with(incident.when(decided)) == "own_request"); // never by the asker
  const auto made = incident.by(person("user:bob")).must(decided);
  CHECK(incident.the_incident().grade->grade == "3");
  CHECK(only<approval_decided>(made).means == "phone");
  CHECK(only<approval_decided>(made).personal->officer == "Supt Example");
  CHECK(open_task(incident.the_incident(), "review_authority") != nullptr);
  auto other = waiting();
  decided = approving(other);
  decided.officer = recorded_officer{"supervisor", "Insp Example", "radio"};
  CHECK(refused_with(other.by(person()).when(decided)) == "unknown_post");
}

TEST_CASE("Grade 1 to no attendance takes two people") {
  story incident;
  incident.opened_with({{"weapon", "seen"}, {"suspect_present", true}, {"life_threat", "none"}});
  incident.by(dispatcher()).must(lower_to(incident, "5"));
  incident.by(supervisor("user:ann")).must(approving(incident));
  CHECK(incident.the_incident().grade->grade == "1");
  CHECK(refused_with(incident.when(approving(incident))) == "already_approved");
  incident.by(supervisor("user:bob")).must(approving(incident));
  CHECK(incident.the_incident().grade->grade == "5");
}

TEST_CASE("A refusal leaves the grade and ends the task") {
  auto incident = waiting();
  incident.must(change_response{true});
  const auto made = incident.by(supervisor()).must(approving(incident, false));
  CHECK(types_of(made) == "incident.approval_decided, task.completed");
  CHECK(incident.the_incident().grade->grade == "2");
  CHECK_FALSE(incident.the_incident().response_reduced);
  CHECK(open_task(incident.the_incident(), "decide_approval") == nullptr);
}

TEST_CASE("While it waits the response can be reduced at once; the attendance stands") {
  auto incident = at_grade_two();
  CHECK(refused_with(incident.when(change_response{true})) == "no_approval_waiting");
  incident.must(lower_to(incident, "3"));
  const auto made = incident.must(change_response{true});
  CHECK(types_of(made) == "incident.response_changed");
  CHECK(card(incident.the_incident(), "n").at("response_reduced") == true);
  CHECK(incident.the_incident().grade->arrive_by == nine_in_the_evening() + hours(1));
  CHECK(incident.must(change_response{true}).events.empty());
}

TEST_CASE("A second request waits for the first") {
  auto incident = waiting();
  CHECK(refused_with(incident.when(lower_to(incident, "4"))) == "approval_waiting");
}

TEST_CASE("Anything new makes what was asked for lapse") {
  auto incident = waiting();
  SECTION("a fact") {
    add_facts_command said;
    said.facts = document(json{{"weapon", "seen"}});
    incident.must(said);
    CHECK(incident.the_incident().grade->grade == "1");
  }
  SECTION("a contact") {
    incident.must(take_contact{contact_with(json::object(), 9), incident.the_incident().id, std::nullopt, std::nullopt}
    );
  }
  SECTION("a raise") {
    incident.must(set_grade{{"1", std::nullopt, std::nullopt}});
  }
  CHECK(incident.the_incident().approvals[0].state == approval_state::lapsed);
  CHECK(open_task(incident.the_incident(), "decide_approval") == nullptr);
  CHECK(refused_with(incident.by(supervisor()).when(approving(incident))) == "approval_decided");
}

namespace {

story lowered_on_condition() {
  auto incident = at_grade_two();
  auto lower = lower_to(incident, "3");
  lower.lowering.condition = "Her friend stays with her tonight";
  lower.lowering.check_by = nine_in_the_evening() + hours(2);
  incident.must(lower);
  incident.by(supervisor()).must(approving(incident));
  return incident;
}

} // namespace

TEST_CASE("A condition that nobody confirms brings the old grade back by itself, with its old clock") {
  auto incident = lowered_on_condition();
  const auto pending = timers(incident.the_incident());
  const auto* check = open_task(incident.the_incident(), "check_condition");
  REQUIRE(check != nullptr);
  CHECK(check->due_at == nine_in_the_evening() + hours(2));
  const auto key = "task:" + check->id.to_string();
  const auto generation = check->generation;
  incident.at(nine_in_the_evening() + hours(2)).by(machine());
  const auto made = incident.must(fire_timer{key, generation});
  CHECK(types_of(made) == "incident.grade_restored, dispatch.requested, task.lapsed");
  CHECK(incident.the_incident().grade->grade == "2");
  CHECK(incident.the_incident().grade->arrive_by == nine_in_the_evening() + hours(1));
  CHECK(incident.the_incident().grade_state == grade_state::proposed);
  CHECK(incident.must(fire_timer{key, generation}).events.empty());
  CHECK(folded(incident.events()) == incident.the_incident());
}

TEST_CASE("A condition that is confirmed keeps the lower grade; one that failed does not") {
  auto incident = lowered_on_condition();
  const auto task = open_task(incident.the_incident(), "check_condition")->id;
  SECTION("holds") {
    incident.must(complete_task{task, "holds", std::nullopt, std::nullopt});
    CHECK_FALSE(incident.the_incident().condition);
    CHECK(incident.the_incident().grade->grade == "3");
  }
  SECTION("failed") {
    const auto made = incident.must(complete_task{task, "failed", std::nullopt, std::nullopt});
    CHECK(types_of(made) == "task.completed, incident.grade_restored, dispatch.requested");
    CHECK(incident.the_incident().grade->grade == "2");
  }
}

TEST_CASE("A rise to the old grade settles the condition") {
  auto incident = lowered_on_condition();
  incident.must(set_grade{{"1", std::nullopt, std::nullopt}});
  CHECK_FALSE(incident.the_incident().condition);
  CHECK(open_task(incident.the_incident(), "check_condition") == nullptr);
}

TEST_CASE("A condition says what has to hold, and by when in reach") {
  auto incident = at_grade_two();
  auto lower = lower_to(incident, "3");
  lower.lowering.check_by = nine_in_the_evening() + hours(48);
  CHECK(
      faults_of(incident.when(lower)) ==
      std::set<std::string>{"/condition/text own_words_required", "/condition/check_by out_of_range"}
  );
}
