#include <catch2/catch.hpp>

#include "partner_story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

close_incident closing_as(const story& incident, const std::string& outcome = "dealt_with") {
  return {outcome, "Officers spoke to both of them", incident.version()};
}

story settled() {
  story incident;
  incident.opened_with({{"domestic", true}, {"life_threat", "none"}});
  return incident;
}

story closed() {
  auto incident = settled();
  incident.must(closing_as(incident));
  return incident;
}

} // namespace

TEST_CASE("An incident with nothing owed closes with outcome, rationale and authority, and has no timers") {
  auto incident = settled();
  const auto made = incident.must(closing_as(incident));
  CHECK(types_of(made) == "incident.closed");
  CHECK(only<incident_closed>(made).personal->text == "Officers spoke to both of them");
  CHECK(incident.the_incident().status == incident_status::closed);
  CHECK(timers(incident.the_incident()).empty());
  CHECK(card(incident.the_incident(), "n").at("status") == "closed");
  CHECK(detail(incident.the_incident()).at("closing").at("outcome") == "dealt_with");
}

TEST_CASE("Closing needs the present version, an outcome of the policy, own words and a person") {
  auto incident = settled();
  auto close = closing_as(incident);
  close.expected_version.reset();
  CHECK(refused_with(incident.when(close)) == "version_required");
  close.expected_version = 1;
  CHECK(refused_with(incident.when(close)) == "stale_version");
  close = closing_as(incident, "bored");
  CHECK(refused_with(incident.when(close)) == "unknown_outcome");
  close = closing_as(incident);
  close.rationale = "as per log";
  CHECK(refused_with(incident.when(close)) == "own_words_required");
  CHECK(refused_with(incident.when(closing_as(incident, "hoax"))) == "closing_not_yours");
  CHECK(refused_with(incident.by(integrator()).when(closing_as(incident))) == "named_person_required");
  CHECK(incident.by(supervisor()).when(closing_as(incident, "hoax")));
}

TEST_CASE("Everything that stands open is named at once, each with what ends it") {
  story incident;
  auto contact = contact_with({{"relationship", "partner"}, {"suspect_present", true}});
  contact.call_live = true;
  incident.must(take_contact{contact, std::nullopt, std::nullopt, std::nullopt});
  incident.must(start_task{"confirm_hand_off", std::nullopt, std::nullopt});
  CHECK(
      open_on(incident.when(closing_as(incident, "no_reply"))) ==
      std::set<std::string>{
          "risk_fact_unanswered", "task_open", "dispatch_not_acknowledged", "call_is_live", "risk_open"
      }
  );
}

TEST_CASE("An approval that waits keeps the incident open") {
  auto incident = settled();
  incident.must(set_grade{{"2", std::nullopt, std::nullopt}});
  incident.by(dispatcher()).must(acknowledge_dispatch{incident.the_incident().dispatch->id});
  set_grade lower{{"3", "facts_changed", "He has left the house for good"}, incident.version(), {}};
  lower.lowering.thrive = std::array<thrive_part, thrive_count>{
      {{"low", "part one own"},
       {"low", "part two own"},
       {"low", "part three own"},
       {"low", "part four own"},
       {"low", "part five own"},
       {"low", "part six own"}}
  };
  incident.must(lower);
  CHECK(open_on(incident.when(closing_as(incident))) == std::set<std::string>{"approval_waiting"});
}

TEST_CASE("Nobody closes what nobody graded") {
  story incident;
  incident.opened_with({{"life_threat", "none"}});
  CHECK(open_on(incident.when(closing_as(incident))) == std::set<std::string>{"ungraded"});
}

TEST_CASE("Asked without an answer is not an answer; not establishable, with a reason, is") {
  story incident;
  incident.opened_with({{"domestic", true}, {"life_threat", "unknown"}});
  CHECK(open_on(incident.when(closing_as(incident))) == std::set<std::string>{"risk_fact_unanswered"});
  add_facts_command given;
  given.not_established = {{"life_threat", "caller_gone", std::nullopt}};
  incident.must(given);
  CHECK(incident.when(closing_as(incident)));
}

TEST_CASE("No reply does not resolve a risk that the facts still show; what a unit found does") {
  story incident;
  incident.opened_with({{"relationship", "partner"}, {"suspect_present", true}, {"life_threat", "none"}});
  incident.by(dispatcher()).must(acknowledge_dispatch{incident.the_incident().dispatch->id});
  CHECK(open_on(incident.when(closing_as(incident, "no_reply"))) == std::set<std::string>{"risk_open"});
  incident.must(now_known({{"suspect_present", false}}, fact_source::unit));
  CHECK(incident.when(closing_as(incident, "no_reply")));
}

TEST_CASE("A caller who was promised officers hears first that nobody comes") {
  auto incident = settled();
  CHECK(open_on(incident.when(closing_as(incident, "not_police"))) == std::set<std::string>{"caller_not_told"});
  incident.must(start_task{"tell_caller", std::nullopt, std::nullopt});
  incident.must(complete_task{incident.the_incident().tasks.at(0).id, "told", std::nullopt, std::nullopt});
  CHECK(incident.when(closing_as(incident, "not_police")));
}

TEST_CASE("A closed incident takes notes, and nothing else that would need it open") {
  auto incident = closed();
  CHECK(incident.when(add_note{"Letter sent to her"}));
  CHECK(refused_with(incident.when(closing_as(incident))) == "incident_closed");
  CHECK(refused_with(incident.when(set_grade{{"1", {}, {}}})) == "incident_closed");
  CHECK(refused_with(incident.when(start_task{"tell_caller", {}, {}})) == "incident_closed");
  CHECK(refused_with(incident.when(withdraw_facts{{"domestic"}})) == "incident_closed");
}

TEST_CASE("A person reopens it: a new attendance clock, the old one kept") {
  auto incident = closed();
  CHECK(refused_with(incident.when(reopen_incident{"boredom", "He came back to her"})) == "unknown_reason_code");
  incident.at(nine_in_the_evening() + hours(30));
  const auto made = incident.must(reopen_incident{"new_information", "He came back to her"});
  CHECK(types_of(made) == "incident.reopened");
  const auto& state = incident.the_incident();
  CHECK(state.status == incident_status::open);
  CHECK(state.grade->arrive_by == incident.now() + hours(24));
  REQUIRE(state.earlier_clocks.size() == 1);
  CHECK(state.earlier_clocks[0].from == nine_in_the_evening());
  CHECK(state.earlier_clocks[0].outcome == "dealt_with");
  CHECK(state.received_at == nine_in_the_evening());
  CHECK(refused_with(incident.when(reopen_incident{"new_information", "again"})) == "incident_open");
}

TEST_CASE("A new contact reopens it and is assessed with all that was said") {
  auto incident = closed();
  incident.at(nine_in_the_evening() + hours(30));
  auto contact = contact_with({{"relationship", "partner"}, {"suspect_present", true}}, 5);
  contact.received_at = incident.now();
  const auto made = incident.must(take_contact{contact, incident.the_incident().id, std::nullopt, std::nullopt});
  CHECK(
      types_of(made) ==
      "contact.received, incident.contact_joined, incident.reopened, incident.assessed, dispatch.requested"
  );
  CHECK(incident.the_incident().grade->grade == "2");
  CHECK(incident.the_incident().grade->arrive_by == incident.now() + hours(1));
  CHECK(folded(incident.events()) == incident.the_incident());
}

TEST_CASE("A reopened incident is dispatched again at the grade it held") {
  story incident;
  incident.opened_with({{"weapon", "used"}, {"suspect_present", true}, {"life_threat", "none"}});
  incident.by(dispatcher()).must(acknowledge_dispatch{incident.the_incident().dispatch->id});
  incident.must(closing_as(incident));
  const auto made = incident.must(reopen_incident{"new_information", "He came back to her"});
  CHECK(types_of(made) == "incident.reopened, dispatch.requested");
}

TEST_CASE("A new fact reopens it; an update that brings nothing does not") {
  auto incident = closed();
  const auto update = incident.must(take_contact{
      contact_with(json::object(), 6), incident.the_incident().id, contact_outcome::update_given, std::nullopt
  });
  CHECK(types_of(update) == "contact.received, incident.contact_joined");
  CHECK(incident.the_incident().status == incident_status::closed);
  const auto made = incident.must(now_known({{"weapon", "seen"}}));
  CHECK(types_of(made) == "incident.reopened, incident.facts_added, incident.assessed");
  CHECK(incident.the_incident().status == incident_status::open);
}
