// What an exercise comes to, part by part.
#include <catch2/catch.hpp>

#include "training_story.hpp"
#include "triage/training/scoring.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::training;
using namespace frontdoor::triage::training::testing;
using nlohmann::json;

namespace {

exercise_score scored(const exercise& of, std::uint32_t seconds = 30) {
  return score(of, *the_rules().find(of.scenario), after(seconds));
}

std::uint32_t percent_of(const exercise_score& one, const std::string& part) {
  for (const auto& each : one.parts)
    if (each.part == part) return each.percent;
  FAIL("there is no part " << part);
  return 0;
}

exercise_score with_grade(const char* grade) {
  auto what = the_right_answer();
  what.grade = grade;
  return scored(handed(all_asked(), what, 30));
}

handed_in ended(const char* outcome) {
  handed_in out;
  out.contact_only = outcome;
  out.pathway = "SIGNPOST_COUNCIL";
  out.rationale = "It is only music, and the council answers for that.";
  return out;
}

exercise party_asked() {
  return *learn_facts(begun("a-party"), {{"life_threat", "none"}, {"violence", "none"}}, 20, after(20));
}

} // namespace

TEST_CASE("given all asked, heard right, graded right and in time, then nothing is lacking") {
  const auto one = scored(handed(all_asked(), the_right_answer(), 30));
  CHECK(one.verdict == grade_verdict::right);
  CHECK(one.percent == 100);
  CHECK(one.passed);
  CHECK(one.misheard.empty());
  CHECK(one.seconds == 30);
  CHECK(one.seconds_allowed == 40);
  CHECK(one.by_rules.value().at("proposed_grade") == "1");
  CHECK_FALSE(one.by_rules.value().at("reasons").empty());
  CHECK(one.by_rules_given.value().at("proposed_grade") == "1");
}

TEST_CASE("given a grade that is too low, then it fails whatever the points, and too high costs less") {
  const auto low = with_grade("2");
  CHECK(low.verdict == grade_verdict::too_low);
  CHECK(low.steps == 1);
  CHECK(percent_of(low, "grade") == 0);
  CHECK_FALSE(low.passed);
  const auto none = scored(handed(all_asked(), ended("advice_given"), 30));
  CHECK(none.verdict == grade_verdict::too_low);
  CHECK(none.steps == the_pack().grades.size());
  CHECK_FALSE(none.passed);
}

TEST_CASE("given a grade that is too high, then each step costs its share") {
  auto what = the_right_answer();
  what.grade = "5";
  what.pathway = "SIGNPOST_COUNCIL";
  what.flags = {};
  const auto one = scored(handed(party_asked(), what, 30));
  CHECK(one.verdict == grade_verdict::too_high);
  CHECK(one.steps == 1);
  CHECK(percent_of(one, "grade") == 70);
  CHECK(one.passed);
  what.grade = "1";
  const auto far = scored(handed(party_asked(), what, 30));
  CHECK(far.steps == 5);
  CHECK(percent_of(far, "grade") == 0);
  CHECK_FALSE(far.passed); // by its points, not by rule
}

TEST_CASE("given a contact that makes no incident, then ending it so is right, by another name nearly") {
  const auto right = scored(handed(party_asked(), ended("advice_given"), 60));
  CHECK(right.verdict == grade_verdict::right);
  CHECK(right.percent == 100);
  CHECK(right.ending == "advice_given");
  CHECK_FALSE(right.grade);
  for (const auto& part : right.parts)
    CHECK(part.part != "flags"); // none expected, none given: nothing to count
  const auto nearly = scored(handed(party_asked(), ended("misrouted"), 60));
  CHECK(nearly.verdict == grade_verdict::right);
  CHECK(percent_of(nearly, "grade") == 70);
}

TEST_CASE("given what had to be asked, then a question or a fact written down counts, and the rest is named") {
  auto one = *ask_caller(begun("a-knife"), "weapon", 6, after(6));
  one = *learn_facts(one, {{"weapon", "seen"}, {"suspect_present", nullptr}}, 10, after(10));
  const auto result = scored(handed(one, the_right_answer(), 30));
  REQUIRE(result.wanted.size() == 3);
  CHECK(result.wanted[0] == wanted_fact{"location_quality", std::nullopt});
  CHECK(result.wanted[1] == wanted_fact{"weapon", 6});
  CHECK(result.wanted[2] == wanted_fact{"suspect_present", 10});
  CHECK(percent_of(result, "asked") == 66);
}

TEST_CASE("given facts heard otherwise than said, then each is named with both, and what was never said apart") {
  const json facts{{"weapon", "used"}, {"suspect_present", true}, {"theft", true}, {"vulnerability", json::array()}};
  const auto one = *learn_facts(begun("a-knife"), facts, 10, after(10));
  const auto result = scored(handed(one, the_right_answer(), 30));
  REQUIRE(result.misheard.size() == 1);
  CHECK(result.misheard.front() == misheard_fact{"weapon", document("used"), document("seen")});
  CHECK(result.not_said == std::vector<std::string>{"theft"});
  CHECK(percent_of(result, "heard") == 66);
  const auto nothing = scored(handed(begun("a-knife"), the_right_answer(), 30));
  CHECK(percent_of(nothing, "heard") == 0);
}

TEST_CASE("given the time, then it counts whole within what is allowed and falls evenly to nothing") {
  const auto at = [](std::uint32_t seconds) {
    return percent_of(scored(handed(all_asked(), the_right_answer(), seconds), seconds), "time");
  };
  CHECK(at(40) == 100);
  CHECK(at(60) == 50);
  CHECK(at(80) == 0);
  CHECK(at(300) == 0);
}

TEST_CASE("given a pause, then its seconds are told and do not count") {
  auto one = hand_in(all_asked(), the_right_answer(), json::object(), 30, after(90));
  REQUIRE(one);
  const auto result = scored(*one, 90);
  CHECK(result.seconds == 30);
  CHECK(result.seconds_paused == 60);
  CHECK(percent_of(result, "time") == 100);
}

TEST_CASE("given flags, then what is missed and what is wrong both count, and those the rules give do no harm") {
  auto what = the_right_answer();
  what.flags = {"OFFICER_SAFETY", "HERBERT"};
  const auto result = scored(handed(all_asked(), what, 30));
  CHECK(result.flags_missed == std::vector<std::string>{"KNIFE"});
  CHECK(result.flags_wrong == std::vector<std::string>{"HERBERT"});
  CHECK(percent_of(result, "flags") == 0);
  what.flags = {"KNIFE", "OFFICER_SAFETY"};
  CHECK(percent_of(scored(handed(all_asked(), what, 30)), "flags") == 100);
}

TEST_CASE("given the pathway left out, then it is not right") {
  auto what = the_right_answer();
  what.pathway.reset();
  const auto result = scored(handed(all_asked(), what, 30));
  CHECK_FALSE(result.pathway_right);
  CHECK(result.pathway == "DEPLOY_EMERGENCY");
  CHECK(result.percent == 95);
}
