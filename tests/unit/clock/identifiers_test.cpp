#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"

using namespace frontdoor;
using namespace std::chrono_literals;

namespace {

const auto moment = triage::parse_rfc3339("2026-03-01T21:04:11.123Z").value();

std::int64_t millisecond_of(const triage::uuid& id) {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < 6; ++i)
    value = (value << 8) | id.bytes[i];
  return value;
}

} // namespace

TEST_CASE("an identifier is a version 7 UUID that bears its millisecond") {
  clock::identifiers maker;
  const auto id = maker.make(moment + 456us);
  CHECK(millisecond_of(id) == std::chrono::floor<std::chrono::milliseconds>(moment).time_since_epoch().count());
  CHECK((id.bytes[6] >> 4) == 7);
  CHECK((id.bytes[8] >> 6) == 2);
  CHECK(triage::uuid::parse(id.to_string()) == id);
}

TEST_CASE("identifiers rise within one millisecond and when the clock goes back") {
  clock::identifiers maker;
  clock::fixed_clock time(moment);
  std::vector<triage::uuid> made;
  for (int i = 0; i < 10'000; ++i) {
    if (i == 3000) time.advance(1ms);
    if (i == 6000) time.advance(-1h);
    made.push_back(maker.make(time.now()));
  }
  CHECK(std::is_sorted(made.begin(), made.end()));
  CHECK(std::adjacent_find(made.begin(), made.end()) == made.end());
}

TEST_CASE("two makers never agree, and one maker serves many threads") {
  clock::identifiers one;
  clock::identifiers other;
  std::vector<triage::uuid> made(8000);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      auto& maker = t % 2 == 0 ? one : other;
      for (std::size_t i = 0; i < 2000; ++i)
        made[t * 2000 + i] = maker.make(moment);
    });
  }
  for (auto& thread : threads)
    thread.join();
  std::sort(made.begin(), made.end());
  CHECK(std::adjacent_find(made.begin(), made.end()) == made.end());
}
