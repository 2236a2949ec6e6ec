#pragma once
// What is recorded of the way from a dispatch to somebody at the scene (domain.md 6.2), and of the ladder that is
// climbed while nobody is (domain.md 2.5; lessons.md R01, R13).

#include <optional>
#include <string>

#include "triage/incident/event_head.hpp"
#include "triage/incident/units_on_incident.hpp"
#include "triage/incident/working_events.hpp"

namespace frontdoor::triage {

// A person reports what a unit does. `personal` is the name of the officer who said so by `means`.
struct unit_reported {
  event_head head;
  std::string unit; // call sign
  unit_state state = unit_state::assigned;
  std::optional<std::string> reason_code; // of a refusal or a release
  std::optional<std::string> means;       // "radio", "phone"
  std::optional<sealed_words> personal;
  unit_sending sending = {};            // of one that was assigned
  std::optional<uuid> diverted_to = {}; // the incident that it was taken off for

  friend bool operator==(const unit_reported&, const unit_reported&) = default;
};

// The spoken word beside a silent dispatch has been given: `personal` is the officer who took it.
struct dispatch_voiced {
  event_head head;
  uuid dispatch;
  std::string means;
  std::optional<sealed_words> personal;

  friend bool operator==(const dispatch_voiced&, const dispatch_voiced&) = default;
};

// Whoever had taken it on has left the desk: it is pushed again (lessons.md R13).
struct dispatch_returned {
  event_head head;
  uuid dispatch;
  std::string reason_code; // "break", "off"

  friend bool operator==(const dispatch_returned&, const dispatch_returned&) = default;
};

// A dispatcher says that nobody can be sent: the ladder begins now (practice.md 11).
struct incident_unresourced {
  event_head head;
  std::string reason_code;

  friend bool operator==(const incident_unresourced&, const incident_unresourced&) = default;
};

// So much of the time to arrive has gone, and nobody is there.
struct target_warning {
  event_head head;
  timestamp due_at; // the target

  friend bool operator==(const target_warning&, const target_warning&) = default;
};

struct target_breached {
  event_head head;
  timestamp due_at;

  friend bool operator==(const target_breached&, const target_breached&) = default;
};

// A post is told. One post has one item of an incident: told again, it is the same item.
struct incident_escalated {
  event_head head;
  uuid escalation;
  std::string to;                  // post
  std::optional<std::string> rung; // of the pack; none: a change of shift or a handover
  std::string condition;           // while this holds; see ladder_condition
  std::string reason_code;         // "rung", "unacknowledged", "review", "shift_change", "handover"
  timestamp acknowledge_by;
  std::optional<std::string> passed_from; // the post that did not answer

  friend bool operator==(const incident_escalated&, const incident_escalated&) = default;
};

// A named person has it: the head's actor, or `personal`, an officer whose word the actor records.
struct escalation_acknowledged {
  event_head head;
  uuid escalation;
  timestamp review_at;
  std::optional<std::string> means;
  std::optional<sealed_words> personal;

  friend bool operator==(const escalation_acknowledged&, const escalation_acknowledged&) = default;
};

// Nothing is wrong any more, or a post further up has it.
struct escalation_ended {
  event_head head;
  uuid escalation;
  std::string reason_code; // "resourced", "acknowledged_above"

  friend bool operator==(const escalation_ended&, const escalation_ended&) = default;
};

// When the ladder looks next. `anew`: what has been told is told again, since something new is known.
struct ladder_planned {
  event_head head;
  std::optional<timestamp> next_at; // none: nothing falls due as things are
  bool anew = false;

  friend bool operator==(const ladder_planned&, const ladder_planned&) = default;
};

} // namespace frontdoor::triage
