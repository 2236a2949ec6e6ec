#pragma once
// Who may see which event: the one filter of REST, replay and push. Pure.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/auth/principal.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::auth {

// What of an event, a stream or a card decides who may see it. Views: the caller keeps the texts.
struct event_scope {
  std::string_view stream_type; // "contact", "incident", "crime", "major_incident", "review"; others nobody sees
  std::optional<std::string_view> district_before; // nullopt: not placed in any district
  std::optional<std::string_view> district_after;
  std::optional<triage::uuid> owner; // the API key whose contact made the stream; nullopt: a person's

  // The scope of something that does not move, such as a row of the board.
  static event_scope
  at_rest(std::string_view type, std::optional<std::string_view> district, std::optional<triage::uuid> owner) {
    return {type, district, district, owner};
  }
};

// Whether `who` may see the event at all:
// - needs incident_read (for console and board) or events_read (for the feed);
// - an integrator sees only what its own contacts made;
// - someone kept to districts sees what was in one of them before the event or is after it, so that an incident that
//   moves away is seen to leave, and everything not yet placed: an unplaced incident must not be nobody's;
// - a review of somebody's work needs audit_read besides, and is never an integrator's.
bool may_see(const principal& who, const event_scope& what);

// Whether `who`, who could see the stream before the event, no longer can after it ("left").
bool loses_sight(const principal& who, const event_scope& what);

enum class detail : std::uint8_t { none, without_personal_data, full };

// How much of the events that may_see() allows is shown to `who`. Events are serialised once for each of these.
detail detail_for(const principal& who);

// may_see() and detail_for() in one: `none` when it may not be seen.
detail detail_of(const principal& who, const event_scope& what);

// Everyone with an equal class sees exactly the same: equal detail, districts and owner restriction. For sharing one
// query or one serialised frame.
struct visibility_class {
  detail shown = detail::none;
  std::vector<std::string> districts; // sorted; empty: the whole force
  std::optional<triage::uuid> owner;  // only this key's own
  bool reviews = false;               // of people's work, too

  friend auto operator<=>(const visibility_class&, const visibility_class&) = default;
};
visibility_class class_of(const principal& who);

} // namespace frontdoor::auth
