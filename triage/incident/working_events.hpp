#pragma once
// What is recorded of the working life of an incident: facts after the first contact, lowering under guard, tasks,
// closing. As all events: a body for everyone who may see the incident, and a sealed part that can be erased.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/incident/document.hpp"
#include "triage/incident/event_head.hpp"

namespace frontdoor::triage {

// Where a fact comes from, and how sure it is.
enum class fact_source : std::uint8_t { caller, handler, officer, unit, partner, system };
enum class confidence : std::uint8_t { stated, observed, confirmed, inferred };

std::string_view to_string(fact_source value);
std::optional<fact_source> parse_fact_source(std::string_view text);
std::string_view to_string(confidence value);
std::optional<confidence> parse_confidence(std::string_view text);

// The words of a note, a rationale, a condition: a person's, sealed.
struct sealed_words {
  std::string text;

  friend bool operator==(const sealed_words&, const sealed_words&) = default;
};

// What one source says, after the contacts. The same source speaks under the same id, so that what it says later takes
// back what it said before.
struct facts_added {
  event_head head;
  uuid source; // of a contact, or of a source of its own
  fact_source kind = fact_source::handler;
  triage::confidence confidence = confidence::stated;
  document facts;

  friend bool operator==(const facts_added&, const facts_added&) = default;
};

// Entered in error by their author: as if they had never been said (practice.md 9).
struct facts_withdrawn {
  event_head head;
  uuid source;
  std::vector<std::string> facts;
  timestamp entered_at;

  friend bool operator==(const facts_withdrawn&, const facts_withdrawn&) = default;
};

// A risk fact that cannot be established, and why: this answers it (practice.md 10).
struct fact_set_aside {
  event_head head;
  std::string fact;
  std::string reason_code;
  std::optional<sealed_words> personal;

  friend bool operator==(const fact_set_aside&, const fact_set_aside&) = default;
};

struct call_ended {
  event_head head;
  uuid contact;

  friend bool operator==(const call_ended&, const call_ended&) = default;
};

// One part of THRIVE in the words of the person who asks.
struct thrive_part {
  std::string level;
  std::string text;

  friend bool operator==(const thrive_part&, const thrive_part&) = default;
};

inline constexpr std::size_t thrive_count = 6;

// A less urgent grade is asked for. Nothing changes until it is approved.
struct lowering_requested {
  struct personal_part {
    std::string rationale;
    std::array<std::string, thrive_count> thrive; // words, in the order of thrive_parts
    std::optional<std::string> condition;

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  event_head head;
  uuid approval;
  grade_target from;
  grade_target to;
  std::optional<std::string> pathway;
  std::string reason_code;
  std::array<std::string, thrive_count> thrive; // levels
  std::uint32_t assessed_version = 0;           // of the incident that the assessment was made on
  std::uint32_t approvals_needed = 0;
  std::vector<std::string> posts;    // whose approval counts
  std::optional<timestamp> check_by; // a condition goes with it, confirmed by then or the grade before comes back
  document position;                 // open incidents by grade at that moment
  std::optional<personal_part> personal;

  friend bool operator==(const lowering_requested&, const lowering_requested&) = default;
};

struct approval_decided {
  struct personal_part {
    std::string rationale;
    std::optional<std::string> officer; // whose decision was recorded

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  event_head head;
  uuid approval;
  bool approved = false;
  std::string post;                 // acted for
  std::optional<std::string> means; // "radio", "phone": recorded for the officer on call
  std::optional<personal_part> personal;

  friend bool operator==(const approval_decided&, const approval_decided&) = default;
};

// What was asked for no longer fits: something new is known, or the grade has changed.
struct approval_lapsed {
  event_head head;
  uuid approval;
  std::string reason_code; // "new_information", "grade_changed"

  friend bool operator==(const approval_lapsed&, const approval_lapsed&) = default;
};

struct grade_lowered {
  event_head head;
  grade_target target;
  grade_target previous;
  std::string reason_code;
  uuid approval;
  std::optional<std::string> pathway;
  std::optional<timestamp> check_by;

  friend bool operator==(const grade_lowered&, const grade_lowered&) = default;
};

// The condition of a lowering was not confirmed in time, or does not hold: the grade before is back, with its clock.
struct grade_restored {
  event_head head;
  grade_target target;
  std::string previous;
  std::string reason_code; // "condition_lapsed", "condition_failed"
  std::optional<std::string> pathway;

  friend bool operator==(const grade_restored&, const grade_restored&) = default;
};

// How those sent go there, while a lower grade waits for approval. The attendance stands.
struct response_changed {
  event_head head;
  bool reduced = false;

  friend bool operator==(const response_changed&, const response_changed&) = default;
};

struct dispatch_stood_down {
  event_head head;
  uuid dispatch;
  std::string reason_code; // "grade_lowered", "entered_in_error"

  friend bool operator==(const dispatch_stood_down&, const dispatch_stood_down&) = default;
};

struct task_opened {
  event_head head;
  uuid task;
  std::string kind;
  std::string owner; // role or post
  timestamp due_at;
  std::optional<uuid> about; // the approval it is for
  std::optional<sealed_words> personal;

  friend bool operator==(const task_opened&, const task_opened&) = default;
};

struct task_attempted {
  event_head head;
  uuid task;
  std::string code;
  std::optional<sealed_words> personal;

  friend bool operator==(const task_attempted&, const task_attempted&) = default;
};

struct task_completed {
  event_head head;
  uuid task;
  std::string outcome;
  std::optional<std::string> reason_code;
  std::optional<std::string> promise; // the caller was told this
  std::optional<sealed_words> personal;

  friend bool operator==(const task_completed&, const task_completed&) = default;
};

struct task_overdue {
  event_head head;
  uuid task;
  std::string owner; // from now on

  friend bool operator==(const task_overdue&, const task_overdue&) = default;
};

// Nobody owes it any more.
struct task_lapsed {
  event_head head;
  uuid task;
  std::string reason_code;

  friend bool operator==(const task_lapsed&, const task_lapsed&) = default;
};

struct incident_closed {
  event_head head;
  std::string outcome;
  std::optional<sealed_words> personal; // the rationale

  friend bool operator==(const incident_closed&, const incident_closed&) = default;
};

// Open again. Attendance counts from `clock_from`; the clock before is kept.
struct incident_reopened {
  event_head head;
  std::string reason_code;
  std::optional<uuid> contact; // the one that reopened it
  timestamp clock_from;
  std::optional<grade_target> target; // the grade held, counted anew
  std::optional<sealed_words> personal;

  friend bool operator==(const incident_reopened&, const incident_reopened&) = default;
};

} // namespace frontdoor::triage
