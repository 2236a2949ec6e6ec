// Putting off is counted and comes back by itself (lessons.md R02). Grade and clock stay as they are.

#include <algorithm>
#include <utility>

#include "triage/incident/refusing.hpp"

#include "triage/incident/partners.hpp"

namespace frontdoor::triage {

namespace {

bool escalates(const deferral_rules& rules, const incident& state, std::uint32_t count) {
  return std::ranges::any_of(rules.escalates, [&](const deferral_limit& one) {
    return count >= one.from && state.grade && std::ranges::find(one.grades, state.grade->grade) != one.grades.end();
  });
}

} // namespace

outcome_of_decision decide_deferral(const incident& state, const defer_incident& command, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  if (auto no = check_person(context, "put an incident off")) return std::unexpected(*std::move(no));
  const auto& rules = context.policy.working.deferral;
  if (!has_code(rules.reasons, command.reason_code)) {
    return std::unexpected(invalid(
        "/reason_code", "unknown_reason_code", "The policy has no such reason.", "Take one of the policy's reasons."
    ));
  }
  if (command.review_at <= context.now || command.review_at > context.now + rules.review_within) {
    return std::unexpected(invalid(
        "/review_at", "out_of_range", "It is not a time at which this can be reviewed.",
        "Take one from now to " + to_iso8601(rules.review_within) + " ahead."
    ));
  }
  recording record(context, state);
  const auto count = state.partners.deferrals + 1;
  record.add(incident_deferred{record.head(state.id), command.reason_code, command.review_at, count});
  if (const auto* earlier = open_task(state, task_kind::deferral_review))
    lapse_task(record, earlier->id, "deferred_again");
  record_task(record, task_kind::deferral_review, std::nullopt, command.review_at);
  if (escalates(rules, state, count)) record_task(record, task_kind::deferral_escalation);
  return std::move(record).finish();
}

} // namespace frontdoor::triage
