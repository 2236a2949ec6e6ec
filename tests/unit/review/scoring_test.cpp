// What the answers to a form come to.
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "review_story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::review;
using namespace frontdoor::triage::review::testing;

namespace {

const form& short_form() {
  return *the_rules().find_form("short");
}

std::vector<std::string> codes(const faults& found) {
  std::vector<std::string> out;
  for (const auto& one : found)
    out.push_back(one.code);
  return out;
}

} // namespace

TEST_CASE("given answers, then the score is the points of those that count") {
  const auto score = [](const char* risk, const char* words) {
    const std::vector<answer> answers{{"risk", risk}, {"words", words}};
    return score_of(short_form(), answers);
  };
  CHECK(score("met", "met") == review::score{100, {}, true});
  CHECK(score("met", "partly") == review::score{75, {}, true});
  CHECK(score("met", "not_met") == review::score{50, {}, false});
  CHECK(score("met", "none") == review::score{100, {}, true});
}

TEST_CASE("given an answer that fails the review, then no points help") {
  const std::vector<answer> answers{{"risk", "not_met"}, {"words", "met"}};
  const auto found = score_of(short_form(), answers);
  CHECK(found.failed == std::vector<std::string>{"risk"});
  CHECK_FALSE(found.passed);
}

TEST_CASE("given a form where nothing counts, then there is no percentage and no failing") {
  const std::vector<answer> answers{{"words", "none"}};
  CHECK(score_of(short_form(), answers) == review::score{std::nullopt, {}, true});
}

TEST_CASE("given answers that do not fit, then each is named by its place") {
  const std::vector<answer> wrong{{"risk", "perhaps"}, {"colour", "met"}, {"risk", "met"}};
  CHECK(
      codes(check(short_form(), wrong, true)) ==
      std::vector<std::string>{"unknown_answer", "unknown_item", "answered_twice", "not_answered"}
  );
  CHECK(check(short_form(), wrong, true).front().pointer == "/answers/0/answer");
  const std::vector<answer> some{{"risk", "met"}};
  CHECK(check(short_form(), some, false).empty());
}

TEST_CASE("a better answer never lowers the score") {
  CHECK(rc::check("points only help", [] {
    static const std::vector<std::string> ladder{"not_met", "partly", "met"};
    const auto low = *rc::gen::inRange<std::size_t>(0, 3);
    const auto high = *rc::gen::inRange<std::size_t>(low, 3);
    const auto risk = *rc::gen::element<std::string>("met", "not_met");
    const auto at = [&](std::size_t place) {
      const std::vector<answer> answers{{"risk", risk}, {"words", ladder[place]}};
      return score_of(short_form(), answers);
    };
    RC_ASSERT(*at(low).percent <= *at(high).percent);
    RC_ASSERT(!at(low).passed || at(high).passed);
  }));
}
