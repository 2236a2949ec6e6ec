// From a dispatch to somebody at the scene: who has taken it on, which unit goes, what was said by radio
// (domain.md 6.2). What a machine has delivered is no person's acknowledgement, and silence alone never counts as
// assigned.

#include <algorithm>
#include <utility>

#include "triage/incident/climbing.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage {

namespace {

using outcome = outcome_of_decision;

bool ends_badly(unit_state state) {
  return state == unit_state::refused || state == unit_state::released;
}

refusal unknown_reason(const std::vector<coded_text>& known) {
  const auto remedy = use_one_of(known, &coded_text::code);
  const std::string detail = "The policy has no such reason here.";
  return {
      refusal_kind::invalid,
      "unknown_reason_code",
      detail,
      remedy,
      {{"/reason_code", "unknown_reason_code", detail, remedy, {}}}
  };
}

refused check_report(const incident& state, const report_unit& command, const context& context) {
  if (!command.own_word) {
    if (auto no = check_person(context, "report a unit")) return no;
  }
  if (state.status == incident_status::linked) return linked_elsewhere(state);
  if (command.officer) {
    if (auto no = check_recorded(context, *command.officer)) return no;
  }
  const auto& reasons = context.policy.working.ladder.unit_reasons;
  const bool reason_of_force = command.own_word || command.diverted_to;
  if (ends_badly(command.state) && !reason_of_force &&
      (!command.reason_code || !has_code(reasons, *command.reason_code)))
    return unknown_reason(reasons);
  const bool known = std::ranges::find(state.units, command.unit, &unit_on_incident::unit) != state.units.end();
  if (known || state.units.size() < units_max) return std::nullopt;
  return refusal{
      refusal_kind::conflict,
      "too_many_units",
      "The incident has " + std::to_string(units_max) + " units.",
      "Report this one on another incident, or declare a major incident.",
      {}
  };
}

// The unit that it had was sent elsewhere, or has left: nobody can be sent, as a dispatcher would say it (lessons.md
// R02).
void record_left_without(recording& record, const char* reason_code) {
  const auto& state = record.state();
  if (state.status != incident_status::open || resourced(state) || state.ladder.unresourced_at) return;
  record.add(incident_unresourced{record.head(state.id), reason_code});
}

// A unit that was sent by somebody shows that somebody has taken the dispatch on.
bool shows_taken(unit_state state) {
  return !ends_badly(state);
}

} // namespace

refused check_recorded(const context& context, const named_officer& officer) {
  if (officer.means != "radio" && officer.means != "phone") {
    const std::string detail = "An officer is heard by radio or phone.";
    return refusal{
        refusal_kind::invalid,
        "unknown_means",
        detail,
        "Say radio or phone.",
        {{"/officer/means", "unknown_means", detail, "Say radio or phone.", {}}}
    };
  }
  const auto& recorders = context.policy.working.recorders;
  if (std::ranges::find(recorders, context.actor.role) != recorders.end()) return std::nullopt;
  return refusal{
      refusal_kind::forbidden,
      "recording_not_yours",
      "Your role does not record what an officer says.",
      "Ask somebody at a console to record it.",
      {}
  };
}

void record_taken(recording& record) {
  const auto& dispatch = record.state().dispatch;
  if (!dispatch) return;
  if (dispatch->state == dispatch_state::pushed || dispatch->state == dispatch_state::overdue)
    record.add(dispatch_acknowledged{record.head(record.state().id), dispatch->id});
}

void record_voice(recording& record, const named_officer& officer) {
  const auto& dispatch = record.state().dispatch;
  if (!dispatch || dispatch->voice != voice_state::owed) return;
  record.add(dispatch_voiced{record.head(record.state().id), dispatch->id, officer.means, sealed_words{officer.name}});
}

outcome decide_unit(const incident& state, const report_unit& command, const context& context) {
  if (auto no = check_report(state, command, context)) return std::unexpected(*std::move(no));
  recording record(context, state);
  const auto known = std::ranges::find(state.units, command.unit, &unit_on_incident::unit);
  if (known != state.units.end() && known->state() == command.state) return std::move(record).finish();
  unit_reported e;
  e.head = record.head(state.id);
  e.unit = command.unit;
  e.state = command.state;
  if (ends_badly(command.state)) e.reason_code = command.reason_code;
  if (command.officer) {
    e.means = command.officer->means;
    e.personal = sealed_words{command.officer->name};
  }
  e.sending = command.sending;
  e.diverted_to = command.diverted_to;
  record.add(std::move(e));
  const bool by_person = context.actor.kind == actor_kind::person;
  if (shows_taken(command.state) && by_person) record_taken(record);
  if (command.diverted_to)
    record_left_without(record, "unit_diverted");
  else if (command.own_word && command.state == unit_state::released)
    record_left_without(record, "unit_left");
  if (command.officer && shows_taken(command.state)) record_voice(record, *command.officer);
  return std::move(record).finish();
}

outcome decide_unresourced(const incident& state, const declare_unresourced& command, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  if (auto no = check_person(context, "say that nobody can be sent")) return std::unexpected(*std::move(no));
  const auto& reasons = context.policy.working.ladder.unresourced_reasons;
  if (!has_code(reasons, command.reason_code)) return std::unexpected(unknown_reason(reasons));
  if (resourced(state)) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "unit_accepted",
        "A unit has accepted this incident.",
        "Report the unit as released first, with the reason.",
        {}
    });
  }
  recording record(context, state);
  if (!state.ladder.unresourced_at) record.add(incident_unresourced{record.head(state.id), command.reason_code});
  return std::move(record).finish();
}

outcome decide_leaving(const incident& state, const leave_desk& command, const context& context) {
  if (auto no = check_person(context, "leave the desk")) return std::unexpected(*std::move(no));
  recording record(context, state);
  const auto& dispatch = state.dispatch;
  const bool holds_it = state.status == incident_status::open && dispatch &&
                        dispatch->state == dispatch_state::acknowledged &&
                        dispatch->acknowledged_by == context.actor.name;
  if (!holds_it) return std::move(record).finish();
  record.add(dispatch_returned{record.head(state.id), dispatch->id, command.reason_code});
  record_dispatch_to_cover(record);
  return std::move(record).finish();
}

} // namespace frontdoor::triage
