#pragma once
// The parts of an incident's state that its working life leaves: sources, approvals, tasks, promises, clocks.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/incident/working_events.hpp"

namespace frontdoor::triage {

// Who has said something about the incident besides its contacts.
struct other_source {
  uuid id;
  fact_source kind = fact_source::handler;
  std::string by;

  friend bool operator==(const other_source&, const other_source&) = default;
};

// What held before facts came in, for taking them back: kept for the latest of them.
struct fact_entry {
  uuid source;
  timestamp at;
  std::optional<grade_target> grade;
  bool confirmed = false;
  std::uint32_t flags = 0;

  friend bool operator==(const fact_entry&, const fact_entry&) = default;
};

inline constexpr std::size_t fact_entries_max = 32;

struct set_aside_fact {
  std::string fact;
  std::string reason_code;
  std::string by;
  timestamp at;

  friend bool operator==(const set_aside_fact&, const set_aside_fact&) = default;
};

// The last grade that a person gave.
struct person_grade {
  std::string by;
  timestamp at;
  bool chosen = false; // another than the one held; else a confirmation

  friend bool operator==(const person_grade&, const person_grade&) = default;
};

enum class approval_state : std::uint8_t { waiting, approved, refused, lapsed };
std::string_view to_string(approval_state value);

struct approval_voice {
  std::string by;
  std::string post;
  timestamp at;

  friend bool operator==(const approval_voice&, const approval_voice&) = default;
};

struct approval {
  uuid id;
  approval_state state = approval_state::waiting;
  std::string requested_by;
  timestamp requested_at;
  std::string from; // grades
  grade_target to;
  std::optional<std::string> pathway;
  std::string reason_code;
  std::uint32_t needed = 1;
  std::vector<std::string> posts;
  std::optional<timestamp> check_by;
  std::vector<approval_voice> voices;

  friend bool operator==(const approval&, const approval&) = default;
};

// A lowering on a condition that is still to be confirmed.
struct grade_condition {
  grade_target restores;
  bool confirmed = false;
  std::optional<std::string> pathway;
  timestamp check_by;

  friend bool operator==(const grade_condition&, const grade_condition&) = default;
};

enum class task_state : std::uint8_t { open, done, lapsed };
std::string_view to_string(task_state value);

struct task_attempt {
  std::string code;
  std::string by;
  timestamp at;

  friend bool operator==(const task_attempt&, const task_attempt&) = default;
};

struct task {
  uuid id;
  std::string kind;
  std::string owner;
  task_state state = task_state::open;
  timestamp opened_at;
  timestamp due_at;
  bool overdue = false;
  std::uint32_t generation = 0;
  std::optional<uuid> about;
  std::vector<task_attempt> attempts;
  std::optional<std::string> outcome;
  std::optional<timestamp> ended_at;

  friend bool operator==(const task&, const task&) = default;
};

// What the caller was last told to expect.
struct caller_promise {
  std::string text;
  std::optional<std::string> grade; // it was true for
  timestamp at;
  bool after_change = false; // told by a task, since what was promised before no longer held

  friend bool operator==(const caller_promise&, const caller_promise&) = default;
};

// An attendance clock that ended with a closing.
struct earlier_clock {
  timestamp from;
  std::optional<grade_target> grade;
  timestamp closed_at;
  std::string outcome;

  friend bool operator==(const earlier_clock&, const earlier_clock&) = default;
};

struct closing {
  std::string outcome;
  std::string by;
  timestamp at;

  friend bool operator==(const closing&, const closing&) = default;
};

} // namespace frontdoor::triage
