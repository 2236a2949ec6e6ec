#pragma once
// Decisions of everyday work (practice.md 16, 17), for the sources of this folder.

#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

// Refusals: unknown_category, unknown_qualifier, unknown_disposal, nothing_said (invalid), named_person_required
// (forbidden), opening_code_stands, incident_closed (conflict).
outcome_of_decision decide_coding(const incident& state, const code_incident& command, const context& context);

// Refusals: named_person_required (forbidden), not_planned, incident_closed (conflict).
outcome_of_decision decide_activation(const incident& state, const activate_job& command, const context& context);

// Refusals: unknown_need, language_missing (invalid), no_such_need (not_found), incident_closed (conflict).
outcome_of_decision decide_need(const incident& state, const record_need& command, const context& context);

// Refusals: message_empty, message_too_long (invalid), named_person_required (forbidden), unknown_contact (not_found),
// no_messages, no_number, not_safe_to_text (conflict).
outcome_of_decision decide_message(const incident& state, const send_message& command, const context& context);

// Refusals: machine_only (forbidden), unknown_message (not_found). A report that has been overtaken changes nothing.
outcome_of_decision decide_report(const incident& state, const report_message& command, const context& context);

// ---- taking a contact

// Refusals: unknown_job_kind, out_of_range, planning_needs_new_incident, emergency_not_planned (invalid),
// named_person_required (forbidden); unknown_need, language_missing (invalid).
refused check_plan(const context& context, const take_contact& command);
refused check_need(const context& context, const stated_need& need, const std::string& pointer);

// Right after the contact was linked: that it came from a test line, what its caller needs.
void record_contact_work(recording& record, const take_contact& command);
// Before the assessment of a new incident: that it is planned.
void record_plan(recording& record, const take_contact& command);
// After it: what is urgent now is not planned. Refusal: too_urgent_to_plan (conflict).
refused check_plan_holds(const recording& record);

// Codes proposed on these facts, as POST /v1/contacts answers them: {category, name, theme, qualifiers[]}; null: none.
document propose_coding(const context& context, const incident& state, const fact_set& facts);

// ---- closing

// What the outcome needs besides: another force's yes, test lines, somebody who has not taken the contact.
void add_outcome_guards(const context& context, const incident& state, const outcome_rule& rule, faults& found);

// The codes with which the incident closes; what is missing or contradicts the crimes decided is added to `found`. None
// where the pack codes nothing, or nothing is to be recorded.
std::optional<incident_coded>
coding_at_closing(const context& context, const incident& state, const close_incident& command, faults& found);

// Whether each code that is named exists. Refusals: unknown_category, unknown_qualifier, unknown_disposal (invalid).
refused check_codes(const context& context, const nsir_choice& choice, const std::string& pointer);

// ---- timers, and what follows by itself

// The time of a planned job has come.
void fire_job(recording& record);
// A message is to be sent, or its gateway has not answered.
void fire_message(recording& record, const uuid& message);

// A planned job whose grade turned out to be an open risk is work now (design: the machine may raise).
decision woken(decision made, const context& context);

} // namespace frontdoor::triage
