// What must hold for every set of facts.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "triage/assessment/assess.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using tests::gmp_2018;

namespace {

// Facts that matter are rare among random ones, so each case tries many.
void holds_for_many(void (*property)()) {
  CHECK(rc::check([property] {
    for (int round = 0; round < 50; ++round)
      property();
  }));
}

std::int32_t random_code(const fact_definition& fact) {
  switch (fact.type) {
  case fact_type::boolean:
    return *rc::gen::inRange(1, 3);
  case fact_type::enumeration:
    return *rc::gen::inRange(1, static_cast<int>(fact.values.size()) + 1);
  case fact_type::set:
    return 1 << *rc::gen::inRange(0, static_cast<int>(fact.values.size()));
  case fact_type::integer:
    return *rc::gen::element(0, 1, 2, 5, 10, 17, 30, 70, 500, 1440, 2000) <= fact.maximum
               ? *rc::gen::element(0, 1, 2, 5, 10, 17, 30, 70)
               : 0;
  }
  return 0;
}

// Some facts known, the rest not.
fact_set random_facts(int known_max) {
  fact_set facts(gmp_2018().facts);
  const auto count = *rc::gen::inRange(0, known_max + 1);
  for (int i = 0; i < count; ++i) {
    const auto fact = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(gmp_2018().facts.size())));
    facts.set(fact, random_code(gmp_2018().facts[fact]));
  }
  return facts;
}

// 0 is the most urgent; ungraded asks for a person and so stands before a grade that sends nobody.
std::size_t rank(std::optional<std::size_t> grade) {
  if (!grade) return 4;
  return *grade < 4 ? *grade : 5;
}

// The codes worse than this one, by one step.
std::optional<std::int32_t> one_worse(const fact_definition& fact, std::int32_t code) {
  if (fact.worse == worse_direction::none) return std::nullopt;
  const auto step = fact.worse == worse_direction::up ? 1 : -1;
  switch (fact.type) {
  case fact_type::boolean:
    return code + step >= 1 && code + step <= 2 ? std::optional(code + step) : std::nullopt;
  case fact_type::enumeration:
    return code + step >= 1 && code + step <= static_cast<std::int32_t>(fact.values.size()) ? std::optional(code + step)
                                                                                            : std::nullopt;
  case fact_type::integer:
    return code + step >= fact.minimum && code + step <= fact.maximum ? std::optional(code + step) : std::nullopt;
  case fact_type::set: {
    const auto member = 1 << *rc::gen::inRange(0, static_cast<int>(fact.values.size()));
    return (code & member) == 0 ? std::optional(code | member) : std::nullopt;
  }
  }
  return std::nullopt;
}

} // namespace

TEST_CASE("a worse value of an ordered fact never lowers urgency") {
  holds_for_many([] {
    auto facts = random_facts(14);
    const auto before = grade(gmp_2018(), facts);
    for (std::size_t fact = 0; fact < gmp_2018().facts.size(); ++fact) {
      if (!facts.known(fact)) continue;
      const auto code = facts.code(fact);
      const auto worse = one_worse(gmp_2018().facts[fact], code);
      if (!worse) continue;
      facts.set(fact, *worse);
      if (rank(grade(gmp_2018(), facts)) > rank(before))
        RC_FAIL(gmp_2018().facts[fact].key + " made worse lowers urgency");
      facts.set(fact, code);
    }
  });
}

TEST_CASE("an exclusion never meets a grade that sends nobody") {
  holds_for_many([] {
    const auto result = assess(gmp_2018(), random_facts(16));
    if (!result.exclusions.empty() && result.proposed_grade)
      RC_ASSERT(gmp_2018().grades[*result.proposed_grade].deploys);
  });
}

TEST_CASE("what is excluded is graded by a rule, complaints apart") {
  holds_for_many([] {
    const auto result = assess(gmp_2018(), random_facts(10));
    for (const auto index : result.exclusions) {
      if (gmp_2018().exclusions[index].code == "X-CUST") continue;
      if (!result.proposed_grade) RC_FAIL("no floor for " + gmp_2018().exclusions[index].code);
    }
  });
}

TEST_CASE("the grade lies in its range, whatever the open facts turn out to be") {
  holds_for_many([] {
    const auto facts = random_facts(10);
    const auto result = assess(gmp_2018(), facts);
    RC_ASSERT(rank(result.most_urgent_possible) <= rank(result.proposed_grade));
    RC_ASSERT(rank(result.proposed_grade) <= rank(result.least_urgent_possible) || !result.proposed_grade);
    auto settled = facts;
    for (const auto fact : result.unknown)
      settled.set(fact, random_code(gmp_2018().facts[fact]));
    RC_ASSERT(rank(grade(gmp_2018(), settled)) >= rank(result.most_urgent_possible));
    RC_ASSERT(rank(grade(gmp_2018(), settled)) <= rank(result.least_urgent_possible) || !result.range_exact);
  });
}

TEST_CASE("what is asked but unknown never makes the most urgent grade possible weaker than the truth") {
  holds_for_many([] {
    const auto truth = random_facts(20);
    auto told = truth;
    const auto share = *rc::gen::inRange(1, 6);
    for (std::size_t fact = 0; fact < truth.size(); ++fact) {
      if (truth.known(fact) && *rc::gen::inRange(0, 6) < share) told.clear(gmp_2018().facts, fact, fact_status::asked);
    }
    const auto known = assess(gmp_2018(), told);
    const auto grade_in_truth = grade(gmp_2018(), truth);
    RC_ASSERT(rank(known.most_urgent_possible) <= rank(grade_in_truth));
    RC_ASSERT(rank(known.least_urgent_possible) >= rank(grade_in_truth));
  });
}

TEST_CASE("assessing is deterministic, and grade() is its grade") {
  holds_for_many([] {
    const auto facts = random_facts(20);
    const auto once = assess(gmp_2018(), facts);
    const auto again = assess(gmp_2018(), facts);
    RC_ASSERT(once.proposed_grade == again.proposed_grade);
    RC_ASSERT(once.flags == again.flags);
    RC_ASSERT(once.reasons.size() == again.reasons.size());
    RC_ASSERT(grade(gmp_2018(), facts) == once.proposed_grade);
  });
}

TEST_CASE("every grade proposed has a reason, and every reason is at most as urgent as it") {
  holds_for_many([] {
    const auto result = assess(gmp_2018(), random_facts(12));
    if (!result.proposed_grade) return;
    RC_ASSERT(!result.reasons.empty());
    RC_ASSERT(result.reasons.front().grade == *result.proposed_grade);
  });
}

TEST_CASE("each change listed gives the grade it says") {
  holds_for_many([] {
    const auto facts = random_facts(8);
    for (const auto& change : assess(gmp_2018(), facts).what_would_change) {
      auto changed = facts;
      changed.set(change.fact, change.to);
      RC_ASSERT(grade(gmp_2018(), changed) == change.grade);
    }
  });
}
