#pragma once
// What is recorded. Each event has a body that anyone who may see the incident may read, and, where it tells of a
// person, a personal part that is sealed beside it and can be erased: then `personal` is empty and the event stands.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "triage/incident/contact.hpp"
#include "triage/incident/document.hpp"
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

  friend bool operator==(const grade_target&, const grade_target&) = default;
};

// The pack a decision was made with.
struct policy_reference {
  std::string pack;
  std::string version;
  std::string sha256;

  friend bool operator==(const policy_reference&, const policy_reference&) = default;
};

// What the board shows of a person, for those who may see it.
struct incident_personal {
  std::optional<std::string> location_text;
  std::optional<std::string> summary;
  std::optional<std::string> caller_name;
  std::optional<std::string> caller_phone;

  friend bool operator==(const incident_personal&, const incident_personal&) = default;
};

// Stream contact. The whole contact as it came in.
struct contact_received {
  struct personal_part {
    std::optional<std::string> external_ref;
    triage::caller caller;
    triage::location location;
    std::vector<subject> subjects;
    std::string narrative;

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

  friend bool operator==(const contact_joined&, const contact_joined&) = default;
};

// The machine's assessment. `applied` is set only where it became the incident's grade: at opening, or because it is
// more urgent than the grade held. A less urgent proposal is recorded here and changes nothing.
struct assessed {
  event_head head;
  document assessment; // as the contract's assessment, without the questions and what-ifs of the moment
  std::optional<grade_target> applied;
  std::optional<std::string> previous;

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

using event = std::variant<
    contact_received, incident_opened, contact_joined, assessed, grade_set, note_added, dispatch_requested,
    dispatch_acknowledged, dispatch_overdue>;

const event_head& head_of(const event& e);

// "contact.received", "incident.opened", ...: the names integrators see.
std::string_view type_of(const event& e);

// "contact" or "incident".
std::string_view stream_type_of(const event& e);

} // namespace frontdoor::triage
