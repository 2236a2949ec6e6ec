#pragma once
// Whether the record can be reached, as a state: normal -> degraded -> replaying -> normal. Pure: the time is given.
// Hysteresis on both edges, so that a hiccup does not send the room to its journal, and a database that comes and goes
// does not have it replay for nothing.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace frontdoor::outage {

enum class mode : std::uint8_t { normal, degraded, replaying };
// "normal", "degraded", "replaying".
std::string_view to_string(mode value);

struct thresholds {
  std::chrono::milliseconds degrade_after{4000}; // the record has failed for so long, without a success between
  std::chrono::milliseconds return_after{5000};  // it has answered for so long, without a failure between
};

class availability {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit availability(thresholds chosen) : thresholds_(chosen) {}

  // The record answered, could not, or hung: `at` is when that try began. Tries are told in the order of their ends.
  void reached(time_point at);
  void failed(time_point at);
  // Time goes on. A failure that lasts counts from its first try; one slow try alone is no failure of the record.
  void tick(time_point now);

  // What was kept is in the record, and nothing of it is left.
  void replayed();
  // The replay could not go on: the record failed again.
  void replay_failed(time_point now);

  // When the failure that lasts began; none: the last try reached the record.
  std::optional<time_point> failing_since() const { return failing_since_; }

  mode current() const { return mode_; }
  // Commands go to the journal, everywhere but in normal.
  bool journals() const { return mode_ != mode::normal; }

 private:
  thresholds thresholds_;
  mode mode_ = mode::normal;
  std::optional<time_point> failing_since_;
  std::uint32_t failures_ = 0; // since then
  std::optional<time_point> answering_since_;
};

} // namespace frontdoor::outage
