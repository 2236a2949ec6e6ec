#include "triage/incident/problem.hpp"

#include <algorithm>
#include <utility>

#include "triage/incident/assessing.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/partners.hpp"
#include "triage/incident/refusing.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

side_decision<problem_event> one(problem_event e) {
  side_decision<problem_event> made;
  made.events.push_back(std::move(e));
  return made;
}

refused check_workable(const problem_record& state, const context& context) {
  if (auto no = check_person(context, "work on a problem record")) return no;
  if (state.open) return std::nullopt;
  return conflict("problem_closed", "The problem record is closed.", "Open a new one where it is back.");
}

// The incident's part: whoever was asked to decide has decided.
decision linked(const incident& on, const uuid& problem, const context& context) {
  recording record(context, on);
  record.add(problem_linked{record.head(on.id), problem});
  if (const auto* asked = open_task(record.state(), task_kind::propose_problem))
    lapse_task(record, asked->id, "problem_opened");
  return std::move(record).finish();
}

} // namespace

open_problem open_problem_from_json(const json& body) {
  open_problem out;
  out.kind = text_of(body, "kind").value_or("");
  out.trigger = text_of(body, "trigger");
  out.owner = text_of(body, "owner").value_or("");
  for (const char* name : {"statement", "victim", "offender", "location"}) {
    if (auto text = text_of(body, name)) out.words[name] = *std::move(text);
  }
  if (const json* baseline = member_of(body, "baseline")) {
    out.baseline_contacts = baseline->value("contacts", std::uint32_t{0});
    out.baseline_days = baseline->value("days", std::uint32_t{0});
  }
  return out;
}

problem_outcome open_problem_on(const incident& on, const open_problem& command, const context& context) {
  if (auto no = check_person(context, "open a problem record")) return std::unexpected(*std::move(no));
  const auto& rules = context.policy.working.screening;
  if (!has_code(rules.problem_kinds, command.kind))
    return std::unexpected(invalid(
        "/kind", "unknown_kind", "The policy has no such kind of problem.",
        use_one_of(rules.problem_kinds, &coded_text::code)
    ));
  const auto known = [&](const problem_trigger& each) { return each.code == command.trigger; };
  if (command.trigger && std::ranges::none_of(rules.problem_triggers, known))
    return std::unexpected(invalid(
        "/trigger", "unknown_trigger", "The policy has no such trigger.",
        use_one_of(rules.problem_triggers, &problem_trigger::code)
    ));
  const auto statement = command.words.find("statement");
  if (auto no = check_own_words(context, statement == command.words.end() ? "" : statement->second, "/statement"))
    return std::unexpected(*std::move(no));
  const auto id = context.next_id();
  auto made = one(problem_opened{
      head_of(id, context), command.kind, command.trigger, on.district, command.owner, on.id, command.baseline_contacts,
      command.baseline_days, command.words
  });
  made.on_incident = linked(on, id, context);
  return made;
}

problem_outcome add_incident(const problem_record& state, const incident& on, const context& context) {
  if (auto no = check_workable(state, context)) return std::unexpected(*std::move(no));
  if (std::ranges::find(state.incidents, on.id) != state.incidents.end()) return side_decision<problem_event>{};
  auto made = one(problem_incident_added{head_of(state.id, context), on.id});
  made.on_incident = linked(on, state.id, context);
  return made;
}

problem_outcome set_stage(const problem_record& state, const set_problem_stage& command, const context& context) {
  if (auto no = check_workable(state, context)) return std::unexpected(*std::move(no));
  if (auto no = check_own_words(context, command.text, "/text")) return std::unexpected(*std::move(no));
  const auto now = static_cast<int>(state.stage);
  const auto wanted = static_cast<int>(command.stage);
  if (wanted == now || wanted > now + 1)
    return std::unexpected(conflict(
        "stage_out_of_order",
        "The problem is at " + std::string(to_string(state.stage)) + "; the next is one step on, or any before it.",
        "Take one step at a time."
    ));
  return one(problem_stage_set{
      head_of(state.id, context), command.stage, problem_words{{std::string(to_string(command.stage)), command.text}}
  });
}

problem_outcome add_action(const problem_record& state, const add_problem_action& command, const context& context) {
  if (auto no = check_workable(state, context)) return std::unexpected(*std::move(no));
  if (command.due_at <= context.now)
    return std::unexpected(invalid("/due_at", "out_of_range", "This time is over.", "Give one that is still to come."));
  return one(problem_action_added{
      head_of(state.id, context), context.next_id(), command.owner, command.due_at,
      problem_words{{"text", command.text}}
  });
}

problem_outcome end_action(const problem_record& state, const end_problem_action& command, const context& context) {
  if (auto no = check_workable(state, context)) return std::unexpected(*std::move(no));
  const auto found = std::ranges::find(state.actions, command.action, &problem_action::id);
  if (found == state.actions.end())
    return std::unexpected(
        refusal{refusal_kind::not_found, "unknown_action", "The problem has no such action.", "Check the id.", {}}
    );
  if (found->done) return std::unexpected(conflict("action_ended", "The action has ended.", "Nothing is left to do."));
  problem_action_ended e{head_of(state.id, context), command.action, command.done, std::nullopt};
  if (command.text) e.personal = problem_words{{"text", *command.text}};
  return one(std::move(e));
}

problem_outcome close(const problem_record& state, const close_problem& command, const context& context) {
  if (auto no = check_workable(state, context)) return std::unexpected(*std::move(no));
  if (state.stage != problem_stage::assessment)
    return std::unexpected(conflict(
        "not_assessed", "The problem is at " + std::string(to_string(state.stage)) + ", not at its assessment.",
        "Go on to the assessment first."
    ));
  const bool waiting = std::ranges::any_of(state.actions, [](const problem_action& each) { return !each.done; });
  if (waiting)
    return std::unexpected(conflict("actions_open", "Not every action has ended.", "Do them or drop them first."));
  if (command.days == 0)
    return std::unexpected(
        invalid("/result/days", "out_of_range", "The result is counted over days.", "Give at least 1.")
    );
  if (auto no = check_own_words(context, command.text, "/text")) return std::unexpected(*std::move(no));
  return one(problem_closed{
      head_of(state.id, context), command.contacts, command.days, problem_words{{"result", command.text}}
  });
}

std::vector<timer> timers(const problem_record& state) {
  std::vector<timer> out;
  if (!state.open) return out;
  for (const auto& one : state.actions) {
    if (!one.done && !one.overdue_at) out.push_back({"action:" + one.id.to_string(), one.due_at, state.version});
  }
  return out;
}

problem_outcome note_overdue_actions(const problem_record& state, const context& context) {
  side_decision<problem_event> made;
  if (!state.open) return made;
  for (const auto& one : state.actions) {
    if (!one.done && !one.overdue_at && one.due_at <= context.now)
      made.events.emplace_back(problem_action_overdue{head_of(state.id, context), one.id});
  }
  return made;
}

std::vector<task> overdue_tasks(const problem_record& state) {
  std::vector<task> out;
  if (!state.open) return out;
  for (const auto& one : state.actions) {
    if (one.done || !one.overdue_at) continue;
    task owed;
    owed.id = one.id;
    owed.kind = "problem_action";
    owed.owner = one.owner;
    owed.opened_at = *one.overdue_at;
    owed.due_at = one.due_at;
    owed.overdue = true;
    owed.about = state.id;
    out.push_back(std::move(owed));
  }
  return out;
}

std::vector<std::string> triggers_of(const policy_pack& pack, const incident& state) {
  std::vector<std::string> out;
  const auto facts = latest_facts(pack.facts, state.facts);
  const auto view = step_view_of(pack, state, facts);
  for (const auto& each : pack.working.screening.problem_triggers) {
    if (holds(each.when, view)) out.push_back(each.code);
  }
  return out;
}

} // namespace frontdoor::triage
