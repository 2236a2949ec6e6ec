// How far two reviewers agree.
#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "triage/review/agreement.hpp"

using namespace frontdoor::triage::review;

namespace {

void add(std::vector<rated_pair>& to, const char* first, const char* second, int times) {
  for (int i = 0; i < times; ++i)
    to.push_back({first, second});
}

bool same(const agreement& a, const agreement& b) {
  const auto near = [](const std::optional<double>& x, const std::optional<double>& y) {
    return x.has_value() == y.has_value() && (!x || std::abs(*x - *y) < 1e-12);
  };
  return a.pairs == b.pairs && a.agreed == b.agreed && near(a.raw, b.raw) && near(a.kappa, b.kappa);
}

std::vector<rated_pair> some_pairs() {
  std::vector<rated_pair> out;
  const auto count = *rc::gen::inRange(1, 60);
  for (int i = 0; i < count; ++i) {
    out.push_back(
        {*rc::gen::element<std::string>("met", "partly", "not_met"),
         *rc::gen::element<std::string>("met", "partly", "not_met")}
    );
  }
  return out;
}

} // namespace

TEST_CASE("given nothing scored twice, then nothing is said of agreement") {
  const auto found = agree({});
  CHECK(found.pairs == 0);
  CHECK_FALSE(found.raw);
  CHECK_FALSE(found.kappa);
}

TEST_CASE("given a table that can be worked out by hand, then kappa is what it gives") {
  // 50 records: both yes 20, both no 15, yes and no 5, no and yes 10. Raw 0.7, by chance 0.5, kappa 0.4.
  std::vector<rated_pair> pairs;
  add(pairs, "yes", "yes", 20);
  add(pairs, "no", "no", 15);
  add(pairs, "yes", "no", 5);
  add(pairs, "no", "yes", 10);
  const auto found = agree(pairs);
  CHECK(found.agreed == 35);
  CHECK(found.raw.value() == Approx(0.7));
  CHECK(found.kappa.value() == Approx(0.4));
}

TEST_CASE("given answers that are as if drawn apart, then kappa is none; given the contrary throughout, it is below") {
  std::vector<rated_pair> pairs;
  for (const auto* first : {"met", "not_met"}) {
    for (const auto* second : {"met", "not_met"})
      add(pairs, first, second, 5);
  }
  CHECK(agree(pairs).kappa.value() == Approx(0));
  std::vector<rated_pair> contrary;
  add(contrary, "met", "not_met", 5);
  add(contrary, "not_met", "met", 5);
  CHECK(agree(contrary).kappa.value() == Approx(-1));
}

TEST_CASE("given one and the same answer throughout, then chance alone would agree and kappa says nothing") {
  std::vector<rated_pair> pairs;
  add(pairs, "met", "met", 12);
  const auto found = agree(pairs);
  CHECK(found.raw.value() == Approx(1));
  CHECK_FALSE(found.kappa);
}

TEST_CASE("properties of the agreement") {
  CHECK(rc::check("it lies between -1 and 1, is never above the raw agreement, and 1 is full agreement", [] {
    const auto pairs = some_pairs();
    const auto found = agree(pairs);
    RC_ASSERT(*found.raw >= 0.0);
    RC_ASSERT(*found.raw <= 1.0);
    if (!found.kappa) {
      RC_ASSERT(found.agreed == found.pairs);
      return;
    }
    RC_ASSERT(*found.kappa >= -1.0 - 1e-12);
    RC_ASSERT(*found.kappa <= *found.raw + 1e-12);
    RC_ASSERT((std::abs(*found.kappa - 1.0) < 1e-12) == (found.agreed == found.pairs));
  }));
  CHECK(rc::check("neither the order of records nor which reviewer is the first matters", [] {
    auto pairs = some_pairs();
    const auto found = agree(pairs);
    for (auto& one : pairs)
      std::swap(one.first, one.second);
    std::ranges::reverse(pairs);
    RC_ASSERT(same(agree(pairs), found));
  }));
  CHECK(rc::check("the names of the answers do not matter", [] {
    auto pairs = some_pairs();
    const auto found = agree(pairs);
    for (auto& one : pairs) {
      one.first = "x" + one.first;
      one.second = "x" + one.second;
    }
    RC_ASSERT(same(agree(pairs), found));
  }));
  CHECK(rc::check("every record twice is the same agreement", [] {
    auto pairs = some_pairs();
    const auto found = agree(pairs);
    const auto once = pairs;
    pairs.insert(pairs.end(), once.begin(), once.end());
    const auto twice = agree(pairs);
    RC_ASSERT(std::abs(*twice.raw - *found.raw) < 1e-12);
    RC_ASSERT(twice.kappa.has_value() == found.kappa.has_value());
    if (found.kappa) RC_ASSERT(std::abs(*twice.kappa - *found.kappa) < 1e-12);
  }));
}
