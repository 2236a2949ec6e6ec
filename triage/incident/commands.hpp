#pragma once
// What can be asked of an incident.

#include <boost/variant2/variant.hpp>
#include <concepts>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/caller_message.hpp"
#include "triage/incident/coding.hpp"
#include "triage/incident/communication_need.hpp"
#include "triage/incident/contact.hpp"
#include "triage/incident/handoff_commands.hpp"
#include "triage/incident/ladder_commands.hpp"
#include "triage/incident/linking_commands.hpp"
#include "triage/incident/outage_return.hpp"
#include "triage/incident/planned_job.hpp"
#include "triage/incident/screening_commands.hpp"
#include "triage/incident/working_commands.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// A person's choice of grade. Raising is one key: neither a reason nor words are needed for it (practice.md 15).
struct grade_choice {
  std::string grade;
  std::optional<std::string> reason_code; // snake_case, at most 64 characters
  std::optional<std::string> rationale;

  friend bool operator==(const grade_choice&, const grade_choice&) = default;
};

// A contact came in. Opens an incident, or joins `incident`, or is recorded alone.
struct take_contact {
  triage::contact contact;
  std::optional<uuid> incident;                // the one to join
  std::optional<contact_outcome> contact_only; // makes no incident, unless a fact demands one (practice.md 6)
  std::optional<grade_choice> grade;           // the handler's own, made with the contact
  // What was known before, as it is recorded: {"sources": [{"source","status","as_of","found"}], "facts": {}}; null
  // where nothing was looked up. Holds no personal data.
  document history = {};
  std::optional<job_plan> planned = {}; // it becomes work only then
  std::vector<stated_need> needs = {};  // of the caller, to be understood
  // The number it was given while the record could not be reached (lessons.md R21); kept with contact and incident.
  std::optional<std::string> temporary_number = {};

  friend bool operator==(const take_contact&, const take_contact&) = default;
};

// A person confirms the grade, raises it, gives the first one, or asks for a less urgent one: only that needs the rest.
struct set_grade {
  grade_choice choice;
  std::optional<std::uint32_t> expected_version = {};
  lowering_case lowering = {};

  friend bool operator==(const set_grade&, const set_grade&) = default;
};

struct add_note {
  std::string text;

  friend bool operator==(const add_note&, const add_note&) = default;
};

struct acknowledge_dispatch {
  uuid dispatch;
  std::optional<named_officer> officer = {}; // has it by radio or phone: the spoken word beside the dispatch

  friend bool operator==(const acknowledge_dispatch&, const acknowledge_dispatch&) = default;
};

// A timer fell due. Any server may say so, more than once.
struct fire_timer {
  std::string key;
  std::uint32_t generation = 0;

  friend bool operator==(const fire_timer&, const fire_timer&) = default;
};

using command_kinds = boost::variant2::variant<
    take_contact, set_grade, add_note, acknowledge_dispatch, fire_timer, add_facts_command, withdraw_facts, end_call,
    decide_approval, change_response, code_incident, activate_job, record_need, send_message, report_message,
    start_task, attempt_task, complete_task, close_incident, reopen_incident, request_handoff, answer_handoff,
    report_referral, defer_incident, report_unit, declare_unresourced, acknowledge_escalation, leave_desk, change_shift,
    agree_to_pathway, resolve_by_pathway, note_return, end_appointment, link_incident, unlink_incident,
    return_from_outage>;

// One command, to be read as the variant it is; compiled once, as event is.
struct command : command_kinds {
  template <class Kind>
    requires(!std::derived_from<std::remove_cvref_t<Kind>, command_kinds>)
  command(Kind&& what) : command_kinds(std::forward<Kind>(what)) {}
  command(const command& other);
  command(command&& other) noexcept;
  command& operator=(const command& other);
  command& operator=(command&& other) noexcept;
  ~command();

  friend bool operator==(const command& one, const command& other);
};

// Reads the body of POST /v1/contacts that has passed its schema; as contact_from_json, with the members that say what
// to do with the contact.
std::expected<take_contact, faults> take_contact_from_json(const nlohmann::json& body, const uuid& id, timestamp now);

// Reads the body of POST /v1/incidents/{id}/grade, {grade, reason_code?, rationale?}; `pointer` stands before the
// pointers of the faults.
std::expected<grade_choice, faults> grade_choice_from_json(const nlohmann::json& body, const std::string& pointer);

} // namespace frontdoor::triage
