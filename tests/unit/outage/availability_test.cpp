#include "server/outage/availability.hpp"

#include <catch2/catch.hpp>

using namespace frontdoor::outage;
using std::chrono::milliseconds;

namespace {

// The machine with a clock in the test's hand.
struct machine {
  availability state{thresholds{milliseconds(2000), milliseconds(5000)}};
  availability::time_point now{};

  machine& after(int ms) {
    now += milliseconds(ms);
    return *this;
  }
  mode failed() {
    state.failed(now);
    state.tick(now);
    return state.current();
  }
  mode reached() {
    state.reached(now);
    state.tick(now);
    return state.current();
  }
  mode tick() {
    state.tick(now);
    return state.current();
  }
};

machine degraded() {
  machine on;
  on.failed();
  REQUIRE(on.after(2000).failed() == mode::degraded);
  return on;
}

} // namespace

TEST_CASE("Given a hiccup shorter than the threshold, then the server stays normal") {
  machine on;
  CHECK(on.failed() == mode::normal);
  CHECK(on.after(1999).tick() == mode::normal);
  CHECK(on.reached() == mode::normal);
  CHECK(on.after(60'000).tick() == mode::normal);
}

TEST_CASE("Given the record fails for as long as the threshold, then the server is degraded, counted from the first try"
) {
  machine on;
  on.failed();
  on.after(1000).failed();
  CHECK(on.after(1000).tick() == mode::degraded);
  CHECK(on.state.journals());
}

TEST_CASE("Given a try that hung, then it counts from when it began, but one alone is not enough") {
  machine on;
  const auto began = on.now;
  on.after(2500);
  on.state.failed(began);
  CHECK(on.tick() == mode::normal);
  CHECK(on.after(500).failed() == mode::degraded);
}

TEST_CASE("Given the record answers again, then it must do so for a while before the journal is brought in") {
  auto on = degraded();
  CHECK(on.after(1000).reached() == mode::degraded);
  CHECK(on.after(4999).reached() == mode::degraded);
  CHECK(on.after(1).tick() == mode::replaying);
  CHECK(on.state.journals());
}

TEST_CASE("Given a record that comes and goes, then each failure begins the wait anew") {
  auto on = degraded();
  for (int i = 0; i < 10; ++i) {
    CHECK(on.after(4000).reached() == mode::degraded);
    CHECK(on.after(900).failed() == mode::degraded);
  }
}

TEST_CASE("Given a replay that ends, then the server is normal; given one that fails, then degraded again") {
  auto on = degraded();
  on.after(10).reached();
  REQUIRE(on.after(5000).tick() == mode::replaying);
  on.state.replay_failed(on.now);
  CHECK(on.state.current() == mode::degraded);
  on.state.replayed();
  CHECK(on.state.current() == mode::degraded);
  on.after(10).reached();
  REQUIRE(on.after(5000).tick() == mode::replaying);
  on.state.replayed();
  CHECK(on.state.current() == mode::normal);
  CHECK_FALSE(on.state.journals());
}
