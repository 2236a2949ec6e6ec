// Steps that what is known makes necessary: one mechanism, with the pack saying which and when.

#include <algorithm>
#include <utility>

#include "triage/incident/assessing.hpp"
#include "triage/incident/partners.hpp"

namespace frontdoor::triage {

namespace {

bool triages(const event& e) {
  return holds_alternative<assessed>(e) || holds_alternative<grade_set>(e) || holds_alternative<grade_lowered>(e) ||
         holds_alternative<grade_restored>(e) || holds_alternative<sender_grade_kept>(e) ||
         holds_alternative<incident_reopened>(e) || holds_alternative<incident_deferred>(e);
}

// Once in each life of the incident: what was done before a closing is not done for what came after.
bool had_already(const incident& state, const std::string& kind) {
  return std::ranges::any_of(state.tasks, [&](const task& one) {
    const bool earlier_life = !state.earlier_clocks.empty() && one.opened_at <= state.earlier_clocks.back().closed_at;
    return one.kind == kind && (one.state == task_state::open || !earlier_life);
  });
}

// A slip that was taken back leaves no work behind.
void lapse_withdrawn(recording& record, const step_view& view) {
  const auto& rules = record.context().policy.working.steps;
  const auto tasks = record.state().tasks;
  for (const auto& one : tasks) {
    if (one.state != task_state::open) continue;
    const auto of_task = [&](const step_rule& rule) { return rule.task == one.kind; };
    if (std::ranges::none_of(rules, of_task)) continue;
    const bool still =
        std::ranges::any_of(rules, [&](const step_rule& rule) { return of_task(rule) && applies(rule, view); });
    if (!still) lapse_task(record, one.id, "entered_in_error");
  }
}

// Counts that are high enough propose a problem record to a person (domain.md 3.5). Nothing is lowered by it.
void propose_problem(recording& record, const step_view& view) {
  const auto& state = record.state();
  if (!state.screening.problems.empty() || had_already(state, std::string(task_kind::propose_problem))) return;
  const auto& triggers = record.context().policy.working.screening.problem_triggers;
  const bool wanted = std::ranges::any_of(triggers, [&](const problem_trigger& one) { return holds(one.when, view); });
  if (wanted) record_task(record, task_kind::propose_problem);
}

// The incident with the tasks that it needs now; adds their events. A closed one, or a duplicate that lives on in its
// survivor, needs none.
std::optional<incident>
stepped(std::optional<incident> state, bool withdrawn, std::vector<event>& events, const context& context) {
  if (!state || state->status != incident_status::open) return state;
  const auto& pack = context.policy;
  const auto facts = latest_facts(pack.facts, state->facts);
  const auto before = *state;
  const auto view = step_view_of(pack, before, facts);
  recording record(context, std::move(state));
  if (withdrawn) lapse_withdrawn(record, view);
  for (const auto& rule : pack.working.steps) {
    if (!had_already(record.state(), rule.task) && applies(rule, view)) record_task(record, rule.task);
  }
  propose_problem(record, view);
  auto more = std::move(record).finish();
  for (auto& e : more.events)
    events.push_back(std::move(e));
  return std::move(more.incident);
}

} // namespace

step_view step_view_of(const policy_pack& pack, const incident& state, const fact_set& facts) {
  step_view out{pack.facts, facts, state.flags, {}, std::nullopt, state.partners.deferrals};
  for (const auto& one : state.contacts)
    out.channels.push_back(to_string(one.channel));
  if (state.grade) out.grade = state.grade->grade;
  return out;
}

decision with_steps(decision made, const context& context) {
  const auto& rules = context.policy.working;
  if (rules.steps.empty() && rules.screening.problem_triggers.empty()) return made;
  if (std::ranges::none_of(made.events, triages)) return made;
  const bool withdrawn =
      std::ranges::any_of(made.events, [](const event& e) { return holds_alternative<facts_withdrawn>(e); });
  made.incident = stepped(std::move(made.incident), withdrawn, made.events, context);
  for (auto& other : made.others)
    other = *stepped(std::move(other), withdrawn, made.events, context);
  return made;
}

} // namespace frontdoor::triage
