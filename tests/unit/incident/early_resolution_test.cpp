// Pathways of gmp-2018: offered, barred with what bars them, or open to a named authority; and the record of one.
#include <catch2/catch.hpp>

#include "partner_story.hpp"
#include "triage/incident/screening.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::days;
using std::chrono::hours;

namespace {

story advice() {
  return graded("5", {{"advice_only", true}});
}

story domestic() {
  return graded("3", {{"domestic", true}, {"caller_role", "third_party"}});
}

pathway_option standing_of(const story& incident, const std::string& pathway) {
  const auto& pack = frontdoor::tests::gmp_2018();
  const auto* rule = pack.working.screening.find_pathway(pathway);
  REQUIRE(rule != nullptr);
  return option_of(pack, incident.the_incident(), *rule);
}

std::set<std::string> bars_of(const pathway_option& option) {
  std::set<std::string> out;
  for (const auto& one : option.because) {
    CHECK_FALSE(one.remedy.empty());
    out.insert(one.code);
  }
  return out;
}

std::set<std::string> fields_missing(const std::expected<decision, refusal>& made) {
  CHECK(refused_with(made) == "pathway_incomplete");
  std::set<std::string> out;
  for (const auto& one : made.error().faults) {
    CHECK_FALSE(one.remedy.empty());
    out.insert(one.pointer);
  }
  return out;
}

resolve_by_pathway resolving(const story& incident, const std::string& pathway = "ADVICE_CLOSE") {
  resolve_by_pathway out;
  out.pathway = pathway;
  out.person = "agreed";
  out.nothing_lost = true;
  out.safety_net = "Call 999 if anyone is in danger.";
  out.promise = "That was our advice; nobody comes out.";
  out.history = history_search::searched;
  out.expected_version = incident.version();
  return out;
}

resolve_by_pathway specialist(const story& incident) {
  auto out = resolving(incident, "SPECIALIST_CONTACT");
  out.owner = "public_protection";
  out.owner_accepted = true;
  out.due_at = incident.now() + hours(6);
  return out;
}

agree_to_pathway agreeing(const std::string& subject) {
  return {subject, true, "She is at her mother's and asks for a call this evening", std::nullopt};
}

} // namespace

TEST_CASE("A call for advice with everything asked is offered the pathway of advice") {
  const auto incident = advice();
  CHECK(standing_of(incident, "ADVICE_CLOSE").standing == pathway_standing::offered);
  CHECK(standing_of(incident, "ADVICE_CLOSE").because.empty());
}

TEST_CASE("Every pathway says how it stands, and each that is not offered says why") {
  const auto incident = domestic();
  const auto& pack = frontdoor::tests::gmp_2018();
  const auto options = pathway_options(pack, incident.the_incident());
  CHECK(options.size() == pack.working.screening.pathways.size());
  for (const auto& one : options)
    CHECK((one.standing == pathway_standing::offered) == one.because.empty());
}

TEST_CASE("An exclusion that nobody may agree away bars the pathway and is named") {
  const auto incident = graded("3", {{"sexual", true}});
  const auto option = standing_of(incident, "ADVICE_CLOSE");
  CHECK(option.standing == pathway_standing::barred);
  CHECK(option.because.front().pointer == "/exclusions/X-SEX");
  CHECK(option.posts.empty());
}

TEST_CASE("An exclusion with an authority leaves the pathway open to the posts named") {
  const auto incident = domestic();
  const auto option = standing_of(incident, "SPECIALIST_CONTACT");
  CHECK(option.standing == pathway_standing::needs_authority);
  CHECK(option.posts == std::vector<std::string>{"public_protection_supervisor", "force_duty_officer"});
}

TEST_CASE("Self-service is never for a protected category, whoever agrees") {
  const auto incident = domestic();
  CHECK(standing_of(incident, "SELF_SERVE").standing == pathway_standing::barred);
}

TEST_CASE("Until the risk questions are answered, unknown counts as possible") {
  story incident(frontdoor::tests::gmp_2018());
  incident.opened_with({{"advice_only", true}, {"life_threat", "unknown"}});
  CHECK(bars_of(standing_of(incident, "ADVICE_CLOSE")).contains("risk_fact_unanswered"));
}

TEST_CASE("A pathway is for its grades") {
  const auto incident = graded("2");
  CHECK(bars_of(standing_of(incident, "ADVICE_CLOSE")).contains("not_at_this_grade"));
}

TEST_CASE("An update asks only whether anything is new and anyone in danger") {
  story incident(frontdoor::tests::gmp_2018());
  incident.opened_with(
      {{"police_update_request", true},
       {"new_risk", false},
       {"life_threat", "none"},
       {"violence", "none"},
       {"suspect_present", false}}
  );
  CHECK(standing_of(incident, "CRIME_UPDATE").standing == pathway_standing::offered);
  incident.must(now_known({{"new_risk", true}}));
  CHECK(bars_of(standing_of(incident, "CRIME_UPDATE")).contains("pathway_not_for_this"));
}

TEST_CASE("Each field that the record lacks is named with its remedy") {
  auto incident = advice();
  resolve_by_pathway bare;
  bare.pathway = "ADVICE_CLOSE";
  bare.expected_version = incident.version();
  CHECK(
      fields_missing(incident.when(bare)) ==
      std::set<std::string>{"/person", "/nothing_lost", "/safety_net", "/promise", "/history"}
  );
}

TEST_CASE("A source of history that did not answer is not nothing known; a supervisor may go on") {
  auto incident = advice();
  auto command = resolving(incident);
  command.history = history_search::unavailable;
  CHECK(fields_missing(incident.when(command)) == std::set<std::string>{"/history"});
  CHECK(incident.by(supervisor()).when(command));
}

TEST_CASE("A promise with a time lies ahead and within the pathway's longest time, with an owner who has accepted") {
  auto incident = domestic();
  incident.by(supervisor()).must(agreeing("SPECIALIST_CONTACT"));
  incident.by(person());
  auto command = specialist(incident);
  command.due_at = incident.now() + days(3);
  command.owner_accepted = false;
  CHECK(fields_missing(incident.when(command)) == std::set<std::string>{"/due_at", "/owner_accepted"});
  command.owner.reset();
  command.due_at.reset();
  CHECK(fields_missing(incident.when(command)) == std::set<std::string>{"/due_at", "/owner"});
}

TEST_CASE("Nobody resolves on an old version, without a name, or by a pathway that is none") {
  auto incident = advice();
  auto command = resolving(incident);
  command.expected_version.reset();
  CHECK(refused_with(incident.when(command)) == "version_required");
  command.expected_version = 1;
  CHECK(refused_with(incident.when(command)) == "stale_version");
  command = resolving(incident, "DEPLOY_EMERGENCY");
  CHECK(refused_with(incident.when(command)) == "unknown_pathway");
  command = resolving(incident);
  CHECK(refused_with(incident.by(integrator()).when(command)) == "named_person_required");
}

TEST_CASE("The record keeps what was said, by which rules and facts, and what the caller was told") {
  auto incident = advice();
  const auto made = incident.must(resolving(incident));
  const auto& e = only<pathway_resolved>(made);
  CHECK(e.pathway == "ADVICE_CLOSE");
  CHECK_FALSE(e.rules.empty());
  CHECK(e.facts.value().at("life_threat") == "none");
  CHECK(e.personal->safety_net == "Call 999 if anyone is in danger.");
  CHECK(incident.the_incident().promise->after_change);
  CHECK(incident.the_incident().tasks.empty());
  CHECK(resolution_holds(frontdoor::tests::gmp_2018(), incident.the_incident()));
}

TEST_CASE("Where nothing is owed, one call resolves and closes") {
  auto incident = advice();
  auto command = resolving(incident);
  command.close = "She wanted to know where the lost property desk is";
  const auto made = incident.must(command);
  CHECK(only<incident_closed>(made).outcome == "resolved_by_pathway");
}

TEST_CASE("At a grade that sends nobody, an incident is not closed without the record of its pathway") {
  auto incident = advice();
  const auto closing = [&](const std::string& outcome) {
    auto command = closing_now(incident, outcome);
    command.nsir.disposal = "advice";
    return command;
  };
  for (const auto* outcome : {"resolved_by_pathway", "advice_given", "resolved_by_telephone"})
    CHECK(open_on(incident.when(closing(outcome))) == std::set<std::string>{"pathway_not_recorded"});
  incident.must(resolving(incident));
  CHECK(incident.when(closing("advice_given")));
}

TEST_CASE("A new risk takes the early resolution's force away") {
  auto incident = advice();
  incident.must(resolving(incident));
  incident.must(now_known({{"domestic", true}}));
  CHECK_FALSE(resolution_holds(frontdoor::tests::gmp_2018(), incident.the_incident()));
  CHECK(open_on(incident.when(closing_now(incident, "resolved_by_pathway"))).contains("pathway_not_recorded"));
}

// ---- the authority

TEST_CASE("A protected incident is not resolved until its authority agrees, who is not the one who resolves") {
  auto incident = domestic();
  incident.by(person());
  CHECK(refused_with(incident.when(specialist(incident))) == "authority_needed");
  CHECK(refused_with(incident.when(agreeing("SPECIALIST_CONTACT"))) == "authority_not_yours");
  incident.by(supervisor()).must(agreeing("SPECIALIST_CONTACT"));
  CHECK(refused_with(incident.when(specialist(incident))) == "own_request");
  const auto made = incident.by(person()).must(specialist(incident));
  CHECK(only<pathway_resolved>(made).exclusions == std::vector<std::string>{"X-DA"});
}

TEST_CASE("Somebody at a console records what the officer on call says, and it is reviewed") {
  auto incident = domestic();
  auto recorded = agreeing("SPECIALIST_CONTACT");
  recorded.officer = recorded_officer{"public_protection_supervisor", "Inspector Hale", "phone"};
  incident.by(dispatcher()).must(recorded);
  CHECK(open_kinds(incident).contains("review_authority"));
  CHECK(incident.when(specialist(incident)));
}

TEST_CASE("What the authority agreed to lapses with anything new, and with a refusal") {
  auto incident = domestic();
  incident.by(supervisor()).must(agreeing("SPECIALIST_CONTACT"));
  auto refusing = agreeing("SPECIALIST_CONTACT");
  refusing.agree = false;
  incident.must(refusing);
  CHECK(standing_of(incident, "SPECIALIST_CONTACT").standing == pathway_standing::needs_authority);
  incident.must(agreeing("SPECIALIST_CONTACT"));
  CHECK(standing_of(incident, "SPECIALIST_CONTACT").standing == pathway_standing::offered);
  incident.at(incident.now() + hours(1)).must(now_known({{"caller_age", 34}}));
  CHECK(standing_of(incident, "SPECIALIST_CONTACT").standing == pathway_standing::needs_authority);
}

TEST_CASE("Nobody agrees to what is not barred, or what nobody may agree to") {
  auto incident = advice();
  CHECK(refused_with(incident.by(supervisor()).when(agreeing("ADVICE_CLOSE"))) == "nothing_to_agree");
  auto sexual = graded("3", {{"sexual", true}});
  CHECK(refused_with(sexual.by(supervisor()).when(agreeing("SPECIALIST_CONTACT"))) == "barred_by_exclusion");
}

TEST_CASE("An authority's word lets the grade without deployment be asked for") {
  auto incident = graded("4", {{"premises", "outbuilding"}, {"entry_forced", true}});
  set_grade lower{{"5", "facts_changed", "Entry was weeks ago"}, incident.version(), {}};
  CHECK(refused_with(incident.by(supervisor()).when(lower)) == "barred_by_exclusion");
  incident.must(agreeing("PHONE_RESOLUTION"));
  lower.expected_version = incident.version();
  CHECK(refused_with(incident.when(lower)) != "barred_by_exclusion");
}

// ---- the closing gate

TEST_CASE("An exclusion bars closing with what resolves nothing, and is named; an attendance closes it") {
  auto incident = domestic();
  for (const auto* outcome : {"no_reply", "believed_safe", "not_a_police_matter", "resolved_by_telephone"})
    CHECK(open_on(incident.when(closing_now(incident, outcome))).contains("barred_by_exclusion"));
  CHECK_FALSE(open_on(incident.when(closing_now(incident))).contains("barred_by_exclusion"));
  incident.by(supervisor()).must(agreeing("no_reply"));
  CHECK_FALSE(open_on(incident.when(closing_now(incident, "no_reply"))).contains("barred_by_exclusion"));
}

TEST_CASE("A missing person at grade 3 is not closed as area searched") {
  auto incident = graded("3", {{"missing", true}});
  CHECK(open_on(incident.when(closing_now(incident, "area_searched_no_trace"))).contains("risk_open"));
  CHECK(open_on(incident.when(closing_now(incident, "believed_safe"))).contains("risk_open"));
  CHECK_FALSE(open_on(incident.when(closing_now(incident, "person_seen_safe"))).contains("risk_open"));
  incident.must(now_known({{"missing", false}}));
  CHECK_FALSE(open_on(incident.when(closing_now(incident, "area_searched_no_trace"))).contains("risk_open"));
}

TEST_CASE("A promise that is owed keeps the incident open until it is kept; a broken one is told") {
  auto incident = domestic();
  incident.by(supervisor()).must(agreeing("SPECIALIST_CONTACT"));
  incident.by(person()).must(specialist(incident));
  const auto* owed = open_task(incident.the_incident(), task_kind::pathway_promise);
  REQUIRE(owed != nullptr);
  CHECK(owed->owner == "public_protection");
  CHECK(owed->due_at == incident.now() + hours(6));
  CHECK(open_on(incident.when(closing_now(incident, "resolved_by_pathway"))).contains("task_open"));
  const auto id = owed->id;
  SECTION("not kept") {
    incident.must(complete_task{id, "not_kept", std::nullopt, std::nullopt});
    CHECK(open_kinds(incident).contains("tell_caller"));
  }
  SECTION("nothing is heard by its time") {
    const auto generation = owed->generation;
    incident.at(incident.now() + hours(7)).by(machine());
    incident.must(fire_timer{"task:" + id.to_string(), generation});
    CHECK(open_kinds(incident).contains("tell_caller"));
  }
  SECTION("kept") {
    incident.must(complete_task{id, "kept", std::nullopt, std::nullopt});
    CHECK_FALSE(open_kinds(incident).contains("tell_caller"));
  }
}

// ---- coming back

TEST_CASE("What comes back within the longest window is reviewed once, and later it is not") {
  auto incident = advice();
  const auto resolved = incident.now() - days(20);
  incident.by(machine());
  const auto made = incident.must(note_return{id(77), id(1000), "ADVICE_CLOSE", resolved, incident.now()});
  CHECK(only<pathway_returned>(made).within_days == 28);
  CHECK(open_kinds(incident).count("review_return") == 1);
  CHECK(incident.must(note_return{id(77), id(1000), "ADVICE_CLOSE", resolved, incident.now()}).events.empty());
  CHECK(incident.must(note_return{id(78), id(1000), "ADVICE_CLOSE", incident.now() - days(91), incident.now()})
            .events.empty());
}

TEST_CASE("Counts that are high propose a problem record to a person, once, and change no grade") {
  auto incident = graded("5", {{"advice_only", true}, {"repeat_place_contacts_28d", 6}});
  CHECK(open_kinds(incident).count("propose_problem") == 1);
  CHECK(incident.the_incident().grade->grade == "5");
  incident.must(now_known({{"caller_age", 40}}));
  CHECK(open_kinds(incident).count("propose_problem") == 1);
}

TEST_CASE("Early resolution comes back from the log and from its snapshot as it was") {
  auto incident = domestic();
  incident.by(supervisor()).must(agreeing("SPECIALIST_CONTACT"));
  incident.by(person()).must(specialist(incident));
  incident.by(machine()).must(note_return{id(77), id(1000), "ADVICE_CLOSE", incident.now() - days(5), incident.now()});
  CHECK(folded(incident.events()) == incident.the_incident());
  for (const auto& e : incident.events()) {
    const auto read = decode(stored(e));
    REQUIRE(read);
    CHECK(*read == e);
  }
  const auto kept = from_snapshot_text(to_snapshot(incident.the_incident()));
  REQUIRE(kept);
  CHECK(*kept == incident.the_incident());
}

TEST_CASE("An incident without early resolution has no such key in its snapshot") {
  const auto incident = graded("2");
  CHECK_FALSE(json::parse(to_snapshot(incident.the_incident()).body).contains("screening"));
}
