#include <numeric>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "server/dispatch/feed.hpp"
#include "tests/unit/dispatch/some_events.hpp"

using namespace frontdoor;
using namespace frontdoor::dispatch;

namespace {

std::vector<std::uint64_t> positions(const db::committed_events& events) {
  std::vector<std::uint64_t> found;
  for (const auto& event : events)
    found.push_back(event->position);
  return found;
}

} // namespace

TEST_CASE("an own batch beyond a hole waits for what lies before it") {
  feed_order order(10);
  CHECK(order.take({committed_at(13), committed_at(14)}).empty());
  CHECK(order.behind());
  CHECK(positions(order.take({committed_at(11), committed_at(12)})) == std::vector<std::uint64_t>{11, 12, 13, 14});
  CHECK_FALSE(order.behind());
  CHECK(order.take({committed_at(12), committed_at(14)}).empty()); // what was published is not published again
  order.log_reaches(20);
  CHECK(order.behind());
}

TEST_CASE("in whatever order and overlap events come, each is published once, in order, without holes") {
  rc::prop("", [] {
    const auto count = *rc::gen::inRange<std::uint64_t>(1, 60);
    std::vector<std::uint64_t> arrivals(count);
    std::iota(arrivals.begin(), arrivals.end(), 1);
    const auto repeated =
        *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(1, count + 1));
    arrivals.insert(arrivals.end(), repeated.begin(), repeated.end());
    const auto keys = *rc::gen::container<std::vector<int>>(arrivals.size(), rc::gen::arbitrary<int>());
    std::vector<std::size_t> place(arrivals.size());
    std::iota(place.begin(), place.end(), 0);
    std::stable_sort(place.begin(), place.end(), [&](auto a, auto b) { return keys[a] < keys[b]; });

    feed_order order(0);
    std::vector<std::uint64_t> published;
    for (const auto i : place) {
      for (const auto position : positions(order.take({committed_at(arrivals[i])})))
        published.push_back(position);
    }
    std::vector<std::uint64_t> expected(count);
    std::iota(expected.begin(), expected.end(), 1);
    RC_ASSERT(published == expected);
    RC_ASSERT(!order.behind());
  });
}
