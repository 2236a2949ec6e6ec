#pragma once
// What the deciding sources of this folder share about early resolution and appointments.

#include <optional>
#include <string>

#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

outcome_of_decision decide_agreement(const incident& state, const agree_to_pathway& command, const context& context);
outcome_of_decision decide_resolution(const incident& state, const resolve_by_pathway& command, const context& context);
outcome_of_decision decide_return(const incident& state, const note_return& command, const context& context);
outcome_of_decision
decide_appointment_end(const incident& state, const end_appointment& command, const context& context);

// Whether the appointment is still to come; the refusal where it is not.
refused check_appointment(const incident& state, const uuid& appointment);

// The incident's part of what is done in a diary.
void record_booking(
    recording& record, const uuid& appointment, const booked_slot& slot, const std::optional<std::string>& note
);
void record_move(
    recording& record, const uuid& appointment, const booked_slot& slot, const std::string& reason_code,
    const std::optional<std::string>& note
);
void record_cancelling(
    recording& record, const uuid& appointment, const std::string& reason_code, const std::optional<std::string>& note
);

// The timer of an appointment that fell due: its reminder, or that nobody has said that it was kept. What is owed by a
// duplicate is opened on its survivor.
decision fire_appointment(const incident& state, const uuid& appointment, const context& context);

// The task to keep a promise, with its own time and owner.
void record_promise(recording& record, timestamp due_at, const std::string& owner);

// Closes by the outcome that stands for a pathway; what still stands open is refused as in closing.
refused record_closing_by_pathway(recording& record, const std::string& rationale);

// What exclusions and a record that is missing say against closing with that outcome (practice.md 4; domain.md 3.4).
void add_early_closing(const context& context, const incident& state, const outcome_rule& rule, faults& found);
// An appointment that is still to come keeps the incident open.
void add_appointments(const incident& state, faults& found);

} // namespace frontdoor::triage
