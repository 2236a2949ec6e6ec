// How far trainees agree, by counts that can be followed by hand.
#include <catch2/catch.hpp>

#include "training_story.hpp"
#include "triage/training/agreement.hpp"

using namespace frontdoor::triage::training;
using namespace frontdoor::triage::training::testing;

namespace {

first_result one(const char* trainee, const char* decided, const char* scenario = "a-knife") {
  return {trainee, scenario, 2, decided, "1"};
}

trainee_agreement of(const std::vector<first_result>& results, bool counted = true) {
  return agree(results, the_rules(), the_pack(), counted);
}

} // namespace

TEST_CASE("given fewer trainees than the force asks for, then it is said, and no figure is given") {
  const auto few = of({one("user:a", "1"), one("user:b", "3")});
  CHECK(few.trainees == 2);
  CHECK_FALSE(few.enough);
  CHECK_FALSE(few.between.raw);
  CHECK_FALSE(few.with_expected.raw);
  CHECK(few.decided == std::map<std::string, std::uint64_t>{{"1", 1}, {"3", 1}});
  CHECK(few.spread == 2U);
  CHECK(of({}).trainees == 0);
  CHECK_FALSE(of({}).spread);
}

TEST_CASE("given three of whom two agree, then one pair of three agrees, and two of three with what is expected") {
  const auto three = of({one("user:a", "1"), one("user:b", "1"), one("user:c", "2")});
  REQUIRE(three.enough);
  CHECK(three.between.pairs == 3);
  CHECK(three.between.agreed == 1);
  CHECK(*three.between.raw == Approx(1.0 / 3));
  // Margins of all answers together: 1 in two of three, 2 in one of three; by chance 5/9.
  CHECK(*three.between.kappa == Approx((1.0 / 3 - 5.0 / 9) / (1 - 5.0 / 9)));
  CHECK(three.with_expected.pairs == 3);
  CHECK(three.with_expected.agreed == 2);
  CHECK(three.spread == 1U);
}

TEST_CASE("given no incident, then it stands below the last grade") {
  const auto three = of({one("user:a", "1"), one("user:b", "none"), one("user:c", "5")});
  CHECK(three.spread == the_pack().grades.size());
}

TEST_CASE("given several scenarios, then only results of the same one are compared") {
  const auto both =
      of({one("user:a", "1"), one("user:b", "1"), one("user:c", "5", "a-party"), one("user:a", "5", "a-party")}, false);
  CHECK(both.trainees == 3);
  CHECK(both.between.pairs == 2);
  CHECK(both.between.agreed == 2);
  CHECK(both.decided.empty());
  CHECK_FALSE(both.spread);
  auto newer = one("user:b", "2");
  newer.scenario_version = 3;
  CHECK(of({one("user:a", "1"), newer, one("user:c", "1")}).between.pairs == 1);
}
