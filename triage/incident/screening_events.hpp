#pragma once
// What is recorded of early resolution: what an authority said of an exclusion, the record of the pathway an incident
// is resolved by (domain.md 3.4), that it came back, appointments, and the problem record that has it (domain.md 3.5).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/incident/document.hpp"
#include "triage/incident/event_head.hpp"
#include "triage/incident/working_events.hpp"

namespace frontdoor::triage {

// Whether the history of number, person and place was searched, as the server itself has recorded it: never by word of
// a person (lessons.md R06).
enum class history_search : std::uint8_t { searched, unavailable, not_searched };

std::string_view to_string(history_search value);
std::optional<history_search> parse_history_search(std::string_view text);

// The named authority agrees, or does not, that this goes early although these exclusions hold (domain.md 3.3).
struct pathway_agreed {
  struct personal_part {
    std::string rationale;
    std::optional<std::string> officer; // whose decision was recorded

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  event_head head;
  std::string subject; // a pathway, or an outcome of closing
  bool agreed = false;
  std::vector<std::string> exclusions;
  std::string post;                 // acted for
  std::optional<std::string> means; // "radio", "phone": recorded for the officer on call
  std::optional<personal_part> personal;

  friend bool operator==(const pathway_agreed&, const pathway_agreed&) = default;
};

struct pathway_resolved {
  // What was said, in the words in which it was said.
  struct personal_part {
    std::optional<std::string> promise;
    std::optional<std::string> safety_net;

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  event_head head;
  std::string pathway;
  std::string grade;
  std::vector<std::string> rules;      // that gave the proposal: "advice/rule_3"
  document facts;                      // by which it was eligible
  std::vector<std::string> exclusions; // that held, each agreed by its authority
  std::string person;                  // how they took it; empty: not asked for here
  bool nothing_lost = false;
  history_search history = history_search::not_searched;
  std::optional<std::string> owner; // role or post that has taken it
  std::optional<timestamp> due_at;
  std::optional<uuid> handoff;     // the request to the partner, with its own receipt
  std::optional<uuid> appointment; // the slot
  std::optional<uuid> problem;     // the problem record
  std::string promise;             // the pack's sentence, which is what holds for the caller
  policy_reference policy;
  std::optional<personal_part> personal;

  friend bool operator==(const pathway_resolved&, const pathway_resolved&) = default;
};

// The same person or place came back after an early resolution (domain.md 3.1: measure whether it comes back).
struct pathway_returned {
  event_head head;
  uuid earlier; // the incident that had been resolved
  uuid contact; // by which it came back
  std::string pathway;
  std::uint32_t within_days = 0; // the smallest window of the pack that it lies in

  friend bool operator==(const pathway_returned&, const pathway_returned&) = default;
};

// A slot of a diary, as the incident keeps it.
struct booked_slot {
  uuid diary;
  uuid slot;
  std::string kind;
  timestamp starts_at;
  timestamp ends_at;

  friend bool operator==(const booked_slot&, const booked_slot&) = default;
};

struct appointment_booked {
  event_head head;
  uuid appointment;
  booked_slot slot;
  timestamp remind_at;
  timestamp missed_at; // without word that it was kept
  std::optional<sealed_words> personal;

  friend bool operator==(const appointment_booked&, const appointment_booked&) = default;
};

struct appointment_moved {
  event_head head;
  uuid appointment;
  booked_slot slot;
  timestamp remind_at;
  timestamp missed_at;
  std::string reason_code;
  std::optional<sealed_words> personal;

  friend bool operator==(const appointment_moved&, const appointment_moved&) = default;
};

struct appointment_cancelled {
  event_head head;
  uuid appointment;
  std::string reason_code;
  std::optional<sealed_words> personal;

  friend bool operator==(const appointment_cancelled&, const appointment_cancelled&) = default;
};

struct appointment_reminder_due {
  event_head head;
  uuid appointment;

  friend bool operator==(const appointment_reminder_due&, const appointment_reminder_due&) = default;
};

// Somebody says that it was kept or was not; or nobody said anything in time: missed.
struct appointment_ended {
  event_head head;
  uuid appointment;
  bool kept = false;
  std::optional<sealed_words> personal;

  friend bool operator==(const appointment_ended&, const appointment_ended&) = default;
};

// A problem record has taken the incident in, or has let it go.
struct problem_linked {
  event_head head;
  uuid problem;

  friend bool operator==(const problem_linked&, const problem_linked&) = default;
};

// What kind of demand a contact was (domain.md 3.5). Of the contact's stream.
struct contact_demand_tagged {
  event_head head;
  std::string tag;

  friend bool operator==(const contact_demand_tagged&, const contact_demand_tagged&) = default;
};

} // namespace frontdoor::triage
