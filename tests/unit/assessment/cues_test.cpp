// What the words of a narrative do to an assessment: they ask and may hold the grade up, never lower it, never are
// facts.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/unit/assessment/facts_of.hpp"
#include "triage/assessment/assess.hpp"

using namespace frontdoor;
using nlohmann::json;

namespace {

json assessed(const triage::policy_pack& pack, const json& given, const std::string& narrative) {
  const auto facts = tests::facts_of(given, pack);
  return triage::to_json(triage::assess(pack, facts, pack.cue_words.find(narrative)), pack);
}

json assessed(const json& given, const std::string& narrative) {
  return assessed(tests::gmp_2018(), given, narrative);
}

std::vector<std::string> cues_of(const json& assessment) {
  std::vector<std::string> ids;
  for (const auto& cue : assessment["cues"])
    ids.push_back(cue["cue"]);
  return ids;
}

const json calm_theft{
    {"life_threat", "none"},       {"violence", "none"},       {"theft", true},
    {"time_since_event", "today"}, {"suspect_present", false}, {"location_quality", "exact"},
};

} // namespace

TEST_CASE("an asking cue puts its question first and leaves the grade") {
  const auto without = assessed(calm_theft, "They took my bike");
  const auto with = assessed(calm_theft, "They took my bike. One had a blade.");
  CHECK(with["proposed_grade"] == without["proposed_grade"]);
  REQUIRE(cues_of(with) == std::vector<std::string>{"knife"});
  CHECK(with["next_questions"][0]["fact"] == "weapon");
  CHECK(with["cues"][0]["effect"] == "ask");
  CHECK(with["cues"][0]["floor"].is_null());
  CHECK(with["cues"][0]["ranges"] == json::parse(R"([{"from":29,"to":34}])"));
}

TEST_CASE("a cue reaches a question that nothing else reaches") {
  const auto asked = assessed(calm_theft, "and my nan has gone missing")["next_questions"];
  REQUIRE_FALSE(asked.empty());
  CHECK(asked[0]["fact"] == "missing");
  CHECK(asked[0]["could_raise_to"] == "1");
}

TEST_CASE("a knife block is no knife") {
  const auto result = assessed(calm_theft, "They stole my knife block and a set of kitchen knives");
  CHECK(cues_of(result).empty());
  CHECK(result["proposed_grade"] == "5");
}

TEST_CASE("a floor holds the grade up, with its reason and what follows from the grade, until its fact is known") {
  const auto held = assessed(calm_theft, "He's got a knife");
  CHECK(held["proposed_grade"] == "2");
  CHECK(held["most_urgent_possible"] == "2");
  CHECK(held["least_urgent_possible"] == "5");
  CHECK(held["pathway"] == "DEPLOY_PRIORITY");
  REQUIRE_FALSE(held["reasons"].empty());
  CHECK(held["reasons"][0]["decision"] == "cues");
  CHECK(held["reasons"][0]["rule"] == "knife_in_hand");
  const auto& unknown = held["unknown"];
  CHECK(std::ranges::find(unknown, "weapon") != unknown.end());
  auto denied = calm_theft;
  denied["weapon"] = "none";
  const auto answered = assessed(denied, "He's got a knife");
  CHECK(answered["proposed_grade"] == "5");
  CHECK(answered["cues"][0]["answered"] == true);
  auto asked = calm_theft;
  asked["weapon"] = nullptr;
  CHECK(assessed(asked, "He's got a knife")["proposed_grade"] == "2");
}

TEST_CASE("a floor never lowers, and nothing delays what is sent at once") {
  const auto result = assessed({{"violence", "ongoing"}, {"location_quality", "exact"}}, "he has a knife");
  CHECK(result["proposed_grade"] == "1");
  CHECK(result["next_questions"].empty());
}

TEST_CASE("words about long ago hold nothing up") {
  for (const char* said : {"He had a knife years ago", "I was stabbed last year", "years ago he was shot"}) {
    INFO(said);
    const auto result = assessed(calm_theft, said);
    CHECK(result["proposed_grade"] == "5");
  }
}

TEST_CASE("a floor stands for the grade its pack gives that step") {
  CHECK(assessed(tests::gmp_2022(), calm_theft, "he's got a knife")["proposed_grade"] == "2");
  CHECK(assessed(tests::nchs(), calm_theft, "he's got a knife")["proposed_grade"] == "P");
  CHECK(assessed(tests::nchs(), calm_theft, "he's got a gun")["proposed_grade"] == "E");
}

TEST_CASE("the benign controls of practice find no floor") {
  for (const char* said :
       {"I only want the name of the officer in my case, please.", "Just checking you're coming.",
        "It was a pocket dial, sorry.", "This is the booked alarm test for unit 4.",
        "The house was burgled while we were away, it is in Cheshire.", "I lost 20 pounds to an online shop.",
        "My bicycle was stolen. I took an overdose years ago but I am fine now.",
        "He is twenty minutes late, the staff are on the phone to him.", "They stole my knife block.",
        "She had a fall, the ambulance is on its way.", "The burglary was last night, tomorrow suits me better."}) {
    INFO(said);
    for (const auto& cue : assessed(json::object(), said)["cues"])
      CHECK(cue["effect"] == "ask");
  }
}

TEST_CASE("every cue of the packs is found by its own words") {
  const auto& pack = tests::gmp_2018();
  REQUIRE(pack.cues.size() > 30);
  const auto list = json::parse(tests::content_of("config/policies/common/cues.json"))["cues"];
  REQUIRE(list.size() == pack.cues.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (const auto& words : list[i].value("words", json::array())) {
      INFO(list[i]["id"] << " " << words);
      const auto found = pack.cue_words.find(words.get<std::string>());
      CHECK(std::ranges::find(found, i, &triage::cue_finding::cue) != found.end());
    }
  }
}

TEST_CASE("an instruction goes with an answer while the grade is urgent or open") {
  const auto urgent = assessed({{"violence", "ongoing"}}, "");
  REQUIRE(urgent["instructions"].size() == 1);
  CHECK(urgent["instructions"][0]["fact"] == "violence");
  CHECK_FALSE(urgent["instructions"][0]["text"].get<std::string>().empty());
  CHECK(assessed({{"suspect_present", true}}, "")["instructions"].size() == 1);
  CHECK(assessed(calm_theft, "")["instructions"].empty());
}

TEST_CASE("anything else is asked last, and can raise the grade") {
  const auto asked = assessed(calm_theft, "")["next_questions"];
  REQUIRE_FALSE(asked.empty());
  CHECK(asked.back()["fact"] == "other_danger");
  CHECK(asked.back()["could_raise_to"] == "2");
  auto given = calm_theft;
  given["other_danger"] = true;
  CHECK(assessed(given, "")["proposed_grade"] == "2");
  given["other_danger"] = false;
  CHECK(assessed(given, "")["proposed_grade"] == "5");
}
