// Nothing leaves the board with its risk unanswered (lessons.md R05), and the gate can always be satisfied
// (practice.md 10): everything that stands open is named, each with what ends it.

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/incident/assessing.hpp"
#include "triage/incident/day_one_deciding.hpp"
#include "triage/incident/partners.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/resolving.hpp"
#include "triage/incident/working_fold.hpp"

namespace frontdoor::triage {

namespace {

using outcome = outcome_of_decision;

// What has to be answered for a closing by a pathway with questions of its own (practice.md 5); else nullptr.
const pathway_rule* asks_its_own(const context& context, const incident& state, const outcome_rule* rule) {
  if (rule == nullptr || rule->record == pathway_record::never || !resolution_holds(context.policy, state))
    return nullptr;
  const auto* pathway = context.policy.working.screening.find_pathway(state.screening.resolution->pathway);
  return pathway == nullptr || pathway->asks.empty() ? nullptr : pathway;
}

// Starred facts that nobody has answered. Asked without an answer is not one; "not establishable", with a reason, is.
void add_unanswered(const context& context, const incident& state, const outcome_rule* rule, faults& found) {
  if (asks_its_own(context, state, rule) != nullptr) return; // they are answered, else it would not hold
  const auto& vocabulary = context.policy.facts;
  const auto facts = latest_facts(vocabulary, state.facts);
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const auto& fact = vocabulary[i];
    if (!fact.starred || facts.known(i)) continue;
    if (std::ranges::find(state.set_aside, fact.key, &set_aside_fact::fact) != state.set_aside.end()) continue;
    found.push_back(
        {"/facts/" + fact.key,
         "risk_fact_unanswered",
         "\"" + fact.label + "\" has no answer.",
         "Ask it, or say why it is not establishable.",
         {}}
    );
  }
}

// Whether the facts as they stand still propose a grade that the pack calls an open risk.
bool risk_is_open(const context& context, const incident& state) {
  const auto& pack = context.policy;
  const auto facts = latest_facts(pack.facts, state.facts);
  const auto proposed = grade(pack, facts);
  if (proposed && contains(pack.working.open_risk_grades, pack.grades.at(*proposed).code)) return true;
  // Somebody not found is at risk whatever the grade (lessons.md R05, R18).
  const auto view = step_view_of(pack, state, facts);
  return std::ranges::any_of(pack.working.open_risk_when, [&](const step_condition& one) { return holds(one, view); });
}

void add_tasks(const context& context, const incident& state, faults& found) {
  for (const auto& one : state.tasks) {
    if (one.state != task_state::open || one.kind == task_kind::decide_approval) continue;
    const auto* rule = context.policy.working.find_task(one.kind);
    const auto text = rule == nullptr ? one.kind : rule->text;
    found.push_back(
        {"/tasks/" + one.id.to_string(),
         "task_open",
         text + ": owed by " + one.owner + " since " + to_rfc3339(one.opened_at) + ".",
         "Complete the task.",
         {}}
    );
  }
}

void add_outcome(const context& context, const incident& state, const outcome_rule& rule, faults& found) {
  if (!rule.resolves_risk && risk_is_open(context, state) && !contains(rule.roles_with_risk, context.actor.role)) {
    found.push_back(
        {"/outcome",
         "risk_open",
         "\"" + rule.text + "\" does not resolve the risk that the facts still show.",
         "Find out and record what is so now, or close with an outcome that resolves the risk.",
         {}}
    );
  }
  const bool told = state.promise && state.promise->after_change;
  const auto promised =
      state.promise && state.promise->grade ? context.policy.find_grade(*state.promise->grade) : std::nullopt;
  if (rule.caller_to_be_told && !told && promised && context.policy.grades.at(*promised).deploys) {
    found.push_back(
        {"/promise",
         "caller_not_told",
         "The caller was told that somebody comes, and nobody will.",
         "Open a task tell_caller and complete it.",
         {}}
    );
  }
}

// A burst of contacts that nobody has gone to is not closed with words that resolve nothing (practice.md 10); no other
// link blocks closing.
void add_cluster(const context& context, const incident& state, const outcome_rule& rule, faults& found) {
  const auto burst = context.policy.working.links.cluster_from;
  const bool taken_on = state.dispatch && state.dispatch->state == dispatch_state::acknowledged;
  if (burst == 0 || state.contacts.size() < burst || rule.resolves_risk || taken_on) return;
  found.push_back(
      {"/contacts",
       "cluster_unattended",
       std::to_string(state.contacts.size()) + " contacts have told of this, and nobody has taken it on.",
       "Raise it to a grade that is dispatched and have that acknowledged, or take an outcome that resolves the risk.",
       {}}
  );
}

} // namespace

faults open_items(const context& context, const incident& state, const outcome_rule* rule) {
  faults found;
  if (!state.grade) {
    found.push_back({"/grade", "ungraded", "Nobody has chosen a grade.", "Choose one.", {}});
  }
  add_unanswered(context, state, rule, found);
  if (const auto* waiting = waiting_approval(state)) {
    found.push_back(
        {"/approvals/" + waiting->id.to_string(),
         "approval_waiting",
         "Grade " + waiting->to.grade + " waits for approval.",
         "Approve or refuse it.",
         {}}
    );
  }
  add_tasks(context, state, found);
  add_handoffs(context, state, rule, found);
  add_appointments(state, found);
  for (const auto& duty : state.crimes.duties) {
    found.push_back(
        {"/crimes/" + duty.key,
         "crime_undecided",
         "A crime that was told is not decided on.",
         "Record it, or decide that it is none, with POST /v1/incidents/{id}/crimes.",
         {}}
    );
  }
  if (state.dispatch &&
      (state.dispatch->state == dispatch_state::pushed || state.dispatch->state == dispatch_state::overdue)) {
    found.push_back(
        {"/dispatch", "dispatch_not_acknowledged", "Nobody has acknowledged the dispatch.", "Acknowledge it.", {}}
    );
  }
  if (call_is_live(context, state)) {
    found.push_back({"/contacts", "call_is_live", "The caller is still on the line.", "Record the end of the call.", {}}
    );
  }
  if (rule != nullptr) {
    add_outcome(context, state, *rule, found);
    add_cluster(context, state, *rule, found);
    add_outcome_guards(context, state, *rule, found);
    add_early_closing(context, state, *rule, found);
  }
  return found;
}

outcome decide_closing(const incident& state, const close_incident& command, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  if (auto no = check_person(context, "close an incident")) return std::unexpected(*std::move(no));
  if (auto no = check_version(state, command.expected_version)) return std::unexpected(*std::move(no));
  const auto* rule = context.policy.working.find_outcome(command.outcome);
  if (rule == nullptr) {
    const std::string detail = "The policy has no such outcome.";
    return std::unexpected(refusal{
        refusal_kind::invalid,
        "unknown_outcome",
        detail,
        "Take one of the policy's outcomes.",
        {{"/outcome", "unknown_outcome", detail, "Take one of the policy's outcomes.", {}}}
    });
  }
  if (!rule->roles.empty() && !contains(rule->roles, context.actor.role)) {
    return std::unexpected(refusal{
        refusal_kind::forbidden,
        "closing_not_yours",
        "Your role does not close an incident as \"" + rule->text + "\".",
        "Take another outcome, or ask the supervisor.",
        {}
    });
  }
  if (auto no = check_own_words(context, command.rationale, "/rationale")) return std::unexpected(*std::move(no));
  if (auto no = check_codes(context, command.nsir, "/nsir")) return std::unexpected(*std::move(no));
  auto open = open_items(context, state, rule);
  auto codes = coding_at_closing(context, state, command, open);
  if (!open.empty()) {
    return std::unexpected(refusal{
        refusal_kind::conflict, "still_open", "Something still stands open on this incident.",
        "Do what is listed, then close it.", std::move(open)
    });
  }
  recording record(context, state);
  if (codes) {
    codes->head = record.head(state.id);
    record.add(*std::move(codes));
  }
  record.add(incident_closed{record.head(state.id), command.outcome, sealed_words{command.rationale}});
  return std::move(record).finish();
}

void record_reopening(
    recording& record, const std::string& reason_code, std::optional<uuid> contact, timestamp clock_from,
    std::optional<std::string> rationale
) {
  const auto& pack = record.context().policy;
  const auto& state = record.state();
  incident_reopened e;
  e.head = record.head(state.id);
  e.reason_code = reason_code;
  e.contact = contact;
  e.clock_from = clock_from;
  const auto held = held_grade(pack, state.grade);
  if (held && *held < pack.grades.size()) e.target = target_of(pack, *held, clock_from);
  if (rationale) e.personal = sealed_words{*std::move(rationale)};
  record.add(std::move(e));
}

outcome decide_reopening(const incident& state, const reopen_incident& command, const context& context) {
  if (auto no = check_person(context, "reopen an incident")) return std::unexpected(*std::move(no));
  if (state.status == incident_status::open) {
    return std::unexpected(
        refusal{refusal_kind::conflict, "incident_open", "The incident is open.", "Nothing is left to do.", {}}
    );
  }
  if (!has_code(context.policy.working.reopening_reasons, command.reason_code)) {
    const std::string detail = "The policy has no such reason.";
    return std::unexpected(refusal{
        refusal_kind::invalid,
        "unknown_reason_code",
        detail,
        "Take one of the policy's reasons.",
        {{"/reason_code", "unknown_reason_code", detail, "Take one of the policy's reasons.", {}}}
    });
  }
  recording record(context, state);
  record_reopening(record, command.reason_code, std::nullopt, context.now, command.rationale);
  record_dispatch(record, std::nullopt);
  return std::move(record).finish();
}

} // namespace frontdoor::triage
