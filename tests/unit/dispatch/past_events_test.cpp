// Stretches of the log that have been read, kept for the next console that asks.

#include "server/dispatch/past_events.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/dispatch/some_events.hpp"

using namespace frontdoor::dispatch;

namespace {

// Two events from `first` on, with a text of that size each.
std::shared_ptr<const stretch> stretch_from(std::uint64_t first, std::size_t size = 100) {
  auto made = std::make_shared<stretch>();
  for (auto position : {first, first + 1})
    made->events.push_back(published_at(position, size));
  return made;
}

} // namespace

TEST_CASE("a stretch holds its own positions and no others") {
  const auto read = stretch_from(65);
  CHECK_FALSE(read->holds(64));
  CHECK(read->holds(65));
  CHECK(read->holds(66));
  CHECK_FALSE(read->holds(67));
  CHECK(read->at(66).position == 66);
}

TEST_CASE("stretches are kept within a bound: the oldest go, the one just read stays however large it is") {
  kept_stretches kept(2 * stretch_from(1)->bytes());
  kept.keep(1, stretch_from(1));
  kept.keep(65, stretch_from(65));
  CHECK(kept.find(1));
  kept.keep(129, stretch_from(129));
  CHECK_FALSE(kept.find(1));
  CHECK(kept.find(65));
  CHECK(kept.find(129));
  kept.keep(193, stretch_from(193, 100'000));
  CHECK_FALSE(kept.find(129));
  CHECK(kept.find(193));
}

TEST_CASE("a stretch that was read before the log went on is replaced by the longer one, and not counted twice") {
  kept_stretches kept(2 * stretch_from(1)->bytes());
  for (int again = 0; again < 5; ++again)
    kept.keep(1, stretch_from(1));
  kept.keep(65, stretch_from(65));
  CHECK(kept.find(1));
  CHECK(kept.find(65));
}
