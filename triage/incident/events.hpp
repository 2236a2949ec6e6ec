#pragma once
// What is recorded. Each event has a body that anyone who may see the incident may read, and, where it tells of a
// person, a personal part that is sealed beside it and can be erased: then `personal` is empty and the event stands.

#include <boost/variant2/variant.hpp>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "triage/crime/duty.hpp"
#include "triage/incident/caller_message.hpp"
#include "triage/incident/coding.hpp"
#include "triage/incident/communication_need.hpp"
#include "triage/incident/contact.hpp"
#include "triage/incident/document.hpp"
#include "triage/incident/event_head.hpp"
#include "triage/incident/handoff_events.hpp"
#include "triage/incident/ladder_events.hpp"
#include "triage/incident/linking_events.hpp"
#include "triage/incident/planned_job.hpp"
#include "triage/incident/referral_sending.hpp"
#include "triage/incident/screening_events.hpp"
#include "triage/incident/test_line.hpp"
#include "triage/incident/unit_moves.hpp"
#include "triage/incident/working_events.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// Stream contact. The whole contact as it came in.
struct contact_received {
  struct personal_part {
    std::optional<std::string> external_ref;
    triage::caller caller;
    triage::location location;
    std::vector<subject> subjects;
    std::string narrative;
    std::vector<vehicle> vehicles = {};

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  event_head head;
  triage::channel channel = triage::channel::emergency_999;
  timestamp received_at;
  std::optional<contact_outcome> outcome; // set where the handler took it for one that makes no incident
  bool promoted = false;                  // a risk fact made it an incident all the same
  std::optional<uuid> incident;           // the one it opened or joined
  std::optional<std::string> district;
  std::optional<std::string> location_quality;
  document facts;
  policy_reference policy;
  std::optional<personal_part> personal;
  document history = {}; // what was looked up before deciding, and which source answered (practice.md 18); or null
  std::optional<std::string> temporary_number = {}; // given while the record could not be reached (lessons.md R21)

  friend bool operator==(const contact_received&, const contact_received&) = default;
};

struct incident_opened {
  event_head head;
  uuid contact;
  triage::channel channel = triage::channel::emergency_999;
  timestamp received_at;
  std::optional<std::string> district;
  document facts;
  std::optional<incident_personal> personal;
  bool call_live = false;                           // the caller is still on the line
  std::optional<std::string> sender = {};           // the organisation that sent the contact, as a partner of the pack
  std::optional<std::string> temporary_number = {}; // as in contact_received

  friend bool operator==(const incident_opened&, const incident_opened&) = default;
};

struct contact_joined {
  event_head head;
  uuid contact;
  triage::channel channel = triage::channel::emergency_999;
  timestamp received_at;
  std::optional<std::string> district;
  document facts;
  std::optional<incident_personal> personal;
  bool call_live = false;
  std::optional<std::string> promise; // as in assessed
  std::optional<std::string> sender = {};

  friend bool operator==(const contact_joined&, const contact_joined&) = default;
};

// A grade as it would have been without facts that were entered in error (practice.md 9).
struct restated_grade {
  bool confirmed = false;       // what it falls back to is a person's grade
  std::uint32_t flags_kept = 0; // the flags that had come up before those facts

  friend bool operator==(const restated_grade&, const restated_grade&) = default;
};

// The machine's assessment. `applied` is set only where it became the incident's grade: at opening, or because it is
// more urgent than the grade held. A less urgent proposal is recorded here and changes nothing. Where `restated` is
// set, `applied` is the incident's grade whatever it was, and none is ungraded.
struct assessed {
  event_head head;
  document assessment; // as the contract's assessment, without the questions and what-ifs of the moment
  std::optional<grade_target> applied;
  std::optional<std::string> previous;
  std::optional<restated_grade> restated;
  std::optional<std::string> promise; // what the caller of the contact was told to expect

  friend bool operator==(const assessed&, const assessed&) = default;
};

// A person's decision on the grade: a confirmation where `previous` is the same grade, else a raise or a first grade.
struct grade_set {
  struct personal_part {
    std::string rationale;

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  event_head head;
  grade_target target;
  std::optional<std::string> previous;
  std::optional<std::string> reason_code;
  std::optional<std::string> pathway; // set where the grade takes the incident another way than before
  std::optional<personal_part> personal;
  std::optional<std::string> promise; // as in assessed

  friend bool operator==(const grade_set&, const grade_set&) = default;
};

struct note_added {
  struct personal_part {
    std::string text;

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  event_head head;
  uuid note;
  std::optional<personal_part> personal;

  friend bool operator==(const note_added&, const note_added&) = default;
};

struct dispatch_requested {
  event_head head;
  uuid dispatch;
  std::string grade;
  timestamp acknowledge_by;
  std::optional<uuid> supersedes; // an earlier dispatch of the same incident that this one replaces
  bool voice = false;             // a spoken word is owed beside it (domain.md 6.1)

  friend bool operator==(const dispatch_requested&, const dispatch_requested&) = default;
};

// A named person has taken the dispatch on: the head's actor (domain.md 6.2).
struct dispatch_acknowledged {
  event_head head;
  uuid dispatch;

  friend bool operator==(const dispatch_acknowledged&, const dispatch_acknowledged&) = default;
};

struct dispatch_overdue {
  event_head head;
  uuid dispatch;
  timestamp acknowledge_by;

  friend bool operator==(const dispatch_overdue&, const dispatch_overdue&) = default;
};

// A crime was told, or more of one, and its decision is owed (domain.md 4.2).
struct crime_decision_owed {
  event_head head;
  crime::duty duty;

  friend bool operator==(const crime_decision_owed&, const crime_decision_owed&) = default;
};

// Its clock has run on: a warning, or the breach.
struct crime_decision_late {
  event_head head;
  crime::duty duty; // as it is from now on

  friend bool operator==(const crime_decision_late&, const crime_decision_late&) = default;
};

// A crime of the incident was decided, or changed its state; the crime's own stream says how.
struct crime_decided {
  event_head head;
  crime::link crime;

  friend bool operator==(const crime_decided&, const crime_decided&) = default;
};

using event_kinds = boost::variant2::variant<
    contact_received, incident_opened, contact_joined, assessed, grade_set, note_added, dispatch_requested,
    dispatch_acknowledged, dispatch_overdue, facts_added, facts_withdrawn, fact_set_aside, call_ended,
    lowering_requested, approval_decided, approval_lapsed, grade_lowered, grade_restored, response_changed,
    dispatch_stood_down, task_opened, task_attempted, task_completed, task_overdue, task_lapsed, incident_closed,
    incident_reopened, crime_decision_owed, crime_decision_late, crime_decided, incident_coded, job_planned,
    job_activated, need_recorded, need_withdrawn, message_requested, message_attempted, message_sent, message_failed,
    test_line_recognised, handoff_requested, handoff_answered, handoff_silent, referral_queued, referral_attempted,
    referral_sent, referral_failed, unit_reported, units_taken_over, units_parted, units_returned, dispatch_voiced,
    dispatch_returned, incident_unresourced, target_warning, target_breached, incident_escalated,
    escalation_acknowledged, escalation_ended, ladder_planned, sender_grade_kept, incident_deferred, pathway_agreed,
    pathway_resolved, pathway_returned, appointment_booked, appointment_moved, appointment_cancelled,
    appointment_reminder_due, appointment_ended, problem_linked, contact_demand_tagged, incident_linked,
    incident_absorbed, link_undone, incident_released, major_incident_changed>;

// One event, to be read as the variant it is (visit, get_if). What is done with a whole one is compiled once,
// in events.cpp: left to each source that keeps a list of them, it took most of the time that the build takes.
struct event : event_kinds {
  template <class Kind>
    requires(!std::derived_from<std::remove_cvref_t<Kind>, event_kinds>)
  event(Kind&& what) : event_kinds(std::forward<Kind>(what)) {}
  event(const event& other);
  event(event&& other) noexcept;
  event& operator=(const event& other);
  event& operator=(event&& other) noexcept;
  ~event();

  friend bool operator==(const event& one, const event& other);
};

const event_head& head_of(const event& e);

// "contact.received", "incident.opened", ...: the names integrators see.
std::string_view type_of(const event& e);

// "contact" or "incident".
std::string_view stream_type_of(const event& e);

} // namespace frontdoor::triage
