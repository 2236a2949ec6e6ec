#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "server/auth/throttle.hpp"
#include "server/clock/clock.hpp"

using namespace frontdoor;
using namespace std::chrono_literals;

namespace {

auth::throttle_limits limits() {
  return {.free = 3, .delay_min = 1s, .delay_max = 5min, .forget = 1h, .entries_max = 100};
}
const auto start = triage::parse_rfc3339("2026-03-01T18:00:00Z").value();

} // namespace

TEST_CASE("the first failures are free, each further one doubles the wait up to the longest") {
  auth::throttle t(limits());
  clock::fixed_clock time(start);
  for (int i = 0; i < 3; ++i) {
    CHECK(t.wait("j.smith", time.now()) == 0ms);
    t.attempt("j.smith", time.now());
  }
  auto expected = std::chrono::milliseconds(1s);
  for (int i = 0; i < 12; ++i) {
    const auto wait = t.wait("j.smith", time.now());
    CHECK(wait == expected);
    time.advance(wait - 1ms);
    CHECK(t.wait("j.smith", time.now()) == 1ms);
    time.advance(1ms);
    CHECK(t.wait("j.smith", time.now()) == 0ms);
    t.attempt("j.smith", time.now());
    expected = std::min<std::chrono::milliseconds>(expected * 2, 5min);
  }
  CHECK(t.wait("someone.else", time.now()) == 0ms);
}

TEST_CASE("a good attempt or an hour's quiet makes the slate clean") {
  auth::throttle t(limits());
  clock::fixed_clock time(start);
  for (int i = 0; i < 6; ++i)
    t.attempt("a", time.now());
  CHECK(t.wait("a", time.now()) == 8s);
  t.clear("a");
  CHECK(t.wait("a", time.now()) == 0ms);
  for (int i = 0; i < 6; ++i)
    t.attempt("a", time.now());
  time.advance(1h);
  CHECK(t.wait("a", time.now()) == 0ms);
  CHECK(t.size() == 0);
}

TEST_CASE("a good attempt from a shared address takes back itself only") {
  auth::throttle t(limits());
  for (int i = 0; i < 4; ++i)
    t.attempt("192.0.2.1", start);
  t.attempt("192.0.2.1", start);
  t.take_back("192.0.2.1");
  CHECK(t.wait("192.0.2.1", start) == 2s);
}

TEST_CASE("the throttle remembers no more than it is told to") {
  auth::throttle t(limits());
  for (int i = 0; i < 1000; ++i)
    t.attempt("name" + std::to_string(i), start);
  CHECK(t.size() == 100);
}

TEST_CASE("properties of the throttle") {
  rc::prop("nobody ever waits longer than the longest wait, also when the clock goes back", [] {
    auth::throttle t(limits());
    clock::fixed_clock time(start);
    const auto steps = *rc::gen::inRange(1, 200);
    for (int i = 0; i < steps; ++i) {
      time.advance(std::chrono::milliseconds(*rc::gen::inRange(-100'000, 400'000)));
      const auto wait = t.wait("a", time.now());
      RC_ASSERT(wait >= 0ms);
      RC_ASSERT(wait <= 5min);
      if (wait == 0ms || *rc::gen::arbitrary<bool>()) t.attempt("a", time.now());
    }
  });
}
