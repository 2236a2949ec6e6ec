// The smallest set of changes that lowers the grade.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/unit/assessment/facts_of.hpp"
#include "triage/assessment/grading.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;
using tests::gmp_2018;

namespace {

assessment_lowering lowering_of(const json& given) {
  return assess(gmp_2018(), tests::facts_of(given)).what_would_lower;
}

// Whether any change of one known fact, to a value that grading tells apart, lowers the grade.
bool one_change_lowers(const fact_set& facts) {
  const urgency order(gmp_2018());
  const auto before = order.rank(grade(gmp_2018(), facts));
  for (std::size_t fact = 0; fact < facts.size(); ++fact) {
    if (!facts.known(fact) || gmp_2018().facts[fact].type == fact_type::set) continue;
    for (const auto code : gmp_2018().plan.alternatives[fact]) {
      auto changed = facts;
      changed.set(fact, code);
      if (order.rank(grade(gmp_2018(), changed)) > before) return true;
    }
  }
  return false;
}

} // namespace

TEST_CASE("one change is found where one is enough") {
  const auto lower = lowering_of({{"violence", "ongoing"}, {"time_since_event", "now"}});
  REQUIRE(lower.changes.size() == 1);
  CHECK(gmp_2018().facts[lower.changes[0].fact].key == "violence");
  CHECK(lower.exact);
}

TEST_CASE("two changes are found where two rules hold the grade") {
  const auto lower =
      lowering_of({{"strong_reasons", true}, {"open_line", true}, {"life_threat", "none"}, {"violence", "none"}});
  REQUIRE(lower.changes.size() == 2);
  CHECK(lower.exact);
}

TEST_CASE("nothing lowers what is ungraded or has no grade below") {
  CHECK(lowering_of(json::object()).changes.empty());
  CHECK(lowering_of({{"booked_test", true}}).changes.empty());
}

TEST_CASE("a floor of a cue is lowered by answering it") {
  const auto facts = tests::facts_of({{"location_quality", "exact"}});
  const auto result = assess(gmp_2018(), facts, gmp_2018().cue_words.find("he's got a knife"));
  REQUIRE(result.what_would_lower.changes.size() == 1);
  CHECK(gmp_2018().facts[result.what_would_lower.changes[0].fact].key == "weapon");
}

TEST_CASE("the changes found lower the grade to what they say, and none fewer would") {
  CHECK(rc::check([] {
    fact_set facts(gmp_2018().facts);
    const auto count = *rc::gen::inRange(1, 9);
    for (int i = 0; i < count; ++i) {
      const auto fact = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(gmp_2018().facts.size())));
      const auto& codes = gmp_2018().plan.alternatives[fact];
      if (!codes.empty()) facts.set(fact, *rc::gen::elementOf(codes));
    }
    const auto result = assess(gmp_2018(), facts);
    const auto& lower = result.what_would_lower;
    const urgency order(gmp_2018());
    if (lower.changes.empty()) return;
    auto changed = facts;
    for (const auto& change : lower.changes)
      changed.set(change.fact, change.to);
    RC_ASSERT(lower.changes.size() <= 3U);
    RC_ASSERT(grade(gmp_2018(), changed) == lower.grade);
    RC_ASSERT(order.rank(lower.grade) > order.rank(result.proposed_grade));
    if (lower.exact && lower.changes.size() > 1) RC_ASSERT(!one_change_lowers(facts));
  }));
}
