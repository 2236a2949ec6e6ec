#pragma once
// Slows down the guessing of passwords: by account and by network address, each failure beyond a few free ones doubles
// the wait up to a longest one. Nobody is locked out for ever. Pure: the time is an argument.

#include <chrono>
#include <cstddef>
#include <string>

#include "server/auth/recent.hpp"
#include "triage/time.hpp"

namespace frontdoor::auth {

struct throttle_limits {
  std::size_t free; // failures before the first wait
  std::chrono::milliseconds delay_min, delay_max;
  std::chrono::milliseconds forget; // quiet time after which failures are forgotten
  std::size_t entries_max;
};

// Failures by key (an account's name, an address). Not thread-safe.
class throttle {
 public:
  explicit throttle(throttle_limits limits) : limits_(limits), entries_(limits.entries_max) {}

  // How long until the next attempt may be made; zero: now. An attempt refused for its wait is not counted, so
  // hammering makes the wait no longer.
  std::chrono::milliseconds wait(const std::string& key, triage::timestamp now);

  // Counts an attempt as failed before it is known to be, so that many at once gain nothing.
  void attempt(const std::string& key, triage::timestamp now);
  // The attempt was a good one: takes it back. For addresses that many share.
  void take_back(const std::string& key);
  // The attempt was a good one: all failures are forgotten. For accounts.
  void clear(const std::string& key);

  std::size_t size() const { return entries_.size(); }

 private:
  struct entry {
    std::size_t failures = 0;
    triage::timestamp last;
  };
  throttle_limits limits_;
  recent<std::string, entry> entries_;
};

} // namespace frontdoor::auth
