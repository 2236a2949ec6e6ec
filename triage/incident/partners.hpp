#pragma once
// What the deciding sources of this folder share about partners, steps and deferral.

#include <optional>
#include <string>

#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

// The facts that keep police from stepping back: true, or not known (practice.md 7).
faults right_care_bars(const policy_pack& pack, const incident& state);

// What hand-offs leave open for a closing with that outcome (none: leaving out what only some outcomes need).
void add_handoffs(const context& context, const incident& state, const outcome_rule* rule, faults& found);

outcome_of_decision decide_handoff(const incident& state, const request_handoff& command, const context& context);
outcome_of_decision decide_handoff_answer(const incident& state, const answer_handoff& command, const context& context);
outcome_of_decision decide_deferral(const incident& state, const defer_incident& command, const context& context);

// What the service is told by itself: whether that can be asked, the first of its events, a try or its time-out, and
// what came of a try.
refused check_service_request(const partner_rule& rule, const request_handoff& command);
void record_service_request(recording& record, const uuid& referral, const service_request& request);
void fire_referral(recording& record, const uuid& referral);
outcome_of_decision
decide_referral_report(const incident& state, const report_referral& command, const context& context);

// Ends the open tasks that a hand-off's coming back, or the wait for its receipt, has opened.
void lapse_tasks_about(recording& record, const uuid& handoff, const std::string& reason);

// The timer of a hand-off that is watched.
void fire_handoff(recording& record, const uuid& handoff);

// The organisation that has sent the contact, by its own word or by who brought it.
std::optional<std::string> sender_of(const context& context, const contact& contact);

// Whether what the contact says of its sender can be read.
refused check_sender(const context& context, const contact& contact);

// Keeps the grade and clock that the contact came with.
void record_sender_grade(recording& record, const contact& contact);

// Puts the sender's grade back where it still holds and the grade has fallen below it.
void record_sender_floor(recording& record);

// Refuses a grade less urgent than the sender's while that holds.
refused check_sender_grade(const context& context, const incident& state, std::size_t wanted);

// What steps and other conditions of the pack are decided on; lives as long as the three.
step_view step_view_of(const policy_pack& pack, const incident& state, const fact_set& facts);

// Opens the tasks that what is known now makes necessary, each once a life of the incident; and lapses those that only
// what was entered in error had made necessary.
decision with_steps(decision made, const context& context);

} // namespace frontdoor::triage
