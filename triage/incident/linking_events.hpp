#pragma once
// What is recorded when incidents are linked and when a link is undone. A duplicate is joined, never closed (lessons.md
// R08): one decision writes to both streams, all or none.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/incident/event_head.hpp"
#include "triage/incident/said.hpp"
#include "triage/incident/working.hpp"

namespace frontdoor::triage {

// duplicate: the same event as the other incident, which survives; related: another event that belongs to it.
enum class link_kind : std::uint8_t { duplicate, related };

std::string_view to_string(link_kind value);
std::optional<link_kind> parse_link_kind(std::string_view text);

// What goes with a join to the survivor, and with its undoing back again.
struct carried {
  std::vector<contact_link> contacts;
  std::vector<other_source> sources;
  statements said;
  std::vector<task> tasks;

  friend bool operator==(const carried&, const carried&) = default;
};

// Stream of the duplicate, or of both where they are related.
struct incident_linked {
  event_head head;
  link_kind kind = link_kind::duplicate;
  uuid other;                           // the survivor, or the related incident
  std::optional<sealed_words> personal; // the rationale

  friend bool operator==(const incident_linked&, const incident_linked&) = default;
};

// Stream of the survivor: what it takes over from `other` at the join, or later, as news of it.
struct incident_absorbed {
  event_head head;
  uuid other;
  carried taken;
  std::optional<timestamp> clock_from;       // the earlier clock
  std::optional<grade_target> grade;         // the higher grade, on the earlier clock
  bool confirmed = false;                    // that grade is a person's
  std::optional<std::string> pathway;        // of that grade
  std::optional<std::string> district;       // of the duplicate
  std::vector<std::string> flags;            // of the duplicate
  std::optional<incident_personal> personal; // of the duplicate; the survivor takes what it does not know itself

  friend bool operator==(const incident_absorbed&, const incident_absorbed&) = default;
};

// Stream of the duplicate, or of both where they were related: as it was, with what its own sources have said and what
// has been done about its tasks since.
struct link_undone {
  event_head head;
  link_kind kind = link_kind::duplicate;
  uuid other;
  carried returned;
  std::optional<sealed_words> personal; // the rationale

  friend bool operator==(const link_undone&, const link_undone&) = default;
};

// Stream of the survivor: what came from `other` is its own again. Grade, clock and crimes stay; units_parted says
// which units go.
struct incident_released {
  event_head head;
  uuid other;

  friend bool operator==(const incident_released&, const incident_released&) = default;
};

// A major incident was declared on this incident, or stood down (practice.md 14).
struct major_incident_changed {
  event_head head;
  std::optional<uuid> major; // none: stood down

  friend bool operator==(const major_incident_changed&, const major_incident_changed&) = default;
};

} // namespace frontdoor::triage
