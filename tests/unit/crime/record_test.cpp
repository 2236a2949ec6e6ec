// What may be decided on a crime, by whom and on what proof (domain.md 4.1 to 4.5): given, when, then.
#include <catch2/catch.hpp>

#include "record_story.hpp"
#include "triage/crime/decision_choices.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::crime;
using namespace frontdoor::triage::crime::testing;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const json assault{{"caller_role", "victim"}, {"violence", "used"}, {"injury", "minor"}};
const json assault_seen{{"caller_role", "witness"}, {"violence", "used"}, {"injury", "minor"}};
const json domestic_assault{{"caller_role", "victim"}, {"violence", "used"}, {"injury", "minor"}, {"domestic", true}};
const json rape{{"caller_role", "victim"}, {"rape", true}, {"victim_age", 30}, {"victim_sex", "female"}};

std::string code_of(const std::expected<record_decision, refusal>& made) {
  return made ? "" : made.error().code;
}

cancel_crime cancelling(const std::string& code) {
  cancel_crime out;
  out.code = code;
  out.account = "The footage shows that he fell by himself.";
  out.verified_by = "PS 1234";
  out.verified_how = "Watched the whole recording.";
  out.reference = "CR/0000777/26";
  out.force = "Cheshire";
  return out;
}

// The same with no more than these members.
cancel_crime cancelling_with(const std::string& code, const std::vector<std::string>& members) {
  const auto whole = cancelling(code);
  cancel_crime out;
  out.code = code;
  for (const auto& member : members) {
    CAPTURE(member);
    if (member == "account")
      out.account = whole.account;
    else if (member == "verified_by")
      out.verified_by = whole.verified_by;
    else if (member == "verified_how")
      out.verified_how = whole.verified_how;
    else if (member == "reference")
      out.reference = whole.reference;
    else if (member == "force")
      out.force = whole.force;
    else
      FAIL("no such member");
  }
  return out;
}

record_story recorded(const json& facts) {
  record_story story(facts);
  REQUIRE(story.when(choice_of(state::recorded)));
  return story;
}

} // namespace

TEST_CASE("recording what was proposed gives a number and settles the duty") {
  record_story story(assault);
  REQUIRE(undecided(story.the_incident().crimes));
  const auto made = story.when(choice_of(state::recorded));
  REQUIRE(made);
  CHECK(story.held()->facts.number == "CR/0000001/26");
  CHECK(story.held()->facts.code == "8N");
  CHECK(story.held()->facts.title == "Assault with injury");
  CHECK_FALSE(story.held()->facts.late);
  CHECK(story.held()->telling == telling::owed);
  CHECK_FALSE(undecided(story.the_incident().crimes));
  REQUIRE(story.the_incident().crimes.links.size() == 1);
  CHECK(story.the_incident().crimes.links[0].number == "CR/0000001/26");
  CHECK(story.the_incident().crimes.links[0].state == "recorded");
}

TEST_CASE("only a named person decides") {
  record_story story(assault);
  CHECK(code_of(story.by("").when(choice_of(state::recorded))) == "named_person_required");
}

TEST_CASE("a decision after 24 hours is late, and says so") {
  record_story story(assault);
  story.at(story.now() + 24h + 1s);
  REQUIRE(story.when(choice_of(state::recorded)));
  CHECK(story.held()->facts.late);
}

TEST_CASE("offences that were alleged are kept inside, whatever the decider names") {
  json facts = assault;
  facts.update({{"damage", true}, {"premises", "vehicle"}});
  record_story story(facts);
  auto choice = choice_of(state::recorded);
  choice.code = "105A";
  choice.words.account = "";
  CHECK(code_of(story.when(choice)) == "less_serious_principal");
  choice.words.account = "The mark on the arm is from yesterday, he says.";
  REQUIRE(story.when(choice));
  CHECK(story.held()->facts.code == "105A");
  CHECK(story.held()->facts.included == std::vector<std::string>{"58C", "8N"});
}

TEST_CASE("several crimes: each is decided under its key") {
  record_story story({{"caller_role", "victim"}, {"robbery", true}, {"victims_count", 2}});
  auto choice = choice_of(state::recorded);
  CHECK(code_of(story.when(choice)) == "which_crime");
  choice.key = "9/9/9";
  CHECK(code_of(story.when(choice)) == "unknown_key");
  choice.key = "1/1/1";
  REQUIRE(story.when(choice));
  CHECK(undecided(story.the_incident().crimes));
  story.next_crime();
  REQUIRE(story.when(choice_of(state::recorded)));
  CHECK_FALSE(undecided(story.the_incident().crimes));
  CHECK(story.held()->facts.number == "CR/0000002/26");
  story.next_crime();
  CHECK(code_of(story.when(choice_of(state::recorded))) == "code_needed");
  auto own = choice_of(state::recorded);
  own.code = "58C";
  REQUIRE(story.when(own));
  CHECK(story.held()->facts.key.starts_with("own/"));
}

TEST_CASE("codes that no new crime has") {
  record_story story(assault);
  const auto with = [&](const char* code) {
    auto choice = choice_of(state::recorded);
    choice.code = code;
    return code_of(story.when(choice));
  };
  CHECK(with("ZZ") == "unknown_code");
  CHECK(with("28A") == "closed_code");
  CHECK(with("NFIB90") == "counted_nationally");
  CHECK(with("N100") == "unknown_code");
}

TEST_CASE("third parties (4.3)") {
  SECTION("a witness's report may wait for the victim, and is recorded when the victim confirms") {
    record_story story(assault_seen);
    CHECK(code_of(story.when(choice_of(state::crime_related))) == "unknown_reason_code");
    REQUIRE(story.when(choice_of(state::crime_related, "victim_not_found")));
    CHECK_FALSE(story.held()->facts.number);
    CHECK_FALSE(undecided(story.the_incident().crimes));
    REQUIRE(story.when(choice_of(state::recorded)));
    CHECK(story.held()->facts.number == "CR/0000001/26");
    CHECK(story.the_incident().crimes.links.size() == 1);
    CHECK(code_of(story.when(choice_of(state::recorded))) == "already_decided");
  }
  SECTION("what the victim reports is recorded on the report; only a supervisor decides otherwise, in words") {
    record_story story(assault);
    auto choice = choice_of(state::crime_related, "victim_does_not_confirm");
    CHECK(code_of(story.when(choice)) == "record_on_report");
    story.by("user:sergeant", true);
    choice.words.account = "ok";
    CHECK(code_of(story.when(choice)) == "record_on_report");
    choice.words.account = "The caller was her sister, who took her name.";
    CHECK(story.when(choice));
  }
}

TEST_CASE("no crime: a reason, an account, and a supervisor where somebody is to be protected") {
  record_story plain(assault);
  auto choice = choice_of(state::not_crime, "evidence_to_the_contrary");
  CHECK(code_of(plain.when(choice_of(state::not_crime, "no_time"))) == "unknown_reason_code");
  choice.words.account = "no crime";
  CHECK(code_of(plain.when(choice)) == "account_needed");
  choice.words.account = "The footage shows that he fell by himself.";
  REQUIRE(plain.when(choice));
  CHECK(plain.held()->telling == telling::owed);

  record_story domestic(domestic_assault);
  CHECK(code_of(domestic.when(choice)) == "supervisor_required");
  CHECK(domestic.by("user:sergeant", true).when(choice));

  record_story other(assault);
  CHECK(code_of(other.when(choice_of(state::not_crime, "already_recorded"))) == "reference_needed");
  CHECK(code_of(other.when(choice_of(state::not_crime, "over_before_police_came"))) == "supervisor_required");
}

TEST_CASE("a report of rape is a crime or a reported incident of rape") {
  record_story story(rape);
  CHECK(
      code_of(story.by("user:sergeant", true).when(choice_of(state::not_crime, "evidence_to_the_contrary"))) ==
      "rape_needs_record"
  );
  CHECK(code_of(story.when(choice_of(state::crime_related, "victim_not_found"))) == "rape_needs_record");
  CHECK(code_of(story.when(choice_of(state::n100, "N100/9"))) == "unknown_reason_code");
  REQUIRE(story.when(choice_of(state::n100, "N100/3")));
  CHECK(story.held()->facts.code == "N100");
  CHECK(story.held()->facts.included == std::vector<std::string>{"19C"});
  CHECK(story.held()->facts.number == "CR/0000001/26");
  SECTION("and may be confirmed later, under its number") {
    REQUIRE(story.when(choice_of(state::recorded)));
    CHECK(story.held()->facts.code == "19C");
    CHECK(story.held()->facts.number == "CR/0000001/26");
  }
  SECTION("and only the registrar cancels it") {
    CHECK(code_of(story.when(cancelling("C2"))) == "registrar_required");
    CHECK(story.by("user:registrar", true, true).when(cancelling("C2")));
  }
}

TEST_CASE("reclassifying keeps every offence, and lowering needs a supervisor") {
  auto story = recorded(assault);
  CHECK(code_of(story.when(reclassify_crime{"5D", {}, "worse"})) == "account_needed");
  const std::string account = "The hospital found a broken jaw.";
  CHECK(code_of(story.when(reclassify_crime{"8N", {}, account})) == "nothing_changes");
  REQUIRE(story.when(reclassify_crime{"5D", {"58D"}, account}));
  CHECK(story.held()->facts.state == state::reclassified);
  CHECK(story.held()->former_codes == std::vector<std::string>{"8N"});
  CHECK(story.held()->facts.included == std::vector<std::string>{"58D"});
  CHECK(story.held()->facts.number == "CR/0000001/26");
  CHECK(story.the_incident().crimes.links[0].code == "5D");
  CHECK(code_of(story.when(reclassify_crime{"105A", {}, account})) == "supervisor_required");
  CHECK(story.by("user:sergeant", true).when(reclassify_crime{"105A", {}, account}));

  auto raped = recorded(rape);
  raped.by("user:sergeant", true);
  CHECK(code_of(raped.when(reclassify_crime{"20A", {}, account})) == "registrar_required");
  CHECK(raped.when(reclassify_crime{"19D", {}, account}));
}

TEST_CASE("cancelling: each code with its proof") {
  auto story = recorded(assault);
  CHECK(code_of(story.when(cancelling("C2"))) == "supervisor_required");
  story.by("user:sergeant", true);
  const auto without = [&](const char* code, auto&& take) {
    auto command = cancelling(code);
    take(command);
    return code_of(story.when(command));
  };
  CHECK(without("C1", [](auto& c) { c.reference.reset(); }) == "proof_needed");
  CHECK(without("C1", [](auto& c) { c.force = " "; }) == "proof_needed");
  CHECK(without("C2", [](auto& c) { c.account = "new info"; }) == "proof_needed");
  CHECK(without("C2", [](auto& c) { c.verified_by.reset(); }) == "proof_needed");
  CHECK(without("C2", [](auto& c) { c.verified_how.reset(); }) == "proof_needed");
  CHECK(without("C2", [](auto& c) { c.retraction = true; }) == "retraction_alone");
  CHECK(without("C3", [](auto& c) { c.reference.reset(); }) == "proof_needed");
  CHECK(without("C3", [](auto& c) { c.reference = "CR/0000001/26"; }) == "proof_needed");
  CHECK(without("C4", [](auto& c) { c.account.clear(); }) == "proof_needed");
  SECTION("C1") {
    CHECK(story.when(cancelling("C1")));
  }
  SECTION("C2") {
    CHECK(story.when(cancelling("C2")));
  }
  SECTION("C3") {
    CHECK(story.when(cancelling("C3")));
  }
  SECTION("C4") {
    CHECK(story.when(cancelling("C4")));
  }
  SECTION("C5") {
    CHECK(story.when(cancelling("C5")));
  }
  CHECK(story.held()->facts.state == state::cancelled);
  CHECK(story.held()->facts.number == "CR/0000001/26");
  CHECK(story.held()->telling == telling::owed);
  CHECK(code_of(story.when(cancelling("C4"))) == "not_in_this_state");
  CHECK(code_of(story.when(reclassify_crime{"5D", {}, "The hospital found a broken jaw."})) == "not_in_this_state");
  CHECK(code_of(story.when(transfer_crime{"Cheshire", "C-1"})) == "not_in_this_state");
}

TEST_CASE("self-defence answers violence only") {
  auto story = recorded({{"caller_role", "victim"}, {"damage", true}, {"premises", "vehicle"}});
  CHECK(code_of(story.by("user:sergeant", true).when(cancelling("C5"))) == "proof_needed");
}

TEST_CASE("cancelling: what a screen says that a code needs is what is asked for, and no more") {
  const auto choices = decision_choices(tests::crime_rules());
  for (const auto& ground : choices.at("cancellations")) {
    const auto code = ground.at("code").get<std::string>();
    const auto needs = ground.at("needs").get<std::vector<std::string>>();
    auto story = recorded(assault);
    story.by("user:sergeant", true);
    for (const auto& left_out : needs) {
      CAPTURE(code, left_out);
      auto others = needs;
      std::erase(others, left_out);
      const auto made = story.when(cancelling_with(code, others));
      REQUIRE_FALSE(made);
      CHECK(made.error().faults.front().pointer == "/" + left_out);
    }
    CAPTURE(code);
    CHECK(story.when(cancelling_with(code, needs)));
  }
}

TEST_CASE("whoever investigates a crime does not cancel it; a rape is the registrar's") {
  auto story = recorded(assault);
  REQUIRE(story.when(set_officer{"sergeant"}));
  CHECK(code_of(story.by("user:sergeant", true).when(cancelling("C4"))) == "own_investigation");
  CHECK(story.by("user:inspector", true).when(cancelling("C4")));

  auto raped = recorded(rape);
  CHECK(code_of(raped.by("user:inspector", true).when(cancelling("C2"))) == "registrar_required");
  CHECK(raped.by("user:registrar", false, true).when(cancelling("C2")));
}

TEST_CASE("a transfer needs the other force's receipt") {
  auto story = recorded(assault);
  CHECK(code_of(story.when(transfer_crime{"Cheshire", " "})) == "proof_needed");
  REQUIRE(story.when(transfer_crime{"Cheshire", "C-1"}));
  CHECK(story.held()->facts.state == state::transferred);
  CHECK(story.held()->transfer == transfer{"Cheshire", "C-1"});
}

TEST_CASE("telling the victim is owed until it is done, and again after a cancelling") {
  auto story = recorded(assault);
  REQUIRE(story.when(tell_victim{telling::told}));
  CHECK(story.held()->telling == telling::told);
  CHECK(story.when(tell_victim{telling::told})->events.empty());
  REQUIRE(story.by("user:sergeant", true).when(cancelling("C4")));
  CHECK(story.held()->telling == telling::owed);
  REQUIRE(story.when(tell_victim{telling::no_safe_contact}));
  CHECK(story.held()->telling == telling::no_safe_contact);
}

TEST_CASE("nothing but a decision opens a record") {
  record_story story(assault);
  CHECK(code_of(story.when(tell_victim{})) == "unknown_crime");
}
