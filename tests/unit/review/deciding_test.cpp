// Who may score, dispute and decide, and on what.
#include <algorithm>
#include <chrono>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "review_story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::review;
using namespace frontdoor::triage::review::testing;

namespace {

const dispute_review she_disputes{{"words"}, "I rang her twice that hour; both calls are in the log."};

decide_dispute it_stands() {
  return {false, {}, {"The second call came after the unit had left.", {}}};
}

decide_dispute it_changes() {
  return {true, {{"words", "met"}}, {"Both calls are in the log, and each asked what had changed.", {}}};
}

} // namespace

TEST_CASE("given a record that others decided on, when it is scored, then the score and the version are kept") {
  review_story story;
  const auto made = story.when(good_scoring());
  REQUIRE(made);
  const auto& kept = *story.held();
  CHECK(kept.state == review_state::scored);
  CHECK(kept.reviewer() == "user:boss");
  CHECK(kept.scoring.incident_version == 14);
  CHECK(kept.scoring.form_version == 2);
  CHECK(kept.scoring.district == "Bolton");
  CHECK(kept.result == review::score{75, {}, true});
  // In the form's order, whatever the order they were sent in.
  CHECK(kept.answers == std::vector<answer>{{"risk", "met"}, {"words", "partly"}});
}

TEST_CASE("given an answer that fails the review, then it is explained or refused") {
  review_story story;
  auto bare = failing_scoring();
  bare.words.comments.clear();
  const auto refused = story.when(bare);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "comment_needed");
  CHECK(refused.error().faults.front().pointer == "/answers/0/comment");
  REQUIRE(story.when(failing_scoring()));
  CHECK_FALSE(story.held()->result.passed);
}

TEST_CASE("given somebody who decided on the incident, then that person does not review it") {
  for (const auto* name : {"user:handler", "user:radio"}) {
    review_story story;
    CHECK(story.by(name).refused(good_scoring()) == "own_decision");
  }
  review_story story;
  CHECK(story.with_key().refused(good_scoring()) == "named_person_required");
}

TEST_CASE("given a scoring that says something wrong, then it is refused") {
  review_story story;
  auto one = good_scoring();
  one.form = "long";
  CHECK(story.refused(one) == "unknown_form");
  one = good_scoring();
  one.queue = "nothing";
  CHECK(story.refused(one) == "unknown_queue");
  one = good_scoring();
  one.subject = "user:somebody";
  CHECK(story.refused(one) == "not_their_work");
  one = good_scoring();
  one.answers.pop_back();
  CHECK(story.refused(one) == "answers_wrong");
  one = good_scoring();
  one.words.text = "As discussed.";
  CHECK(story.refused(one) == "own_words_required");
}

TEST_CASE("given work that was reviewed, then it is scored once more only as a calibration, by another") {
  review_story story;
  REQUIRE(story.when(good_scoring()));
  const auto first = story.held()->id;
  CHECK(story.by("user:auditor").refused(good_scoring()) == "already_reviewed");
  auto second = failing_scoring();
  second.calibrates = id(777);
  CHECK(story.refused(second) == "unknown_review");
  second.calibrates = first;
  CHECK(story.by("user:boss").refused(second) == "own_review");
  auto of_another = second;
  of_another.subject = "user:radio";
  CHECK(story.by("user:auditor").refused(of_another) == "form_changed");
  REQUIRE(story.when(second));
  CHECK(story.held()->scoring.calibrates == first);
  CHECK(story.by("user:third").refused(second) == "already_calibrated");
  auto of_second = second;
  of_second.calibrates = story.held()->id;
  CHECK(story.refused(of_second) == "form_changed");
  // Another's work on the same incident is another review.
  auto radio = good_scoring();
  radio.subject = "user:radio";
  CHECK(story.refused(radio).empty());
}

TEST_CASE("given a review, then the person reviewed disputes it, once, in own words, in time") {
  review_story story;
  CHECK(story.refused(she_disputes) == "unknown_review");
  REQUIRE(story.when(good_scoring()));
  CHECK(story.by("user:radio").refused(she_disputes) == "not_your_review");
  story.by("user:handler");
  CHECK(story.refused(dispute_review{{"colour"}, she_disputes.reason}) == "unknown_item");
  CHECK(story.refused(dispute_review{{"words", "words"}, she_disputes.reason}) == "unknown_item");
  CHECK(story.refused(dispute_review{{"words"}, "As discussed"}) == "own_words_required");
  const auto scored_at = story.now();
  story.at(scored_at + std::chrono::days(28) + std::chrono::microseconds(1));
  CHECK(story.refused(she_disputes) == "dispute_too_late");
  REQUIRE(story.at(scored_at + std::chrono::days(28)).when(she_disputes));
  CHECK(story.held()->state == review_state::disputed);
  CHECK(story.held()->dispute->items == std::vector<std::string>{"words"});
  CHECK(story.refused(she_disputes) == "already_disputed");
}

TEST_CASE("given a second scoring, then it is nothing to dispute") {
  review_story story;
  REQUIRE(story.when(good_scoring()));
  auto second = good_scoring();
  second.calibrates = story.held()->id;
  REQUIRE(story.by("user:auditor").when(second));
  CHECK(story.by("user:handler").refused(she_disputes) == "calibration_is_final");
}

TEST_CASE("given a dispute, then somebody with no part in it decides, and the first answers stay") {
  review_story story;
  REQUIRE(story.when(good_scoring()));
  CHECK(story.by("user:auditor").refused(it_stands()) == "no_dispute");
  REQUIRE(story.by("user:handler").when(she_disputes));
  CHECK(story.by("user:boss").refused(it_stands()) == "own_review");
  CHECK(story.by("user:radio").refused(it_stands()) == "own_decision");
  CHECK(story.by("user:handler").refused(it_stands()) == "own_decision");
  story.by("user:auditor");
  auto bare = it_stands();
  bare.words.text = "As discussed";
  CHECK(story.refused(bare) == "own_words_required");
  SECTION("it stands") {
    auto both = it_stands();
    both.answers = {{"words", "met"}};
    CHECK(story.refused(both) == "nothing_changes");
    REQUIRE(story.when(it_stands()));
    CHECK(story.held()->state == review_state::stands);
    CHECK(story.held()->result.percent == 75);
    CHECK(story.refused(it_stands()) == "no_dispute");
  }
  SECTION("it is changed") {
    auto same = it_changes();
    same.answers = {{"words", "partly"}};
    CHECK(story.refused(same) == "nothing_changes");
    auto unknown = it_changes();
    unknown.answers = {{"colour", "met"}};
    CHECK(story.refused(unknown) == "answers_wrong");
    REQUIRE(story.when(it_changes()));
    CHECK(story.held()->state == review_state::changed);
    CHECK(story.held()->result.percent == 100);
    CHECK(story.held()->scoring.result.percent == 75);
    CHECK(story.held()->dispute->decided_by == "user:auditor");
  }
}

TEST_CASE(
    "whatever is tried by whomever, nobody scores or decides on what they decided on, and disputes are the subject's"
) {
  CHECK(rc::check("guards of a review", [] {
    review_story story;
    const auto steps = *rc::gen::inRange(1, 12);
    for (int i = 0; i < steps; ++i) {
      const auto name =
          *rc::gen::element<std::string>("user:handler", "user:radio", "user:boss", "user:auditor", "user:third");
      story.by(name);
      review_command command = it_stands();
      switch (*rc::gen::inRange(0, 4)) {
      case 0: {
        auto scoring = *rc::gen::arbitrary<bool>() ? good_scoring() : failing_scoring();
        if (*rc::gen::arbitrary<bool>() && story.held()) scoring.calibrates = story.held()->id;
        command = scoring;
        break;
      }
      case 1:
        command = she_disputes;
        break;
      case 2:
        command = it_changes();
        break;
      default:
        break;
      }
      const auto made = story.when(command);
      if (!made) continue;
      const bool decided = name == "user:handler" || name == "user:radio";
      RC_ASSERT(decided == holds_alternative<review_disputed>(made->event));
      if (holds_alternative<review_disputed>(made->event)) RC_ASSERT(name == made->after.scoring.subject);
      if (holds_alternative<review_dispute_decided>(made->event)) RC_ASSERT(name != made->after.reviewer());
    }
    // One review that counts, and one second scoring of it at most.
    const auto& all = story.record().earlier;
    const auto counts = std::ranges::count_if(all, [](const auto& one) { return !one.scoring.calibrates; });
    RC_ASSERT(counts <= 1);
    RC_ASSERT(all.size() <= 2U);
  }));
}
