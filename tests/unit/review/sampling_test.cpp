// A random share of each day.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "triage/review/sampling.hpp"

using namespace frontdoor::triage::review;

namespace {

std::vector<day_item> day_of(const std::string& day, int count) {
  std::vector<day_item> out;
  for (int i = 0; i < count; ++i)
    out.push_back({day + "/" + std::to_string(i), day, std::to_string(1 + i % 5)});
  return out;
}

std::set<std::string> ids(const std::vector<day_item>& from, const daily_sample& sample) {
  std::set<std::string> out;
  for (const auto place : sample.drawn)
    out.insert(from.at(place).id);
  return out;
}

} // namespace

TEST_CASE("given two in a hundred, then a day of a thousand gives twenty, and a day of three gives one") {
  auto population = day_of("2026-03-01", 1000);
  const auto quiet = day_of("2026-03-02", 3);
  population.insert(population.end(), quiet.begin(), quiet.end());
  const auto sample = draw_share(population, 0.02, 20260301);
  CHECK(sample.days == std::vector<day_draw>{{"2026-03-01", 1000, 20}, {"2026-03-02", 3, 1}});
  CHECK(sample.drawn.size() == 21);
  CHECK(draw_share({}, 0.02, 1).drawn.empty());
}

TEST_CASE("properties of a draw") {
  CHECK(rc::check("the same seed draws the same, whatever the order and whatever days come after", [] {
    auto population = day_of("2026-03-01", *rc::gen::inRange(1, 200));
    const auto share = *rc::gen::element(0.02, 0.1, 0.5, 1.0);
    const auto seed = static_cast<std::uint64_t>(*rc::gen::inRange(0, 1000));
    const auto drawn = ids(population, draw_share(population, share, seed));
    std::ranges::reverse(population);
    const auto later = day_of("2026-03-02", *rc::gen::inRange(0, 50));
    population.insert(population.begin(), later.begin(), later.end());
    const auto again = ids(population, draw_share(population, share, seed));
    RC_ASSERT(std::ranges::includes(again, drawn));
  }));
  CHECK(rc::check("a share of one draws all, and no day goes without", [] {
    const auto population = day_of("2026-03-01", *rc::gen::inRange(1, 120));
    RC_ASSERT(draw_share(population, 1, 3).drawn.size() == population.size());
    RC_ASSERT(!draw_share(population, 0.001, 3).drawn.empty());
  }));
}

TEST_CASE("given another seed, then others are drawn") {
  const auto population = day_of("2026-03-01", 500);
  CHECK(ids(population, draw_share(population, 0.02, 1)) != ids(population, draw_share(population, 0.02, 2)));
}
