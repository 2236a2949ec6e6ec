#include "server/webhooks/back_off.hpp"

#include <algorithm>
#include <random>

#include <catch2/catch.hpp>

using namespace frontdoor::webhooks;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const back_off_limits limits{milliseconds(1000), milliseconds(60'000)};

milliseconds shortest(std::uint32_t attempts) {
  return back_off(limits, attempts, 0, std::nullopt);
}

} // namespace

TEST_CASE("given one failure after another, then the wait doubles up to its longest") {
  CHECK(shortest(1) == milliseconds(500));
  CHECK(shortest(2) == milliseconds(1000));
  CHECK(shortest(3) == milliseconds(2000));
  CHECK(shortest(7) == milliseconds(30'000));
  CHECK(shortest(8) == milliseconds(30'000));
  CHECK(shortest(4'000'000'000) == milliseconds(30'000));
}

TEST_CASE("given any chance, then a wait lies between half and all, and a seed gives the same waits again") {
  std::mt19937_64 chance(7);
  std::mt19937_64 again(7);
  auto least = milliseconds::max();
  auto most = milliseconds::min();
  for (int i = 0; i < 2000; ++i) {
    const auto wait = back_off(limits, 4, chance(), std::nullopt);
    CHECK(wait == back_off(limits, 4, again(), std::nullopt));
    least = std::min(least, wait);
    most = std::max(most, wait);
  }
  CHECK(least >= milliseconds(4000));
  CHECK(most <= milliseconds(8000));
  CHECK(most - least > milliseconds(3500));
}

TEST_CASE("given a receiver that names a wait, then it is given that, and never more than the longest") {
  CHECK(back_off(limits, 1, 0, seconds(20)) == seconds(20));
  CHECK(back_off(limits, 1, 0, seconds(86'400)) == seconds(60));
  CHECK(back_off(limits, 1, 0, seconds::max()) == seconds(60));
  CHECK(back_off(limits, 7, 0, seconds(1)) == seconds(30));
}

TEST_CASE("given limits that are all one, then so is every wait's bound") {
  const back_off_limits even{milliseconds(10), milliseconds(10)};
  CHECK(back_off(even, 1, 0, std::nullopt) == milliseconds(5));
  CHECK(back_off(even, 9, 5, std::nullopt) == milliseconds(10));
}
