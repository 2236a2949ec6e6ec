// Appointments as their incident keeps them: reminded in time, and a slot that nobody kept is owed to somebody
// (lessons.md R04). The diary's own part, the places, is in diary.cpp.

#include <algorithm>
#include <utility>

#include "triage/incident/resolving.hpp"

namespace frontdoor::triage {

namespace {

using outcome = outcome_of_decision;

// Whoever works on the reminder or on the missed slot of that appointment has nothing left to do.
void lapse_appointment_tasks(recording& record, const uuid& appointment, const std::string& reason) {
  const auto tasks = record.state().tasks;
  for (const auto& one : tasks) {
    const bool ours = one.kind == task_kind::appointment_reminder || one.kind == task_kind::appointment_missed;
    if (one.state == task_state::open && one.about == appointment && ours) lapse_task(record, one.id, reason);
  }
}

// A slot that was not kept is a broken promise: somebody finds another one, and somebody tells the caller.
void record_missed_tasks(recording& record, const uuid& appointment) {
  record_task(record, task_kind::appointment_missed, appointment);
  record_task(record, task_kind::tell_caller, appointment);
}

} // namespace

refused check_appointment(const incident& state, const uuid& id) {
  const auto* one = find_appointment(state, id);
  if (one == nullptr) {
    return refusal{
        refusal_kind::not_found, "unknown_appointment", "The incident has no such appointment.", "Check the id.", {}
    };
  }
  if (standing(*one)) return std::nullopt;
  return refusal{
      refusal_kind::conflict,
      "appointment_ended",
      "The appointment has ended: " + std::string(to_string(one->state)) + ".",
      "Book another one if need be.",
      {}
  };
}

void record_booking(
    recording& record, const uuid& appointment, const booked_slot& slot, const std::optional<std::string>& note
) {
  const auto& rules = record.context().policy.working.screening.appointments;
  record.add(appointment_booked{
      record.head(record.state().id), appointment, slot, slot.starts_at - rules.remind_before,
      slot.ends_at + rules.missed_after, sealed(note)
  });
  // One that replaces a missed slot ends what was owed for that.
  if (const auto* missed = open_task(record.state(), task_kind::appointment_missed))
    lapse_task(record, missed->id, "booked_again");
}

void record_move(
    recording& record, const uuid& appointment, const booked_slot& slot, const std::string& reason_code,
    const std::optional<std::string>& note
) {
  const auto& rules = record.context().policy.working.screening.appointments;
  record.add(appointment_moved{
      record.head(record.state().id), appointment, slot, slot.starts_at - rules.remind_before,
      slot.ends_at + rules.missed_after, reason_code, sealed(note)
  });
  lapse_appointment_tasks(record, appointment, "appointment_moved");
}

void record_cancelling(
    recording& record, const uuid& appointment, const std::string& reason_code, const std::optional<std::string>& note
) {
  record.add(appointment_cancelled{record.head(record.state().id), appointment, reason_code, sealed(note)});
  lapse_appointment_tasks(record, appointment, "appointment_cancelled");
  // What was promised is not so any more.
  record_task(record, task_kind::tell_caller, appointment);
}

outcome decide_appointment_end(const incident& state, const end_appointment& command, const context& context) {
  if (auto no = check_person(context, "say what became of an appointment")) return std::unexpected(*std::move(no));
  if (auto no = check_appointment(state, command.appointment)) return std::unexpected(*std::move(no));
  const auto* one = find_appointment(state, command.appointment);
  if (context.now < one->slot.starts_at) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "appointment_not_begun",
        "The slot begins at " + to_rfc3339(one->slot.starts_at) + ".",
        "Move it, cancel it, or wait.",
        {}
    });
  }
  recording record(context, state);
  record.add(appointment_ended{record.head(state.id), command.appointment, command.kept, sealed(command.note)});
  lapse_appointment_tasks(record, command.appointment, command.kept ? "appointment_kept" : "appointment_missed");
  if (!command.kept) record_missed_tasks(record, command.appointment);
  return std::move(record).finish();
}

decision fire_appointment(const incident& state, const uuid& id, const context& context) {
  recording record(context, state);
  const auto* found = find_appointment(state, id);
  if (found == nullptr || !standing(*found)) return std::move(record).finish();
  const auto one = *found;
  const bool reminder = one.state == appointment_state::booked && context.now < one.slot.starts_at;
  if (reminder)
    record.add(appointment_reminder_due{record.head(state.id), id});
  else if (context.now >= one.missed_at)
    record.add(appointment_ended{record.head(state.id), id, false, std::nullopt});
  else // too late to remind anybody; it is still looked at when its time is over
    record.add(appointment_reminder_due{record.head(state.id), id});
  const auto open = [&](recording& where) {
    if (where.state().status == incident_status::closed)
      record_reopening(where, "appointment_due", std::nullopt, context.now, std::nullopt);
    if (reminder)
      record_task(where, task_kind::appointment_reminder, id, one.slot.starts_at);
    else if (context.now >= one.missed_at)
      record_missed_tasks(where, id);
  };
  if (state.status != incident_status::linked || context.others.empty()) {
    open(record);
    return std::move(record).finish();
  }
  auto made = std::move(record).finish();
  recording survivor(context, context.others.back());
  open(survivor);
  auto more = std::move(survivor).finish();
  if (more.events.empty()) return made;
  std::ranges::move(more.events, std::back_inserter(made.events));
  made.others.push_back(*std::move(more.incident));
  return made;
}

void record_promise(recording& record, timestamp due_at, const std::string& owner) {
  const auto& context = record.context();
  const auto* rule = context.policy.working.find_task(task_kind::pathway_promise);
  if (rule == nullptr) return;
  task_opened e;
  e.head = record.head(record.state().id);
  e.task = context.next_id();
  e.kind = rule->kind;
  e.owner = owner;
  e.due_at = due_at;
  record.add(std::move(e));
}

refused record_closing_by_pathway(recording& record, const std::string& rationale) {
  const auto& context = record.context();
  const auto& outcomes = context.policy.working.outcomes;
  const auto rule = std::ranges::find(outcomes, pathway_record::always, &outcome_rule::record);
  if (rule == outcomes.end()) {
    return refusal{
        refusal_kind::conflict,
        "unknown_outcome",
        "The policy has no outcome for a pathway.",
        "Close it with POST /v1/incidents/{id}/closure.",
        {}
    };
  }
  if (auto no = check_own_words(context, rationale, "/close")) return no;
  if (auto open = open_items(context, record.state(), &*rule); !open.empty()) {
    return refusal{
        refusal_kind::conflict, "still_open", "Something still stands open on this incident.",
        "Do what is listed, or leave close out and close it later.", std::move(open)
    };
  }
  record.add(incident_closed{record.head(record.state().id), rule->code, sealed_words{rationale}});
  return std::nullopt;
}

} // namespace frontdoor::triage
