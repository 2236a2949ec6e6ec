// What is owed is a task: it has an owner, a time, and an end that the pack lists (lessons.md R04).

#include <algorithm>
#include <utility>

#include "triage/incident/recording.hpp"
#include "triage/incident/working_fold.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage {

namespace {

using outcome = outcome_of_decision;

// The only end of a task whose kind the pack no longer has.
constexpr std::string_view plain_end = "done";

std::expected<task, refusal> find_owed(const incident& state, const uuid& id) {
  const auto* found = find_task(state, id);
  if (found == nullptr) {
    return std::unexpected(
        refusal{refusal_kind::not_found, "unknown_task", "The incident has no such task.", "Check the id.", {}}
    );
  }
  if (found->state == task_state::open) return *found;
  return std::unexpected(refusal{
      refusal_kind::conflict,
      "task_ended",
      "The task has ended: " + found->outcome.value_or("done") + ".",
      "Nothing is left to do.",
      {}
  });
}

refusal unknown_outcome(const std::string& remedy, const char* pointer = "/outcome") {
  const std::string detail = "The policy has no such outcome here.";
  return {refusal_kind::invalid, "unknown_outcome", detail, remedy, {{pointer, "unknown_outcome", detail, remedy, {}}}};
}

// Attempts that lie far enough apart, counted from the first.
std::uint32_t timed_attempts(const task& owed, std::chrono::microseconds apart) {
  std::uint32_t count = 0;
  std::optional<timestamp> last;
  for (const auto& one : owed.attempts) {
    if (last && one.at - *last < apart) continue;
    last = one.at;
    ++count;
  }
  return count;
}

refused check_outcome(const task& owed, const complete_task& command, const task_rule& rule, const context& context) {
  const auto found = std::ranges::find(rule.outcomes, command.outcome, &task_outcome::code);
  if (found == rule.outcomes.end()) return unknown_outcome(use_one_of(rule.outcomes, &task_outcome::code));
  if (!found->roles.empty() && std::ranges::find(found->roles, context.actor.role) == found->roles.end()) {
    return refusal{
        refusal_kind::forbidden,
        "outcome_not_yours",
        "Your role does not end this task as \"" + found->text + "\".",
        "Take another outcome, or ask the supervisor.",
        {}
    };
  }
  const auto made = timed_attempts(owed, found->attempts_apart);
  if (made < found->attempts) {
    return refusal{
        refusal_kind::conflict,
        "attempts_missing",
        "This needs " + std::to_string(found->attempts) + " attempts at least " + to_iso8601(found->attempts_apart) +
            " apart; there are " + std::to_string(made) + ".",
        "Try again and record the attempt.",
        {}
    };
  }
  const bool named =
      command.reason_code && std::ranges::find(found->reasons, *command.reason_code) != found->reasons.end();
  if (!found->reasons.empty() && !named)
    return unknown_outcome(use_one_of(found->reasons, std::identity()), "/reason_code");
  return std::nullopt;
}

} // namespace

outcome decide_task_start(const incident& state, const start_task& command, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  const auto* rule = context.policy.working.find_task(command.kind);
  if (rule == nullptr || !rule->opened_by_people) {
    const std::string detail = "The policy has no such kind of task that people open.";
    return std::unexpected(refusal{
        refusal_kind::invalid,
        "unknown_task_kind",
        detail,
        "Take one of the policy's kinds.",
        {{"/kind", "unknown_task_kind", detail, "Take one of the policy's kinds.", {}}}
    });
  }
  if (const auto* same = open_task(state, command.kind)) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "task_waits_already",
        "A task of this kind is open.",
        "Go on with task " + same->id.to_string() + ".",
        {}
    });
  }
  recording record(context, state);
  task_opened e;
  e.head = record.head(state.id);
  e.task = context.next_id();
  e.kind = rule->kind;
  e.owner = rule->owner;
  // A person may want it sooner, never later than the force's own time.
  e.due_at = std::min(command.due_at.value_or(timestamp::max()), context.now + rule->due_within);
  e.personal = sealed(command.note);
  record.add(std::move(e));
  return std::move(record).finish();
}

outcome decide_attempt(const incident& state, const attempt_task& command, const context& context) {
  const auto owed = find_owed(state, command.task);
  if (!owed) return std::unexpected(owed.error());
  if (auto no = check_person(context, "record an attempt")) return std::unexpected(*std::move(no));
  const auto* rule = context.policy.working.find_task(owed->kind);
  if (rule != nullptr && !has_code(rule->attempts, command.code))
    return std::unexpected(unknown_outcome(use_one_of(rule->attempts, &coded_text::code), "/code"));
  recording record(context, state);
  record.add(task_attempted{record.head(state.id), owed->id, command.code, sealed(command.note)});
  return std::move(record).finish();
}

outcome decide_completion(const incident& state, const complete_task& command, const context& context) {
  const auto owed = find_owed(state, command.task);
  if (!owed) return std::unexpected(owed.error());
  if (auto no = check_person(context, "complete a task")) return std::unexpected(*std::move(no));
  if (owed->kind == task_kind::decide_approval) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "decided_elsewhere",
        "This task ends with the decision on its approval.",
        "Decide on approval " + owed->about.value_or(uuid{}).to_string() + ".",
        {}
    });
  }
  if (const auto* rule = context.policy.working.find_task(owed->kind)) {
    if (auto no = check_outcome(*owed, command, *rule, context)) return std::unexpected(*std::move(no));
  } else if (command.outcome != plain_end) {
    return std::unexpected(unknown_outcome("Use done."));
  }
  recording record(context, state);
  task_completed e;
  e.head = record.head(state.id);
  e.task = owed->id;
  e.outcome = command.outcome;
  e.reason_code = command.reason_code;
  if (owed->kind == task_kind::tell_caller && command.outcome == caller_told)
    e.promise = say_to_caller(context.policy, &state);
  e.personal = sealed(command.note);
  record.add(std::move(e));
  // A promise that was not kept is told (lessons.md R04).
  if (owed->kind == task_kind::pathway_promise && command.outcome == promise_broken)
    record_task(record, task_kind::tell_caller, owed->id);
  if (owed->kind == task_kind::check_condition && command.outcome == condition_failed)
    record_restored_grade(record, "condition_failed");
  return std::move(record).finish();
}

void fire_task(recording& record, const uuid& id) {
  const auto* found = find_task(record.state(), id);
  if (found == nullptr || found->state != task_state::open) return;
  const auto owed = *found;
  const auto* rule = record.context().policy.working.find_task(owed.kind);
  const auto owner = rule != nullptr && !rule->escalates_to.empty() ? rule->escalates_to : owed.owner;
  if (owed.kind != task_kind::check_condition) {
    record.add(task_overdue{record.head(record.state().id), owed.id, owner});
    if (owed.kind == task_kind::pathway_promise) record_task(record, task_kind::tell_caller, owed.id);
    return;
  }
  // Not confirmed in time: the grade before is back, and the task with it is over.
  const auto condition = record.state().condition;
  if (condition) record_restored_grade(record, "condition_lapsed");
  lapse_task(record, owed.id, "condition_lapsed");
}

} // namespace frontdoor::triage
