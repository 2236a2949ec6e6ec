#include "triage/incident/decide.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "triage/incident/climbing.hpp"
#include "triage/incident/day_one_deciding.hpp"
#include "triage/incident/handoff_fold.hpp"
#include "triage/incident/ladder_fold.hpp"
#include "triage/incident/partners.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/resolving.hpp"
#include "triage/incident/screening_fold.hpp"

namespace frontdoor::triage {

namespace {

using outcome = std::expected<decision, refusal>;

constexpr std::string_view acknowledge_prefix = "acknowledge:";
constexpr std::string_view task_prefix = "task:";

refusal no_incident() {
  return {refusal_kind::not_found, "unknown_incident", "There is no such incident.", "Check the id.", {}};
}

bool blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

outcome decide_grade(const incident& state, const set_grade& command, const context& context) {
  if (auto no = check_choice(context, command.choice, "")) return std::unexpected(*std::move(no));
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  recording record(context, state);
  const auto before = held_grade(context.policy, state.grade);
  if (before && *context.policy.find_grade(command.choice.grade) > *before)
    return decide_lowering(state, command, context);
  if (auto no = record_choice(record, command.choice)) return std::unexpected(*std::move(no));
  settle(record, false);
  record_dispatch(record, before);
  return std::move(record).finish();
}

outcome decide_note(const incident& state, const add_note& command, const context& context) {
  if (blank(command.text)) {
    return std::unexpected(refusal{
        refusal_kind::invalid,
        "empty_note",
        "The note has no words.",
        "Write the note.",
        {{"/text", "empty", "The note has no words.", "Write the note.", {}}}
    });
  }
  recording record(context, state);
  record.add(note_added{record.head(state.id), context.next_id(), note_added::personal_part{command.text}});
  return std::move(record).finish();
}

outcome decide_acknowledgement(const incident& state, const acknowledge_dispatch& command, const context& context) {
  // "Delivered" by machine is not "acknowledged" by a person (domain.md 6.2).
  if (context.actor.kind != actor_kind::person || context.actor.name.empty()) {
    return std::unexpected(refusal{
        refusal_kind::forbidden,
        "named_person_required",
        "Only a named person can acknowledge a dispatch.",
        "Sign in and acknowledge it.",
        {}
    });
  }
  const auto& superseded = state.superseded_dispatches;
  if (std::find(superseded.begin(), superseded.end(), command.dispatch) != superseded.end()) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "dispatch_superseded",
        "The incident became more urgent and was dispatched again.",
        "Acknowledge dispatch " + state.dispatch->id.to_string() + ".",
        {}
    });
  }
  if (!state.dispatch || state.dispatch->id != command.dispatch ||
      state.dispatch->state == dispatch_state::stood_down) {
    return std::unexpected(
        refusal{refusal_kind::not_found, "unknown_dispatch", "The incident has no such dispatch.", "Check the id.", {}}
    );
  }
  if (command.officer) {
    if (auto no = check_recorded(context, *command.officer)) return std::unexpected(*std::move(no));
  }
  recording record(context, state);
  const auto& dispatch = *state.dispatch;
  // Whoever has it on a console, a colleague may still record that it was said.
  const bool word_owed = command.officer && dispatch.voice == voice_state::owed;
  if (dispatch.state != dispatch_state::acknowledged) {
    record.add(dispatch_acknowledged{record.head(state.id), dispatch.id});
  } else if (dispatch.acknowledged_by != context.actor.name && !word_owed) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "already_acknowledged",
        dispatch.acknowledged_by.value_or("Someone") + " acknowledged it at " +
            to_rfc3339(dispatch.acknowledged_at.value_or(timestamp{})) + ".",
        "Nothing is left to do.",
        {}
    });
  }
  if (command.officer) record_voice(record, *command.officer);
  return std::move(record).finish();
}

// Both servers of a pair may fire the same timer, and a timer may be overtaken while it waits; only the one that the
// state still holds has an effect.
outcome decide_timer(const incident& state, const fire_timer& command, const context& context) {
  recording record(context, state);
  const auto pending = timers(state);
  const auto due = std::find_if(pending.begin(), pending.end(), [&](const timer& one) {
    return one.key == command.key && one.generation == command.generation && one.due_at <= context.now;
  });
  if (due != pending.end() && command.key.starts_with(acknowledge_prefix)) {
    record.add(dispatch_overdue{record.head(state.id), state.dispatch->id, state.dispatch->acknowledge_by});
  } else if (due != pending.end() && command.key.starts_with(task_prefix)) {
    if (const auto id = uuid::parse(std::string_view(command.key).substr(task_prefix.size()))) fire_task(record, *id);
  }
  if (due != pending.end() && command.key.starts_with(handoff_timer)) {
    if (const auto id = uuid::parse(std::string_view(command.key).substr(handoff_timer.size())))
      fire_handoff(record, *id);
  }
  if (due != pending.end() && command.key.starts_with(referral_timer)) {
    if (const auto id = uuid::parse(std::string_view(command.key).substr(referral_timer.size())))
      fire_referral(record, *id);
  }
  if (due != pending.end() && command.key == job_timer) fire_job(record);
  if (due != pending.end() && command.key.starts_with(message_timer)) {
    if (const auto id = uuid::parse(std::string_view(command.key).substr(message_timer.size())))
      fire_message(record, *id);
  }
  if (due != pending.end() && command.key == ladder_timer) fire_ladder(record);
  if (due != pending.end() && command.key.starts_with(appointment_timer)) {
    if (const auto id = uuid::parse(std::string_view(command.key).substr(appointment_timer.size())))
      return fire_appointment(state, *id, context);
  }
  if (due != pending.end() && command.key == crime_timer) record_late_crimes(record);
  return std::move(record).finish();
}

struct decider {
  const std::optional<incident>& state;
  const triage::context& context;

  outcome operator()(const take_contact& command) const { return decide_contact(state, command, context); }
  outcome operator()(const set_grade& command) const { return decide_grade(*state, command, context); }
  outcome operator()(const add_note& command) const { return decide_note(*state, command, context); }
  outcome operator()(const acknowledge_dispatch& command) const {
    return decide_acknowledgement(*state, command, context);
  }
  outcome operator()(const fire_timer& command) const { return decide_timer(*state, command, context); }
  outcome operator()(const add_facts_command& command) const { return decide_facts(*state, command, context); }
  outcome operator()(const withdraw_facts& command) const { return decide_withdrawal(*state, command, context); }
  outcome operator()(const end_call& command) const { return decide_call_end(*state, command, context); }
  outcome operator()(const decide_approval& command) const { return decide_on_approval(*state, command, context); }
  outcome operator()(const change_response& command) const { return decide_response(*state, command, context); }
  outcome operator()(const code_incident& command) const { return decide_coding(*state, command, context); }
  outcome operator()(const activate_job& command) const { return decide_activation(*state, command, context); }
  outcome operator()(const record_need& command) const { return decide_need(*state, command, context); }
  outcome operator()(const send_message& command) const { return decide_message(*state, command, context); }
  outcome operator()(const report_message& command) const { return decide_report(*state, command, context); }
  outcome operator()(const start_task& command) const { return decide_task_start(*state, command, context); }
  outcome operator()(const attempt_task& command) const { return decide_attempt(*state, command, context); }
  outcome operator()(const complete_task& command) const { return decide_completion(*state, command, context); }
  outcome operator()(const close_incident& command) const { return decide_closing(*state, command, context); }
  outcome operator()(const reopen_incident& command) const { return decide_reopening(*state, command, context); }
  outcome operator()(const request_handoff& command) const { return decide_handoff(*state, command, context); }
  outcome operator()(const answer_handoff& command) const { return decide_handoff_answer(*state, command, context); }
  outcome operator()(const report_referral& command) const { return decide_referral_report(*state, command, context); }
  outcome operator()(const defer_incident& command) const { return decide_deferral(*state, command, context); }
  outcome operator()(const report_unit& command) const { return decide_unit(*state, command, context); }
  outcome operator()(const declare_unresourced& command) const { return decide_unresourced(*state, command, context); }
  outcome operator()(const acknowledge_escalation& command) const {
    return decide_escalation(*state, command, context);
  }
  outcome operator()(const leave_desk& command) const { return decide_leaving(*state, command, context); }
  outcome operator()(const change_shift& command) const { return decide_shift_change(*state, command, context); }
  outcome operator()(const agree_to_pathway& command) const { return decide_agreement(*state, command, context); }
  outcome operator()(const resolve_by_pathway& command) const { return decide_resolution(*state, command, context); }
  outcome operator()(const note_return& command) const { return decide_return(*state, command, context); }
  outcome operator()(const end_appointment& command) const { return decide_appointment_end(*state, command, context); }
  outcome operator()(const link_incident& command) const { return decide_link(*state, command, context); }
  outcome operator()(const unlink_incident& command) const { return decide_unlink(*state, command, context); }
  outcome operator()(const return_from_outage& command) const { return decide_outage_return(*state, command, context); }
};

} // namespace

std::expected<decision, refusal>
decide(const std::optional<incident>& state, const command& command, const context& context) {
  if (!state && !holds_alternative<take_contact>(command)) return std::unexpected(no_incident());
  auto made = visit(decider{state, context}, command);
  if (!made) return made;
  const bool linked = state && state->status == incident_status::linked;
  if (linked && made->incident && made->others.empty()) made = pass_on(*state, *std::move(made), context);
  return with_ladder(woken(with_steps(*std::move(made), context), context), context);
}

} // namespace frontdoor::triage
