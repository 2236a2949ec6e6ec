#pragma once
// Where the time of day comes from. Everything that decides takes the time as an argument; only the shell asks a clock.
// Sockets and time-outs keep std::chrono::steady_clock, whichever clock is chosen here.

#include "triage/time.hpp"

namespace frontdoor::clock {

// The time of day. Safe from any thread; never blocks for longer than a memory read.
class clock {
 public:
  virtual ~clock() = default;
  // UTC, microseconds.
  virtual triage::timestamp now() = 0;
};

// The machine's clock.
class system_clock_source final : public clock {
 public:
  triage::timestamp now() override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

// A clock that stands where it was put; for tests.
class fixed_clock final : public clock {
 public:
  explicit fixed_clock(triage::timestamp start) : now_(start) {}
  triage::timestamp now() override { return now_; }
  // Not for use while another thread reads it.
  void advance(std::chrono::microseconds by) { now_ += by; }
  void set(triage::timestamp at) { now_ = at; }

 private:
  triage::timestamp now_;
};

} // namespace frontdoor::clock
