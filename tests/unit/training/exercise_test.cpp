// An exercise from its beginning to its result: what is refused, what the clock says, and that it can be stored.
#include <catch2/catch.hpp>

#include "training_story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::training;
using namespace frontdoor::triage::training::testing;
using nlohmann::json;

namespace {

std::string code_of(const exercise_decision& decided) {
  return decided ? "" : decided.error().code;
}

} // namespace

TEST_CASE("given a new exercise, then it is open, the trainee's, and of the scenario's version") {
  const auto one = begun("a-knife");
  CHECK(one.state == exercise_state::open);
  CHECK(one.trainee == "user:trainee");
  CHECK(one.scenario_version == 2);
  CHECK(one.pack == "gmp-2018");
  CHECK(one.version == 1);
}

TEST_CASE("given a question to the caller, then it is noted once, and answered in the caller's words") {
  auto asked = ask_caller(begun("a-knife"), "weapon", 9, after(12));
  REQUIRE(asked);
  REQUIRE(asked->questions.size() == 1);
  CHECK(asked->questions.front() == asked_question{"weapon", 9});
  const auto again = ask_caller(*asked, "weapon", 15, after(20));
  REQUIRE(again);
  CHECK(again->questions == asked->questions);
  CHECK(again->at_s == 15);
  const auto* scenario = the_rules().find("a-knife");
  CHECK(caller_says(the_rules(), *scenario, "weapon") == "In his hand.");
  CHECK(caller_says(the_rules(), *scenario, "cctv") == "I can't say.");
  CHECK(code_of(ask_caller(begun("a-knife"), "colour_of_hat", 1, after(2))) == "unknown_fact");
}

TEST_CASE("given what the trainee's clock says, then it counts up to what has passed, and never goes back") {
  CHECK(ask_caller(begun("a-knife"), "weapon", 9, after(30))->at_s == 9);
  CHECK(ask_caller(begun("a-knife"), "weapon", 500, after(30))->at_s == 30);
  CHECK(ask_caller(begun("a-knife"), "weapon", std::nullopt, after(30))->at_s == 30);
  const auto later = ask_caller(*ask_caller(begun("a-knife"), "weapon", 20, after(30)), "violence", 4, after(40));
  CHECK(later->at_s == 20);
}

TEST_CASE("given facts that are learnt, then each keeps the second of its value") {
  auto one = learn_facts(begun("a-knife"), {{"weapon", "implied"}}, 5, after(50));
  one = learn_facts(*one, {{"weapon", "seen"}, {"suspect_present", true}}, 11, after(50));
  one = learn_facts(*one, {{"weapon", "seen"}, {"injury", nullptr}}, 30, after(50));
  REQUIRE(one);
  CHECK(one->find_fact("weapon")->at_s == 11);
  CHECK(one->find_fact("weapon")->value.value() == "seen");
  CHECK(one->find_fact("injury")->value.is_null());
  CHECK(one->facts_learnt() == json{{"weapon", "seen"}, {"suspect_present", true}, {"injury", nullptr}});
  const auto wrong = learn_facts(*one, {{"weapon", "seeen"}}, 31, after(50));
  CHECK(code_of(wrong) == "invalid_facts");
  CHECK(wrong.error().faults.front().pointer == "/facts/weapon");
}

TEST_CASE("given what is handed in, then it is either a grade or an ending, of the policy, and in own words") {
  const auto open = all_asked();
  const auto with = [&](auto change) {
    auto what = the_right_answer();
    change(what);
    return code_of(hand_in(open, what, json::object(), 30, after(30)));
  };
  CHECK(with([](handed_in& what) { what.grade.reset(); }) == "one_of_two");
  CHECK(with([](handed_in& what) { what.contact_only = "advice_given"; }) == "one_of_two");
  CHECK(with([](handed_in& what) { what.grade = "9"; }) == "unknown_grade");
  CHECK(with([](handed_in& what) { what.pathway = "DEPLOY_DRAGONS"; }) == "unknown_pathway");
  CHECK(with([](handed_in& what) { what.flags.emplace_back("DRAGON"); }) == "unknown_flag");
  CHECK(with([](handed_in& what) { what.rationale = "as above"; }) == "own_words_required");
  CHECK(with([](handed_in&) {}).empty());
  CHECK(code_of(hand_in(open, the_right_answer(), {{"dragons", 3}}, 30, after(30))) == "invalid_facts");
}

TEST_CASE("given an exercise that is over, then nothing is added to it") {
  const auto done = handed(all_asked(), the_right_answer(), 30);
  CHECK(done.state == exercise_state::submitted);
  CHECK_FALSE(done.result.is_null());
  CHECK(code_of(ask_caller(done, "weapon", 40, after(40))) == "exercise_over");
  CHECK(code_of(learn_facts(done, {{"weapon", "seen"}}, 40, after(40))) == "exercise_over");
  CHECK(code_of(hand_in(done, the_right_answer(), json::object(), 40, after(40))) == "exercise_over");
  CHECK(abandon(done, after(50).now) == done);
  const auto left = abandon(all_asked(), after(50).now);
  CHECK(left.state == exercise_state::abandoned);
  CHECK(code_of(ask_caller(left, "weapon", 60, after(60))) == "exercise_over");
}

TEST_CASE("given a scenario or pack that has changed meanwhile, then the exercise cannot go on") {
  auto older = all_asked();
  older.scenario_version = 1;
  CHECK(code_of(ask_caller(older, "weapon", 30, after(30))) == "scenario_changed");
  auto elsewhere = all_asked();
  elsewhere.pack = "nchs";
  CHECK(code_of(hand_in(elsewhere, the_right_answer(), json::object(), 30, after(30))) == "scenario_changed");
  auto gone = all_asked();
  gone.scenario = "a-dragon";
  CHECK(code_of(learn_facts(gone, json::object(), 30, after(30))) == "scenario_changed");
}

TEST_CASE("given an exercise at any stage, then it is read back as it was stored") {
  auto numbered = all_asked();
  numbered.number = "TRN-20260301-000004";
  const auto asked = *ask_caller(numbered, "injury", 22, after(25));
  for (const auto& one :
       {begun("a-party"), asked, handed(asked, the_right_answer(), 30), abandon(asked, after(9).now)}) {
    const auto read = exercise_from_json(json::parse(to_json(one).dump()));
    REQUIRE(read);
    CHECK(*read == one);
  }
  CHECK_FALSE(exercise_from_json(json::object()));
  CHECK_FALSE(exercise_from_json({{"id", "no"}, {"state", "open"}}));
  auto wrong = json::parse(to_json(handed(asked, the_right_answer(), 30)).dump());
  wrong["handed_in"]["flags"] = {7};
  CHECK_FALSE(exercise_from_json(wrong));
  wrong = json::parse(to_json(asked).dump());
  wrong["questions"] = "weapon";
  CHECK_FALSE(exercise_from_json(wrong));
}
