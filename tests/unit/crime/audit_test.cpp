// The auditors' sample and its interval (domain.md 4.7).
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "triage/crime/audit.hpp"

using namespace frontdoor::triage::crime;

namespace {

std::vector<sample_item> population(std::size_t domestic, std::size_t asb, std::size_t rape) {
  std::vector<sample_item> out;
  const auto add = [&](const std::string& stratum, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      out.push_back({stratum + std::to_string(i), stratum});
  };
  add("domestic", domestic);
  add("asb", asb);
  add("rape", rape);
  return out;
}

} // namespace

TEST_CASE("a sample has its size, its strata in proportion, and a rare one at least once") {
  const auto all = population(600, 399, 1);
  const auto drawn = draw(all, 100, 7);
  CHECK(drawn.items.size() == 100);
  CHECK(drawn.shares == std::vector<stratum_share>{{"asb", 399, 39}, {"domestic", 600, 60}, {"rape", 1, 1}});
}

TEST_CASE("the same seed draws the same sample, whatever the order; another seed another one") {
  auto all = population(50, 50, 5);
  const auto first = draw(all, 20, 42);
  std::reverse(all.begin(), all.end());
  CHECK(draw(all, 20, 42) == first);
  CHECK(draw(all, 20, 43).items != first.items);
  // Fixed for ever: an auditor may draw it again years later.
  CHECK(draw(population(3, 3, 0), 2, 1).items.size() == 2);
}

TEST_CASE("a sample larger than the population is the population") {
  const auto all = population(2, 1, 0);
  CHECK(draw(all, 10, 1).items.size() == 3);
  CHECK(draw({}, 10, 1).items.empty());
}

TEST_CASE("every item is as likely as another: chi-squared over 2,000 seeds") {
  const auto all = population(20, 0, 0);
  std::vector<int> drawn(20, 0);
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    for (const auto& one : draw(all, 5, seed).items)
      ++drawn[static_cast<std::size_t>(std::stoi(one.id.substr(8)))];
  }
  double squares = 0;
  for (const auto count : drawn)
    squares += (count - 500.0) * (count - 500.0) / 500.0;
  CHECK(squares < 43.8); // the 99.9 % point for 19 degrees of freedom
}

TEST_CASE("the Wilson interval against published values") {
  // Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29.
  const auto near = [](interval given, double low, double high) {
    CHECK(given.low == Approx(low).margin(0.00005));
    CHECK(given.high == Approx(high).margin(0.00005));
  };
  near(wilson(81, 263), 0.2553, 0.3662);
  near(wilson(15, 148), 0.0624, 0.1605);
  near(wilson(0, 20), 0.0000, 0.1611);
  near(wilson(1, 29), 0.0061, 0.1718);
  CHECK(wilson(0, 0).high == 1);
}

TEST_CASE("properties of the sample") {
  CHECK(rc::check("no item twice, all from the population", [] {
    const auto all = population(
        *rc::gen::inRange<std::size_t>(0, 40), *rc::gen::inRange<std::size_t>(0, 40),
        *rc::gen::inRange<std::size_t>(0, 5)
    );
    const auto size = *rc::gen::inRange<std::size_t>(0, 100);
    const auto drawn = draw(all, size, *rc::gen::arbitrary<std::uint64_t>());
    RC_ASSERT(drawn.items.size() == std::min(size, all.size()));
    std::set<std::string> ids;
    for (const auto& one : drawn.items) {
      RC_ASSERT(ids.insert(one.id).second);
      RC_ASSERT(std::find(all.begin(), all.end(), one) != all.end());
    }
  }));
}
