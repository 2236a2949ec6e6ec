#pragma once
// What all events share.

#include <cstdint>
#include <optional>
#include <string>

#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// What every event has. The log keeps these in columns of their own, not in the body.
struct event_head {
  uuid stream; // the contact or the incident it belongs to
  timestamp occurred_at;
  std::string actor; // "user:jsmith", "key:ambulance", "system:timer"

  friend bool operator==(const event_head&, const event_head&) = default;
};

// A grade with the targets that go with it, worked out when it was given so that the record does not need the pack.
struct grade_target {
  std::string grade;                    // code of the pack's scale: "1"
  std::string name;                     // "Emergency"
  std::uint32_t rank = 0;               // place in the scale, 0 the most urgent
  std::optional<timestamp> allocate_by; // both count from the receipt of the contact that opened the incident
  std::optional<timestamp> arrive_by;   // (domain.md 2.2, 2.4)
  // When the ladder first looks at an incident that nobody has (domain.md 2.5); none: never.
  std::optional<timestamp> ladder_at = {};

  friend bool operator==(const grade_target&, const grade_target&) = default;
};

// The pack a decision was made with.
struct policy_reference {
  std::string pack;
  std::string version;
  std::string sha256;

  friend bool operator==(const policy_reference&, const policy_reference&) = default;
};

} // namespace frontdoor::triage
