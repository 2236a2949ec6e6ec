// For all that two incidents can be: a join lowers neither grade and moves no clock to later, and undone at once it
// leaves the duplicate as it was.

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

#include "generators.hpp"
#include "scene.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using std::chrono::seconds;

namespace {

bool not_later(const std::optional<timestamp>& now, const std::optional<timestamp>& before) {
  return !before || (now && *now <= *before);
}

struct pair_of_incidents {
  scene two;
  uuid survivor;
  uuid duplicate;
};

// Each with a few contacts at arbitrary times.
pair_of_incidents arbitrary_pair() {
  pair_of_incidents out;
  auto& two = out.two;
  out.survivor = two.opened_with(arbitrary_facts());
  two.at(two.now() + seconds(*rc::gen::inRange(0, 9000)));
  out.duplicate = two.opened_with(arbitrary_facts());
  if (*rc::gen::arbitrary<bool>()) std::swap(out.survivor, out.duplicate);
  for (const auto& one : {out.survivor, out.duplicate}) {
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
      two.at(two.now() + seconds(*rc::gen::inRange(0, 900)));
      two.contact_on(one, arbitrary_facts());
    }
    if (*rc::gen::arbitrary<bool>()) two.must(one, start_task{"tell_caller", {}, {}});
    if (*rc::gen::arbitrary<bool>()) two.must(one, set_grade{{"1", {}, {}}});
  }
  return out;
}

} // namespace

TEST_CASE("A join never lowers a grade and never moves a clock to later") {
  CHECK(rc::check([] {
    auto [two, survivor, duplicate] = arbitrary_pair();
    const auto before = two[survivor];
    const auto joined = two[duplicate];
    two.join(duplicate, survivor);
    const auto& after = two[survivor];
    RC_ASSERT(rank_of(after) <= std::min(rank_of(before), rank_of(joined)));
    RC_ASSERT(two[duplicate].grade == joined.grade);
    RC_ASSERT(after.clock_from == std::min(before.clock_from, joined.clock_from));
    for (const auto* one : {&before, &joined}) {
      if (!one->grade || one->grade->rank != rank_of(after)) continue;
      RC_ASSERT(not_later(after.grade->allocate_by, one->grade->allocate_by));
      RC_ASSERT(not_later(after.grade->arrive_by, one->grade->arrive_by));
    }
  }));
}

TEST_CASE("A survivor has every caller and every statement of both") {
  CHECK(rc::check([] {
    auto [two, survivor, duplicate] = arbitrary_pair();
    const auto before = two[survivor];
    two.join(duplicate, survivor);
    const auto& after = two[survivor];
    for (const auto* one : {&before, &two[duplicate]}) {
      for (const auto& contact : one->contacts)
        RC_ASSERT(std::ranges::find(after.contacts, contact) != after.contacts.end());
      for (const auto& [fact, list] : one->facts) {
        for (const auto& said : list)
          RC_ASSERT(std::ranges::find(after.facts.at(fact), said) != after.facts.at(fact).end());
      }
    }
  }));
}

TEST_CASE("Joined and parted at once, the duplicate is as it was and the survivor no less urgent") {
  CHECK(rc::check([] {
    auto [two, survivor, duplicate] = arbitrary_pair();
    const auto before = two[duplicate];
    const auto own = two[survivor];
    two.join(duplicate, survivor);
    if (*rc::gen::arbitrary<bool>())
      two.undo(survivor, duplicate);
    else
      two.undo(duplicate, survivor);
    RC_ASSERT(apart_from_history(two[duplicate]) == apart_from_history(before));
    RC_ASSERT(two[survivor].facts == own.facts);
    RC_ASSERT(two[survivor].contacts == own.contacts);
    RC_ASSERT(rank_of(two[survivor]) <= rank_of(own));
    for (const auto& one : {survivor, duplicate}) {
      RC_ASSERT(two.replayed(one) == two[one]);
      RC_ASSERT(*from_snapshot_text(to_snapshot(two[one])) == two[one]);
    }
  }));
}
