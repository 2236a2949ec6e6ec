#pragma once
// The rules of an incident: what may be done in a state, and what is recorded when it is.

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "triage/crime/rules.hpp"
#include "triage/fault.hpp"
#include "triage/incident/commands.hpp"
#include "triage/incident/document.hpp"
#include "triage/incident/events.hpp"
#include "triage/incident/incident.hpp"
#include "triage/policy/pack.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// A person who signed in; a part of the system such as a timer; or another organisation's system with a key.
enum class actor_kind : std::uint8_t { person, machine, integrator };

struct actor {
  std::string name; // as the log writes it: "user:jsmith", "key:ambulance", "system:timer"
  actor_kind kind = actor_kind::machine;
  std::string role; // what a role may do at all is decided before a command gets here; the pack's matrix asks for it

  friend bool operator==(const actor&, const actor&) = default;
};

// What a decision may know besides state and command. `policy` must outlive the call.
struct context {
  timestamp now;
  std::function<uuid()> next_id;
  triage::actor actor;
  const policy_pack& policy;
  // The open incidents by grade at this moment, kept with a lowering; may be empty.
  std::function<document()> resource_position = {};
  const crime::rules* crimes = nullptr; // read for the facts of `policy`; none: no crimes are proposed
  // Of a linked incident: its survivor, that one's survivor, and so on; of a command on a link: the other incident.
  std::span<const incident> others = {};
};

// What the taker of a contact is told.
struct contact_result {
  uuid id;
  std::optional<contact_outcome> outcome;
  bool promoted = false;
  bool joined = false;
  document assessment; // as POST /v1/contacts answers it, with questions and what-ifs
  std::string say_to_caller;
  document crimes;             // the crimes proposed, as POST /v1/contacts answers them; null: none
  document nsir = {};          // the codes proposed, as POST /v1/contacts answers them; null: none
  document separate_risk = {}; // what it tells of that is another event than the incident it joined; null: nothing

  friend bool operator==(const contact_result&, const contact_result&) = default;
};

// What is to be appended, all or none. No events: the command changes nothing and is no fault (a timer that was
// superseded, an acknowledgement given twice by the same person).
struct decision {
  std::vector<event> events;                 // in order; those of the contact's stream and of the incident's
  std::optional<triage::incident> incident;  // after these events; none where a contact makes none
  std::optional<contact_result> contact;     // for take_contact
  std::vector<triage::incident> others = {}; // those of the context that these events changed
};

// Gives a contact that was taken while the record could not be reached, and the incident it opened, the number that its
// caller is told (lessons.md R21).
void number_temporarily(decision& taken, const std::string& number);

enum class refusal_kind : std::uint8_t {
  invalid,          // the command itself is at fault
  forbidden,        // not for this kind of actor
  not_found,        // what it speaks of does not exist
  conflict,         // not in this state
  version_required, // it must say which version of the incident it was made on
  stale             // it was made on a version that is not the present one
};

// Why nothing is recorded, and what to do. Never holds personal data.
struct refusal {
  refusal_kind kind = refusal_kind::invalid;
  std::string code; // stable, snake_case
  std::string detail;
  std::string remedy;
  triage::faults faults;

  friend bool operator==(const refusal&, const refusal&) = default;
};

// `state` is that of the incident the command is for: of the incident to join for take_contact, none for a new one.
// Pure but for `context.next_id`, which is called for each new id in order. Refusals by code:
//   unknown_partner, dispute_without_decline, out_of_range, invalid_facts, unknown_grade, unknown_reason_code,
//   grade_without_incident, empty_note, nothing_said, lowering_incomplete, own_words_required, unknown_outcome,
//   unknown_task_kind, unknown_post, unknown_means    (invalid) escalation_not_yours, not_this_partner,
//   outcome_not_yours, named_person_required, lowering_not_yours, own_request, approval_not_yours, not_the_author,
//   closing_not_yours, recording_not_yours (forbidden) unknown_incident, unknown_dispatch, unknown_contact,
//   unknown_statement, unknown_approval, unknown_task, unknown_handoff, unknown_escalation (not_found) version_required
//   (version_required) stale_version (stale) lowering_not_allowed, barred_by_exclusion, starred_facts_not_asked,
//   call_is_live, approval_waiting, approval_decided, already_approved, no_approval_waiting, already_acknowledged,
//   dispatch_superseded, too_late_to_withdraw, fact_given_by_another, task_ended, attempts_missing, decided_elsewhere,
//   task_waits_already, handed_back_to_sender, handoff_waits_already, handoff_ended, nobody_attending, unit_accepted,
//   too_many_units, right_care_barred, sender_grade_held, still_open, incident_closed, incident_open (conflict)
// of everyday work (practice.md 16, 17): unknown_category, unknown_qualifier, unknown_disposal, unknown_need,
// language_missing, unknown_job_kind, planning_needs_new_incident, emergency_not_planned, message_empty,
// message_too_long (invalid), machine_only (forbidden), no_such_need, unknown_message (not_found), opening_code_stands,
// too_urgent_to_plan, not_planned, no_messages, no_number, not_safe_to_text (conflict)
// of referrals to a service's own system: service_request_missing, not_electronic, told_twice, unknown_service_code,
// place_missing (invalid)
// of early resolution: unknown_pathway, pathway_incomplete (invalid), authority_not_yours (forbidden),
// unknown_appointment (not_found), pathway_barred, authority_needed, nothing_to_agree, appointment_ended,
// appointment_not_begun (conflict)
// and of links: same_incident (invalid), no_such_link (not_found), incident_linked, survivor_closed, survivor_linked
// (conflict).
std::expected<decision, refusal>
decide(const std::optional<incident>& state, const command& command, const context& context);

} // namespace frontdoor::triage
