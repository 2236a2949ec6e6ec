// Hand-offs: lessons.md R11, practice.md 7.
#include "partner_story.hpp"

#include "triage/canonical_json.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using std::chrono::hours;
using std::chrono::minutes;
using enum handoff_state;

namespace {

// Fires the timer of the only hand-off that is watched.
decision fall_silent(story& incident) {
  for (const auto& one : timers(incident.the_incident())) {
    if (!one.key.starts_with("handoff:")) continue;
    incident.at(one.due_at).by(machine());
    return incident.must(fire_timer{one.key, one.generation});
  }
  throw std::logic_error("nothing is watched");
}

} // namespace

TEST_CASE("Asked, an agency is watched for the grade's time while police hold the incident") {
  auto incident = graded("2");
  const auto made = incident.must(request_handoff{partner_kind::agency, "ambulance", "He has collapsed", "A-731"});
  CHECK(types_of(made) == "handoff.requested");
  CHECK(only<handoff_requested>(made).personal->reference == "A-731");
  const auto& asked = last_handoff(incident);
  CHECK(asked.state == requested);
  CHECK(asked.watch_until == nine_in_the_evening() + minutes(15));
  CHECK(incident.the_incident().partners.police_attending);
  CHECK_FALSE(partner_attends(incident.the_incident().partners));
  check_kept(incident);
}

TEST_CASE("The words and the reference of a hand-off are sealed apart from the log") {
  auto incident = graded("2");
  const auto asked = ask(incident);
  auto yes = saying(asked, accepted);
  yes.reference = "NW-4711";
  yes.note = "Ada is known to them";
  incident.must(yes);
  for (const auto& one : incident.events()) {
    const auto row = encode(one);
    CHECK(row.body.find("4711") == std::string::npos);
    CHECK(row.body.find("Ada is") == std::string::npos);
  }
  CHECK(to_snapshot(incident.the_incident()).body.find("4711") == std::string::npos);
}

TEST_CASE("Only a person asks, of a partner of the right kind, and one request at a time") {
  auto incident = graded("2");
  CHECK(refused_with(incident.when(request_handoff{partner_kind::agency, "tea_room", "x", {}})) == "unknown_partner");
  CHECK(refused_with(incident.when(request_handoff{partner_kind::agency, "btp", "x", {}})) == "unknown_partner");
  ask(incident);
  CHECK(
      refused_with(incident.when(request_handoff{partner_kind::agency, "ambulance", "x", {}})) ==
      "handoff_waits_already"
  );
  ask(incident, "fire");
  CHECK(
      refused_with(incident.by(integrator()).when(request_handoff{partner_kind::agency, "council", "x", {}})) ==
      "named_person_required"
  );
}

TEST_CASE("Never handed back to the agency that sent a contact, by key, by role or by its own word; it is named") {
  auto contact = contact_with(calm());
  story incident(tests::gmp_2018());
  SECTION("its key") {
    incident.by(integrator());
  }
  SECTION("the caller's role") {
    contact.caller.role = "ambulance";
  }
  SECTION("the sender it states") {
    contact.sender = contact_sender{"ambulance", std::nullopt, std::nullopt};
  }
  incident.must(take_contact{contact, std::nullopt, std::nullopt, std::nullopt});
  incident.by(dispatcher());
  const auto made = incident.when(request_handoff{partner_kind::agency, "ambulance", "x", {}});
  CHECK(refused_with(made) == "handed_back_to_sender");
  CHECK(made.error().detail.find("Ambulance service") != std::string::npos);
  CHECK(incident.when(request_handoff{partner_kind::agency, "social_care", "x", {}}));
  check_kept(incident);
}

TEST_CASE("Accepted with an estimate in time: watched until then, and police still hold it") {
  auto incident = graded("2");
  auto yes = saying(ask(incident), accepted);
  yes.eta = nine_in_the_evening() + minutes(25);
  CHECK(types_of(incident.must(yes)) == "handoff.answered");
  CHECK(last_handoff(incident).watch_until == yes.eta);
  CHECK(last_handoff(incident).partner_attending);
  CHECK(incident.the_incident().partners.police_attending);
  CHECK(open_kinds(incident).empty());
  incident.must(saying(last_handoff(incident).id, arrived));
  CHECK_FALSE(last_handoff(incident).watch_until);
  check_kept(incident);
}

TEST_CASE("Silence, a decline, a late estimate and nobody found bring it back at its grade, with two tasks") {
  auto incident = graded("2");
  const auto asked = ask(incident);
  const auto grade = incident.the_incident().grade;
  SECTION("silence") {
    CHECK(types_of(fall_silent(incident)) == "handoff.silent, task.opened, task.opened");
  }
  SECTION("decline") {
    incident.must(saying(asked, declined));
  }
  SECTION("not found") {
    incident.must(saying(asked, could_not_locate));
  }
  SECTION("late") {
    auto late = saying(asked, accepted);
    late.eta = nine_in_the_evening() + minutes(61);
    incident.must(late);
  }
  SECTION("silence of one that was on its way") {
    incident.must(saying(asked, attending));
    fall_silent(incident);
  }
  CHECK(last_handoff(incident).returned);
  CHECK(open_kinds(incident) == std::multiset<std::string>{"handoff_failed", "handoff_returned"});
  CHECK(incident.the_incident().partners.police_attending);
  CHECK(incident.the_incident().grade == grade);
  const auto& dispatch = incident.the_incident().dispatch;
  CHECK(dispatch->state == dispatch_state::acknowledged); // somebody is sent already: no second push
  check_kept(incident);
}

TEST_CASE("A timer that the answer overtook does nothing") {
  auto incident = graded("2");
  const auto asked = ask(incident);
  const auto pending = timers(incident.the_incident()).at(0);
  REQUIRE(pending.key == "handoff:" + asked.to_string());
  incident.must(saying(asked, arrived));
  incident.at(pending.due_at).by(machine());
  CHECK(incident.must(fire_timer{pending.key, pending.generation}).events.empty());
}

TEST_CASE("Taken after all: the tasks of its coming back lapse") {
  auto incident = graded("2");
  const auto asked = ask(incident);
  fall_silent(incident);
  incident.by(dispatcher()).must(saying(asked, attending));
  CHECK(open_kinds(incident).empty());
  CHECK_FALSE(last_handoff(incident).returned);
}

TEST_CASE("Police step back only where somebody attends, and are sent again when that fails") {
  auto incident = graded(
      "2", {{"immediate_serious_harm", false}, {"crime_suspected", false}, {"police_already_responsible", false}}
  );
  const auto asked = ask(incident);
  auto nobody = saying(asked, accepted);
  nobody.police_attending = false;
  nobody.partner_attending = false;
  CHECK(refused_with(incident.when(nobody)) == "nobody_attending");
  auto step_back = saying(asked, attending);
  step_back.police_attending = false;
  CHECK(refused_with(incident.by(integrator()).when(step_back)) == "named_person_required");
  incident.by(dispatcher()).must(step_back);
  CHECK_FALSE(incident.the_incident().partners.police_attending);
  const auto made = fall_silent(incident);
  CHECK(types_of(made) == "handoff.silent, dispatch.requested, task.opened, task.opened");
  CHECK(incident.the_incident().partners.police_attending);
  check_kept(incident);
}

TEST_CASE("Right Care Right Person: police stay while one of the three is true or not known") {
  auto incident = graded("2");
  auto step_back = saying(ask(incident), attending);
  step_back.police_attending = false;
  const auto made = incident.when(step_back);
  CHECK(refused_with(made) == "right_care_barred");
  CHECK(made.error().faults.size() == 3);
  incident.must(now_known({{"immediate_serious_harm", false}, {"crime_suspected", true}}));
  CHECK(incident.when(step_back).error().faults.size() == 2);
  incident.must(now_known({{"crime_suspected", false}, {"police_already_responsible", false}}));
  CHECK(incident.when(step_back));
}

TEST_CASE("A dispute goes to the force duty officer while police hold it") {
  auto incident = graded("2");
  auto no = saying(ask(incident, "mental_health"), accepted);
  no.disputed = true;
  CHECK(refused_with(incident.when(no)) == "dispute_without_decline");
  no.answer = declined;
  incident.must(no);
  CHECK(open_kinds(incident).contains("right_care_dispute"));
  CHECK(open_task(incident.the_incident(), "right_care_dispute")->owner == "force_duty_officer");
  CHECK(incident.the_incident().partners.police_attending);
}

TEST_CASE("A partner's own system answers for that partner alone") {
  auto incident = graded("2");
  const auto fire = ask(incident, "fire");
  const auto ambulance = ask(incident);
  incident.by(integrator());
  CHECK(refused_with(incident.when(saying(fire, accepted))) == "not_this_partner");
  CHECK(refused_with(incident.when(saying(ambulance, taken_back))) == "named_person_required");
  CHECK(incident.when(saying(ambulance, accepted)));
  CHECK(refused_with(incident.by(machine()).when(saying(ambulance, arrived))) == "not_this_partner");
  CHECK(refused_with(incident.by(dispatcher()).when(saying(id(4242), accepted))) == "unknown_handoff");
}

TEST_CASE("Closing waits for the answer, and police can always take it back") {
  auto incident = graded("3");
  const auto asked = ask(incident);
  CHECK(listed(incident.when(closing_now(incident))) == std::set<std::string>{"handoff_unconfirmed"});
  incident.must(saying(asked, taken_back));
  CHECK(refused_with(incident.when(saying(asked, accepted))) == "handoff_ended");
  CHECK(incident.when(closing_now(incident)));
}

TEST_CASE("Closed as another service's needs one that has said yes, and may be given it") {
  auto incident = graded("3");
  incident.by(supervisor());
  const std::string outcome = "accepted_by_other_service";
  CHECK(listed(incident.when(closing_now(incident, outcome))) == std::set<std::string>{"no_hand_off"});
  incident.must(saying(ask(incident, "social_care"), accepted));
  CHECK(listed(incident.when(closing_now(incident, outcome))) == std::set<std::string>{"right_care_barred"});
  incident.must(
      now_known({{"immediate_serious_harm", false}, {"crime_suspected", false}, {"police_already_responsible", false}})
  );
  CHECK(incident.when(closing_now(incident, outcome)));
}

TEST_CASE("A partner that finds nobody after the closing opens the incident again") {
  auto incident = graded("3");
  const auto asked = ask(incident, "council");
  incident.must(saying(asked, accepted));
  incident.must(closing_now(incident));
  incident.at(nine_in_the_evening() + hours(2));
  const auto made = incident.must(saying(asked, could_not_locate));
  CHECK(types_of(made).starts_with("incident.reopened, handoff.answered"));
  CHECK(incident.the_incident().status == incident_status::open);
  check_kept(incident);
}

TEST_CASE("The detail says in so many words who attends") {
  auto incident = graded("2");
  incident.must(saying(ask(incident), attending));
  const auto shown = detail(incident.the_incident());
  CHECK(shown.at("attendance") == nlohmann::json{{"police_attending", true}, {"partner_attending", true}});
  CHECK(shown.at("handoffs").at(0).at("state") == "attending");
  CHECK(shown.at("owner") == "police");
}
