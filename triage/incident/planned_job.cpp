// Planned jobs (practice.md 17).

#include "triage/incident/planned_job.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/day_one_deciding.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/refusing.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using outcome = outcome_of_decision;

bool open_risk(const context& context, const incident& state) {
  const auto& risky = context.policy.working.open_risk_grades;
  return state.grade && std::ranges::find(risky, state.grade->grade) != risky.end();
}

// Where it is sooner than planned, all clocks run from now: nothing was late before anybody could know. What was joined
// to it meanwhile keeps its earlier clock (lessons.md R08).
void activate(recording& record, const std::string& reason_code) {
  const auto& state = record.state();
  const auto& pack = record.context().policy;
  job_activated e;
  e.head = record.head(state.id);
  e.reason_code = reason_code;
  e.clock_from = std::min({state.clock_from, state.day_one.job->active_from, record.context().now});
  const auto held = held_grade(pack, state.grade);
  if (held && *held < pack.grades.size()) e.target = target_of(pack, *held, e.clock_from);
  record.add(std::move(e));
  record_dispatch(record, std::nullopt);
}

} // namespace

std::optional<job_plan> job_plan_from_json(const json& body, faults& found) {
  const auto at = time_of(body, "active_from");
  if (at) return job_plan{text_of(body, "kind").value_or(""), *at};
  found.push_back(
      {"/planned/active_from", "wrong_format", "This is not a time.", "Write it as 2026-03-01T21:04:11Z.", {}}
  );
  return std::nullopt;
}

json to_json(const planned_job& value) {
  return object_of(
      field{"kind", value.kind}, field{"active_from", to_rfc3339(value.active_from)}, field{"active", value.active}
  );
}

refused check_plan(const context& context, const take_contact& command) {
  if (!command.planned) return std::nullopt;
  if (auto no = check_person(context, "plan a job")) return no;
  const auto& rules = context.policy.day_one.jobs;
  if (command.incident || command.contact_only) {
    return invalid(
        "/planned", "planning_needs_new_incident", "A planned job is an incident of its own.",
        "Leave out incident and contact_only."
    );
  }
  if (command.contact.channel == channel::emergency_999 || command.contact.call_live) {
    return invalid(
        "/planned", "emergency_not_planned", "An emergency call, or one that is going on, is not put off to a plan.",
        "Leave out planned; an appointment is made on the incident."
    );
  }
  if (!has_code(rules.kinds, command.planned->kind)) {
    return invalid(
        "/planned/kind", "unknown_job_kind", "The policy has no such kind of planned job.",
        "Take one of the policy's kinds."
    );
  }
  const auto ahead = command.planned->active_from - context.now;
  if (ahead <= std::chrono::microseconds(0) || ahead > rules.ahead_at_most) {
    return invalid(
        "/planned/active_from", "out_of_range",
        "A job is planned for a time to come, at most " + to_iso8601(rules.ahead_at_most) + " ahead.",
        "Give a time in that range, or leave out planned: it is work now."
    );
  }
  return std::nullopt;
}

void record_plan(recording& record, const take_contact& command) {
  if (!command.planned) return;
  record.add(job_planned{record.head(record.state().id), command.planned->kind, command.planned->active_from});
}

refused check_plan_holds(const recording& record) {
  if (!dormant(record.state()) || !open_risk(record.context(), record.state())) return std::nullopt;
  return refusal{
      refusal_kind::conflict,
      "too_urgent_to_plan",
      "On these facts this is grade " + record.state().grade->grade + ": it does not wait for a plan.",
      "Leave out planned, so that somebody is sent now.",
      {}
  };
}

outcome decide_activation(const incident& state, const activate_job&, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  if (auto no = check_person(context, "bring a job forward")) return std::unexpected(*std::move(no));
  if (!dormant(state)) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "not_planned",
        "The incident does not wait for a planned time.",
        "Nothing is left to do: it is work already.",
        {}
    });
  }
  recording record(context, state);
  activate(record, "brought_forward");
  return std::move(record).finish();
}

void fire_job(recording& record) {
  if (dormant(record.state())) activate(record, "due");
}

decision woken(decision made, const context& context) {
  if (made.events.empty() || !made.incident || !dormant(*made.incident) || !open_risk(context, *made.incident))
    return made;
  recording record(context, std::move(made.incident));
  activate(record, "risk");
  auto more = std::move(record).finish();
  for (auto& e : more.events)
    made.events.push_back(std::move(e));
  made.incident = std::move(more.incident);
  return made;
}

} // namespace frontdoor::triage
