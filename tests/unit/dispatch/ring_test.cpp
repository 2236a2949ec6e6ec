#include <catch2/catch.hpp>

#include "server/dispatch/ring.hpp"
#include "tests/unit/dispatch/some_events.hpp"

using namespace frontdoor::dispatch;

namespace {

// `count` events from `first` on, each with a text of that size.
published_events events(std::uint64_t first, std::size_t count, std::size_t size = 100) {
  published_events made;
  for (std::size_t i = 0; i < count; ++i)
    made.push_back(published_at(first + i, size));
  return made;
}

} // namespace

TEST_CASE("an empty ring stands behind its position: who is there may go on, who is not begins anew") {
  const ring log(41, 10'000);
  CHECK(log.last() == 41);
  CHECK(log.can_resume_after(41));
  CHECK_FALSE(log.can_resume_after(40));
  CHECK_FALSE(log.can_resume_after(42));
}

TEST_CASE("every position in the ring can be resumed after, and leads to the event that follows") {
  ring log(0, 10'000);
  log.push(events(1, 10));
  CHECK(log.last() == 10);
  for (std::uint64_t after = 0; after < 10; ++after) {
    REQUIRE(log.can_resume_after(after));
    CHECK(log.at(after + 1).position == after + 1);
  }
  CHECK(log.can_resume_after(10));
  CHECK_FALSE(log.can_resume_after(11));
}

TEST_CASE("the ring is bounded in bytes: the oldest events fall off, the newest always stays") {
  ring log(0, 5'000);
  log.push(events(1, 100));
  CHECK(log.last() == 100);
  CHECK_FALSE(log.can_resume_after(0));
  std::uint64_t oldest = 100;
  while (oldest > 0 && log.can_resume_after(oldest - 1))
    --oldest;
  CHECK(log.at(oldest + 1).position == oldest + 1);
  log.push(events(101, 1, 100'000));
  CHECK(log.can_resume_after(100));
  CHECK_FALSE(log.can_resume_after(99));
  CHECK(log.at(101).position == 101);
}

TEST_CASE("a ring that is cleared keeps its place in the log") {
  ring log(0, 10'000);
  log.push(events(1, 3));
  log.clear();
  CHECK(log.last() == 3);
  CHECK_FALSE(log.can_resume_after(2));
  CHECK(log.can_resume_after(3));
  log.push(events(4, 1));
  CHECK(log.at(4).position == 4);
}
