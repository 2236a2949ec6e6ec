#pragma once
// Streams beside the incidents' own, such as diaries and problem records: one decision may add to several of them and
// to an incident, all or none.

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "triage/incident/decide.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

// The head of an event of that stream, made now by whoever acts.
inline event_head head_of(const uuid& stream, const context& context) {
  return {stream, context.now, context.actor.name};
}

template <typename Event> struct side_decision {
  std::vector<Event> events; // in order; the head says of which stream
  std::optional<decision> on_incident;
};

template <typename Event> using side_outcome = std::expected<side_decision<Event>, refusal>;

// Whether a timer that fires still stands among those of the stream, and its time has come: a decision made meanwhile
// has replaced all of them.
inline bool
falls_due(const std::vector<timer>& standing, std::string_view key, std::uint32_t generation, timestamp now) {
  for (const auto& one : standing) {
    if (one.key == key && one.generation == generation) return one.due_at <= now;
  }
  return false;
}

} // namespace frontdoor::triage
