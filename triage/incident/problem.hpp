#pragma once
// Problem records (domain.md 3.5): scanning, analysis, response, assessment, on the incidents that show the problem.
// Counts only propose one; a person opens it. It never lowers the grade of a contact. A stream of its own.

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/incident/side_stream.hpp"

namespace frontdoor::triage {

enum class problem_stage : std::uint8_t { scanning, analysis, response, assessment };

std::string_view to_string(problem_stage value);
std::optional<problem_stage> parse_problem_stage(std::string_view text);

// Words about people and places, by what they are: "statement", "victim", "offender", "location" and one for each
// stage.
using problem_words = std::map<std::string, std::string>;

struct problem_opened {
  event_head head;
  std::string kind;                   // victim, offender, place: the pack's
  std::optional<std::string> trigger; // the count that proposed it
  std::optional<std::string> district;
  std::string owner; // role or post
  uuid incident;     // the one that shows it
  std::uint32_t baseline_contacts = 0;
  std::uint32_t baseline_days = 0;
  std::optional<problem_words> personal;

  friend bool operator==(const problem_opened&, const problem_opened&) = default;
};

struct problem_stage_set {
  event_head head;
  problem_stage stage = problem_stage::scanning;
  std::optional<problem_words> personal;

  friend bool operator==(const problem_stage_set&, const problem_stage_set&) = default;
};

struct problem_incident_added {
  event_head head;
  uuid incident;

  friend bool operator==(const problem_incident_added&, const problem_incident_added&) = default;
};

struct problem_action_added {
  event_head head;
  uuid action;
  std::string owner; // role, post or partner
  timestamp due_at;
  std::optional<problem_words> personal; // "text"

  friend bool operator==(const problem_action_added&, const problem_action_added&) = default;
};

struct problem_action_ended {
  event_head head;
  uuid action;
  bool done = false; // false: dropped
  std::optional<problem_words> personal;

  friend bool operator==(const problem_action_ended&, const problem_action_ended&) = default;
};

// Assessed against the baseline, and closed.
struct problem_closed {
  event_head head;
  std::uint32_t contacts = 0;
  std::uint32_t days = 0;
  std::optional<problem_words> personal;

  friend bool operator==(const problem_closed&, const problem_closed&) = default;
};

// The time for it is over and it has not ended: its owner owes it now, as a task.
struct problem_action_overdue {
  event_head head;
  uuid action;

  friend bool operator==(const problem_action_overdue&, const problem_action_overdue&) = default;
};

using problem_event = std::variant<
    problem_opened, problem_stage_set, problem_incident_added, problem_action_added, problem_action_ended,
    problem_closed, problem_action_overdue>;

struct problem_action {
  uuid id;
  std::string owner;
  timestamp due_at;
  std::optional<bool> done;
  std::optional<timestamp> ended_at;
  std::optional<timestamp> overdue_at = {}; // since when its owner owes it as a task

  friend bool operator==(const problem_action&, const problem_action&) = default;
};

struct problem_record {
  uuid id;
  std::uint32_t version = 0;
  bool open = true;
  problem_stage stage = problem_stage::scanning;
  std::string kind;
  std::optional<std::string> trigger;
  std::optional<std::string> district;
  std::string owner;
  std::string opened_by;
  timestamp opened_at;
  std::vector<uuid> incidents;
  std::vector<problem_action> actions;
  std::uint32_t baseline_contacts = 0;
  std::uint32_t baseline_days = 0;
  std::optional<std::uint32_t> result_contacts;
  std::optional<std::uint32_t> result_days;
  std::optional<timestamp> closed_at;
  std::optional<problem_words> personal; // none: erased

  friend bool operator==(const problem_record&, const problem_record&) = default;
};

const event_head& head_of(const problem_event& e);
problem_record apply(problem_record state, const problem_event& e);
event_text encode(const problem_event& e);
std::expected<problem_event, faults> decode_problem(const encoded_event& row);

inline constexpr int problem_fold = 1;
nlohmann::json to_snapshot_json(const problem_record& state);
std::optional<nlohmann::json> to_snapshot_personal(const problem_record& state);
std::optional<problem_record> problem_from_snapshot(const nlohmann::json& body, const nlohmann::json* personal);

// As the contract writes it at that moment, without its `personal` member.
nlohmann::json card(const problem_record& state, timestamp now);
nlohmann::json card_personal(const problem_record& state);

// ---- what can be asked

struct open_problem {
  std::string kind;
  std::optional<std::string> trigger;
  std::string owner;
  std::uint32_t baseline_contacts = 0;
  std::uint32_t baseline_days = 0;
  problem_words words; // "statement" at least
};

struct set_problem_stage {
  problem_stage stage = problem_stage::scanning;
  std::string text;
};

struct add_problem_action {
  std::string owner;
  timestamp due_at;
  std::string text;
};

struct end_problem_action {
  uuid action;
  bool done = false;
  std::optional<std::string> text;
};

struct close_problem {
  std::uint32_t contacts = 0;
  std::uint32_t days = 0;
  std::string text;
};

// {incident, kind, trigger?, owner, statement, victim?, offender?, location?, baseline{contacts, days}}
open_problem open_problem_from_json(const nlohmann::json& body);

using problem_outcome = side_outcome<problem_event>;

// Opens one on an incident. Refusals: named_person_required, unknown_kind, unknown_trigger, own_words_required.
problem_outcome open_problem_on(const incident& on, const open_problem& command, const context& context);
// Refusals, here and below: named_person_required, problem_closed.
problem_outcome add_incident(const problem_record& state, const incident& on, const context& context);
// One step on, or back to any earlier one. Refusals: stage_out_of_order, own_words_required.
problem_outcome set_stage(const problem_record& state, const set_problem_stage& command, const context& context);
// Refusals: out_of_range.
problem_outcome add_action(const problem_record& state, const add_problem_action& command, const context& context);
// Refusals: unknown_action, action_ended.
problem_outcome end_action(const problem_record& state, const end_problem_action& command, const context& context);
// Refusals: not_assessed, actions_open, own_words_required, out_of_range.
problem_outcome close(const problem_record& state, const close_problem& command, const context& context);

// One for each action that is neither ended nor overdue: "action:<id>".
std::vector<timer> timers(const problem_record& state);
// The actions whose time is over fall to their owners as tasks (domain.md 3.5).
problem_outcome note_overdue_actions(const problem_record& state, const context& context);
// Those that are owed so, as the tasks they are.
std::vector<task> overdue_tasks(const problem_record& state);

// The counts of the pack that hold on an incident: what proposes a problem.
std::vector<std::string> triggers_of(const policy_pack& pack, const incident& state);

} // namespace frontdoor::triage
