#pragma once
// Makes identifiers: version 7 UUIDs (RFC 9562 5.7), which sort by the time they were made.

#include <array>
#include <cstdint>
#include <mutex>

#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::clock {

// One maker is shared by the whole server. Safe from any thread.
class identifiers {
 public:
  // Prepares the source of randomness (libsodium); throws std::runtime_error where the system has none.
  identifiers();

  // A new identifier bearing `now`'s millisecond. Each one made is greater than the one before, also within one
  // millisecond and when `now` goes back: then the last millisecond is kept and the random part counts up by a random
  // step (RFC 9562 6.2, method 2).
  triage::uuid make(triage::timestamp now);

 private:
  std::mutex guard_;
  std::uint64_t millisecond_ = 0;
  std::uint64_t high_ = 0; // rand_a, 12 bits
  std::uint64_t low_ = 0;  // rand_b, 62 bits
};

} // namespace frontdoor::clock
