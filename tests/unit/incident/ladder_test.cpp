// The escalation ladder: domain.md 2.5; practice.md 11 and 12; lessons.md R01, R13, R14.
#include "partner_story.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

timestamp at_minute(int minute) {
  return nine_in_the_evening() + minutes(minute);
}

std::optional<timer> ladder_of(const story& incident) {
  for (const auto& one : timers(incident.the_incident())) {
    if (one.key == "ladder") return one;
  }
  return std::nullopt;
}

// Everything of the ladder that falls due until then, as the server fires it.
std::vector<event> pass(story& incident, timestamp until) {
  std::vector<event> out;
  const auto who = machine();
  for (auto due = ladder_of(incident); due && due->due_at <= until; due = ladder_of(incident)) {
    incident.at(std::max(due->due_at, incident.now())).by(who);
    for (auto& e : incident.must(fire_timer{due->key, due->generation}).events)
      out.push_back(std::move(e));
    if (out.size() > 1000) throw std::logic_error("the ladder does not come to rest");
  }
  incident.at(until).by(supervisor());
  return out;
}

// "district_sergeant at 40": who was told and when, in order.
std::vector<std::string> told(const std::vector<event>& events) {
  std::vector<std::string> out;
  for (const auto& e : events) {
    if (const auto* one = get_if<incident_escalated>(&e)) {
      const auto minute = std::chrono::floor<minutes>(one->head.occurred_at - nine_in_the_evening()).count();
      out.push_back(one->to + " at " + std::to_string(minute));
    }
  }
  return out;
}

template <typename Event> std::vector<timestamp> times_of(const std::vector<event>& events) {
  std::vector<timestamp> out;
  for (const auto& e : events) {
    if (const auto* one = get_if<Event>(&e)) out.push_back(one->head.occurred_at);
  }
  return out;
}

const escalation& item_to(const story& incident, const std::string& post) {
  const auto& list = incident.the_incident().ladder.escalations;
  const auto found = std::ranges::find(list, post, &escalation::to);
  if (found == list.end()) throw std::logic_error("nothing was told to " + post);
  return *found;
}

bool has_item(const story& incident, const std::string& post) {
  const auto& list = incident.the_incident().ladder.escalations;
  return std::ranges::find(list, post, &escalation::to) != list.end();
}

void report(story& incident, unit_state state, std::optional<std::string> reason = std::nullopt) {
  incident.by(dispatcher());
  incident.must(report_unit{"BT21", state, std::move(reason), std::nullopt});
}

using words = std::vector<std::string>;

} // namespace

TEST_CASE("A grade 2 that nobody has is told to the district sergeant at 40 minutes, and to nobody before") {
  auto incident = graded("2");
  CHECK(told(pass(incident, at_minute(39))).empty());
  CHECK(told(pass(incident, at_minute(40))) == words{"district_sergeant at 40"});
  CHECK(item_to(incident, "district_sergeant").acknowledge_by == at_minute(50));
  check_kept(incident);
}

TEST_CASE("A grade 1 is told to the district inspector at two minutes unallocated, not with every grade 1") {
  auto incident = graded("1");
  CHECK(told(pass(incident, at_minute(1))).empty());
  CHECK(told(pass(incident, at_minute(2))) == words{"district_inspector at 2"});
}

TEST_CASE("A dispatcher who says that nobody can be sent need not wait for the time") {
  auto incident = graded("2");
  incident.at(at_minute(5)).by(dispatcher());
  incident.must(declare_unresourced{"no_unit_free"});
  CHECK(told(pass(incident, at_minute(5))) == words{"district_sergeant at 5"});
  CHECK(incident.by(dispatcher()).must(declare_unresourced{"no_unit_free"}).events.empty());
  CHECK(refused_with(incident.when(declare_unresourced{"lunch"})) == "unknown_reason_code");
  report(incident, unit_state::accepted);
  CHECK(refused_with(incident.when(declare_unresourced{"no_unit_free"})) == "unit_accepted");
}

TEST_CASE("Who does not acknowledge is passed over, and the last post is told again more and more slowly") {
  auto incident = graded("2");
  const auto names = told(pass(incident, at_minute(59)));
  CHECK(names == words{"district_sergeant at 40", "district_inspector at 50", "district_inspector at 55"});
  CHECK(item_to(incident, "district_sergeant").passed_on);
  const auto more = times_of<incident_escalated>(pass(incident, at_minute(60 * 24 * 10)));
  CHECK(more.size() < 60);
  CHECK(more.back() > at_minute(60 * 24 * 8));
  check_kept(incident);
}

TEST_CASE("Acknowledged by name it comes back at the acceptor's own review time while nothing has changed") {
  auto incident = graded("2");
  pass(incident, at_minute(40));
  const auto id = item_to(incident, "district_sergeant").id;
  CHECK(refused_with(incident.when(acknowledge_escalation{id, {}, at_minute(40) + minutes(31)})) == "out_of_range");
  CHECK(refused_with(incident.when(acknowledge_escalation{id, {}, at_minute(40)})) == "out_of_range");
  incident.must(acknowledge_escalation{id, {}, at_minute(48)});
  CHECK(item_to(incident, "district_sergeant").acknowledged_by == "user:boss");
  CHECK(told(pass(incident, at_minute(47))).empty());
  CHECK(told(pass(incident, at_minute(48))) == words{"district_sergeant at 48"});
  CHECK_FALSE(item_to(incident, "district_sergeant").acknowledged_by);
  check_kept(incident);
}

TEST_CASE("A person at a console records by name what an officer on call says; a machine acknowledges nothing") {
  auto incident = graded("2");
  pass(incident, at_minute(40));
  const auto id = item_to(incident, "district_sergeant").id;
  acknowledge_escalation bare{id, {}, {}};
  CHECK(refused_with(incident.by(machine()).when(bare)) == "named_person_required");
  CHECK(refused_with(incident.by(integrator()).when(bare)) == "named_person_required");
  CHECK(refused_with(incident.by(dispatcher()).when(bare)) == "escalation_not_yours");
  CHECK(
      refused_with(incident.when(acknowledge_escalation{id, named_officer{"Sgt Vale", "letter"}, {}})) ==
      "unknown_means"
  );
  const auto made = incident.must(acknowledge_escalation{id, named_officer{"Sgt Vale", "radio"}, {}});
  CHECK(only<escalation_acknowledged>(made).means == "radio");
  CHECK(item_to(incident, "district_sergeant").review_at == at_minute(70));
  for (const auto& one : incident.events())
    CHECK(encode(one).body.find("Vale") == std::string::npos);
  CHECK(to_snapshot(incident.the_incident()).body.find("Vale") == std::string::npos);
  CHECK(refused_with(incident.by(supervisor()).when(bare)) == "already_acknowledged");
  CHECK(refused_with(incident.when(acknowledge_escalation{triage::testing::id(77), {}, {}})) == "unknown_escalation");
  check_kept(incident);
}

TEST_CASE("Whoever further up acknowledges it answers for those who did not") {
  auto incident = graded("2");
  pass(incident, at_minute(50));
  incident.must(acknowledge_escalation{item_to(incident, "district_inspector").id, {}, {}});
  CHECK_FALSE(has_item(incident, "district_sergeant"));
}

TEST_CASE("A note, a deferral and a fact that says nothing mute nothing") {
  auto incident = graded("2");
  incident.at(at_minute(20)).by(supervisor());
  incident.must(add_note{"Does not look like a police matter."});
  incident.must(defer_incident{"no_unit_free", at_minute(120)});
  incident.must(now_known({{"police_update_request", true}, {"new_risk", false}}));
  CHECK(told(pass(incident, at_minute(40))) == words{"district_sergeant at 40"});
}

TEST_CASE("Something new begins the ladder anew, and delays nothing that lies ahead") {
  auto incident = graded("2");
  pass(incident, at_minute(45));
  incident.by(person()).must(now_known({{"new_risk", true}}));
  const auto names = told(pass(incident, at_minute(55)));
  CHECK(names.front() == "district_sergeant at 45");
  CHECK(std::ranges::find(names, "district_inspector at 55") != names.end());
  check_kept(incident);
}

TEST_CASE("A raise after hours tells the first post at once and the next a little later; the clock is the old one") {
  auto incident = graded("2");
  pass(incident, at_minute(241));
  incident.by(person()).must(set_grade{{"1", std::nullopt, std::nullopt}});
  CHECK(incident.the_incident().grade->arrive_by == at_minute(15));
  const auto events = pass(incident, at_minute(245));
  const auto names = told(events);
  CHECK(std::ranges::find(names, "district_inspector at 241") != names.end());
  CHECK(std::ranges::find(names, "force_duty_officer at 244") != names.end());
  CHECK(times_of<target_breached>(events) == std::vector{at_minute(241)});
  check_kept(incident);
}

TEST_CASE("Lowering clears nothing that is unacknowledged") {
  auto incident = graded("1");
  pass(incident, at_minute(2));
  const auto told_before = item_to(incident, "district_inspector");
  incident.at(at_minute(3)).by(supervisor());
  set_grade lower{{"2", "facts_changed", "He has left on foot, seen by the camera"}, incident.version(), {}};
  lower.lowering.thrive = {
      {{"low", "Nobody who could do harm is there any more."},
       {"low", "No injury is known and nothing was broken."},
       {"low", "It may come up again tonight, a look is planned."},
       {"low", "There is nothing that would be lost by waiting."},
       {"low", "What is known of the person is on the record."},
       {"low", "The caller can be rung back on the number given."}}
  };
  incident.must(lower);
  incident.by(supervisor("user:other"));
  const auto& asked = incident.the_incident().approvals.back();
  incident.must(decide_approval{asked.id, true, "I have seen the pictures myself", std::nullopt});
  REQUIRE(incident.the_incident().grade->grade == "2");
  CHECK(item_to(incident, "district_inspector").id == told_before.id);
  const auto names = told(pass(incident, at_minute(5)));
  CHECK(names == words{"force_duty_officer at 5"});
  check_kept(incident);
}

TEST_CASE("The arrival target is warned of at three quarters, and missed it owes the caller a word") {
  auto incident = graded("2");
  const auto events = pass(incident, at_minute(60));
  CHECK(times_of<target_warning>(events) == std::vector{at_minute(45)});
  CHECK(times_of<target_breached>(events) == std::vector{at_minute(60)});
  const auto* owed = open_task(incident.the_incident(), task_kind::tell_caller);
  REQUIRE(owed != nullptr);
  CHECK(owed->due_at == at_minute(75));
}

TEST_CASE("Where a unit is there in time the ladder is silent") {
  auto incident = graded("2");
  incident.at(at_minute(3));
  report(incident, unit_state::accepted);
  report(incident, unit_state::en_route);
  incident.at(at_minute(20));
  report(incident, unit_state::at_scene);
  const auto events = pass(incident, at_minute(60 * 24));
  CHECK(told(events).empty());
  CHECK(times_of<target_breached>(events).empty());
  CHECK_FALSE(ladder_of(incident));
  check_kept(incident);
}

TEST_CASE("Accepted and not moving is told from the acceptance on") {
  auto incident = graded("1");
  incident.at(at_minute(1));
  report(incident, unit_state::accepted);
  CHECK(told(pass(incident, at_minute(3))).empty());
  CHECK(told(pass(incident, at_minute(4))) == words{"district_inspector at 4"});
  report(incident, unit_state::en_route);
  CHECK_FALSE(has_item(incident, "district_inspector"));
}

TEST_CASE("A unit that accepts ends what was told, and one that is taken off brings it back on the old clock") {
  auto incident = graded("2");
  pass(incident, at_minute(42));
  report(incident, unit_state::accepted);
  CHECK_FALSE(has_item(incident, "district_sergeant"));
  incident.at(at_minute(44));
  report(incident, unit_state::released, "diverted");
  CHECK(resourcing_of(incident.the_incident()) == "unresourced");
  CHECK(incident.the_incident().grade->arrive_by == at_minute(60));
  CHECK(told(pass(incident, at_minute(44))) == words{"district_sergeant at 44"});
  check_kept(incident);
}

TEST_CASE("At a change of shift what is not resourced in target is told again, and nothing else is") {
  auto incident = graded("2");
  incident.at(at_minute(30)).by(supervisor());
  CHECK(incident.must(change_shift{}).events.empty());
  pass(incident, at_minute(70));
  const auto made = incident.must(change_shift{});
  CHECK(only<incident_escalated>(made).to == "district_sergeant");
  CHECK(only<incident_escalated>(made).reason_code == "shift_change");
  report(incident, unit_state::at_scene);
  CHECK(incident.by(supervisor()).must(change_shift{}).events.empty());
}

TEST_CASE("The ladder's timer fires once, also where two servers try and after a restart") {
  auto incident = graded("2");
  const auto due = ladder_of(incident);
  REQUIRE(due);
  CHECK(due->due_at == at_minute(40));
  incident.at(at_minute(300)).by(machine());
  CHECK_FALSE(incident.must(fire_timer{due->key, due->generation}).events.empty());
  CHECK(incident.when(fire_timer{due->key, due->generation})->events.empty());
  const auto early = ladder_of(incident);
  REQUIRE(early);
  CHECK(incident.at(early->due_at - seconds(1)).when(fire_timer{early->key, early->generation})->events.empty());
}

TEST_CASE("Closing ends the ladder, and reopening begins it with the new clock") {
  auto incident = graded("3");
  CHECK(told(pass(incident, nine_in_the_evening() + hours(4))) == words{"supervisor at 240"});
  incident.must(closing_now(incident));
  CHECK_FALSE(ladder_of(incident));
  CHECK(incident.the_incident().ladder.escalations.empty());
  incident.at(nine_in_the_evening() + hours(5));
  incident.must(reopen_incident{"new_information", "He is back there now"});
  REQUIRE(ladder_of(incident));
  CHECK(ladder_of(incident)->due_at == nine_in_the_evening() + hours(9));
  check_kept(incident);
}

TEST_CASE("What nobody accepted at a handover is told to its post, and only while the incident is open") {
  auto incident = graded("2");
  const auto made = incident.must(change_shift{"supervisor"});
  const auto& told = only<incident_escalated>(made);
  CHECK(told.to == "supervisor");
  CHECK(told.reason_code == "handover");
  CHECK(told.condition == "unresolved");
  check_kept(incident);
}
