#include "triage/incident/screening_fold.hpp"

#include <algorithm>

#include "triage/incident/working_fold.hpp"

namespace frontdoor::triage {

namespace {

appointment* find_changing_appointment(incident& state, const uuid& id) {
  auto& list = state.screening.appointments;
  const auto found = std::ranges::find(list, id, &appointment::id);
  return found == list.end() ? nullptr : &*found;
}

} // namespace

void fold(incident& state, const pathway_agreed& e) {
  auto& list = state.screening.agreements;
  std::erase_if(list, [&](const pathway_agreement& one) { return one.subject == e.subject; });
  list.push_back({e.subject, e.agreed, e.exclusions, e.post, e.head.actor, e.means.has_value(), e.head.occurred_at});
}

void fold(incident& state, const pathway_resolved& e) {
  early_resolution now;
  now.pathway = e.pathway;
  now.by = e.head.actor;
  now.at = e.head.occurred_at;
  now.exclusions = e.exclusions;
  now.person = e.person;
  now.history = e.history;
  now.owner = e.owner;
  now.due_at = e.due_at;
  now.handoff = e.handoff;
  now.appointment = e.appointment;
  now.problem = e.problem;
  state.screening.resolution = std::move(now);
  state.pathway = e.pathway;
  // The caller was told in the same breath, whatever had been promised before.
  if (!e.promise.empty()) promise(state, e.promise, e.head.occurred_at, true);
}

void fold(incident& state, const pathway_returned& e) {
  state.screening.returns.push_back({e.earlier, e.contact, e.pathway, e.within_days});
}

void fold(incident& state, const appointment_booked& e) {
  state.screening.appointments.push_back(
      {e.appointment, e.slot, appointment_state::booked, e.remind_at, e.missed_at, state.version}
  );
}

void fold(incident& state, const appointment_moved& e) {
  appointment* one = find_changing_appointment(state, e.appointment);
  if (one == nullptr) return;
  *one = {e.appointment, e.slot, appointment_state::booked, e.remind_at, e.missed_at, state.version};
}

void fold(incident& state, const appointment_cancelled& e) {
  if (appointment* one = find_changing_appointment(state, e.appointment)) one->state = appointment_state::cancelled;
}

void fold(incident& state, const appointment_reminder_due& e) {
  appointment* one = find_changing_appointment(state, e.appointment);
  if (one == nullptr || one->state != appointment_state::booked) return;
  one->state = appointment_state::reminded;
  one->generation = state.version;
}

void fold(incident& state, const appointment_ended& e) {
  if (appointment* one = find_changing_appointment(state, e.appointment))
    one->state = e.kept ? appointment_state::kept : appointment_state::missed;
}

void fold(incident& state, const problem_linked& e) {
  auto& list = state.screening.problems;
  if (std::ranges::find(list, e.problem) == list.end()) list.push_back(e.problem);
}

void add_appointment_timers(const incident& state, std::vector<timer>& out) {
  for (const auto& one : state.screening.appointments) {
    if (!standing(one)) continue;
    const auto due = one.state == appointment_state::booked ? one.remind_at : one.missed_at;
    out.push_back({std::string(appointment_timer) + one.id.to_string(), due, one.generation});
  }
}

} // namespace frontdoor::triage
