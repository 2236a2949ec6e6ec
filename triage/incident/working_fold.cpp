#include "triage/incident/working_fold.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace frontdoor::triage {

namespace {

task* find_changing_task(incident& state, const uuid& id) {
  const auto found = std::ranges::find(state.tasks, id, &task::id);
  return found == state.tasks.end() ? nullptr : &*found;
}

approval* find_approval(incident& state, const uuid& id) {
  const auto found = std::ranges::find(state.approvals, id, &approval::id);
  return found == state.approvals.end() ? nullptr : &*found;
}

void end_task(incident& state, const uuid& id, task_state how, const std::string& outcome, timestamp at) {
  task* one = find_changing_task(state, id);
  if (one == nullptr || one->state != task_state::open) return;
  one->state = how;
  one->outcome = outcome;
  one->ended_at = at;
  if (one->kind == task_kind::check_condition) state.condition.reset();
}

} // namespace

void add_facts(
    incident& state, const document& facts, const uuid& source, const event_head& head, triage::confidence confidence
) {
  if (facts.is_null()) return;
  state.entries.push_back(
      {source, head.occurred_at, state.grade, state.grade_state == grade_state::confirmed,
       static_cast<std::uint32_t>(state.flags.size())}
  );
  if (state.entries.size() > fact_entries_max) state.entries.erase(state.entries.begin());
  for (const auto& [fact, value] : facts.value().items()) {
    state.facts[fact].push_back({document(value), source, head.occurred_at, confidence, head.actor});
    // What can be said after all is no longer set aside.
    if (value != "unknown" && value != "withheld") {
      std::erase_if(state.set_aside, [&, &key = fact](const set_aside_fact& one) { return one.fact == key; });
    }
  }
}

void promise(incident& state, const std::string& text, timestamp at, bool after_change) {
  state.promise =
      caller_promise{text, state.grade ? std::optional(state.grade->grade) : std::nullopt, at, after_change};
}

void fold(incident& state, const facts_added& e) {
  const auto is_contact = std::ranges::find(state.contacts, e.source, &contact_link::id) != state.contacts.end();
  const auto known = std::ranges::find(state.sources, e.source, &other_source::id) != state.sources.end();
  if (!is_contact && !known) state.sources.push_back({e.source, e.kind, e.head.actor});
  add_facts(state, e.facts, e.source, e.head, e.confidence);
}

void fold(incident& state, const facts_withdrawn& e) {
  for (const auto& fact : e.facts) {
    const auto said = state.facts.find(fact);
    if (said == state.facts.end()) continue;
    std::erase_if(said->second, [&](const statement& one) {
      return one.source == e.source && one.at == e.entered_at && one.by == e.head.actor;
    });
    if (said->second.empty()) state.facts.erase(said);
  }
}

void fold(incident& state, const fact_set_aside& e) {
  std::erase_if(state.set_aside, [&](const set_aside_fact& one) { return one.fact == e.fact; });
  state.set_aside.push_back({e.fact, e.reason_code, e.head.actor, e.head.occurred_at});
}

void fold(incident& state, const call_ended& e) {
  for (auto& one : state.contacts) {
    if (one.id == e.contact) one.call_live = false;
  }
}

void fold(incident& state, const lowering_requested& e) {
  approval one;
  one.id = e.approval;
  one.requested_by = e.head.actor;
  one.requested_at = e.head.occurred_at;
  one.from = e.from.grade;
  one.to = e.to;
  one.pathway = e.pathway;
  one.reason_code = e.reason_code;
  one.needed = e.approvals_needed;
  one.posts = e.posts;
  one.check_by = e.check_by;
  if (e.approvals_needed == 0) one.state = approval_state::approved;
  state.approvals.push_back(std::move(one));
}

void fold(incident& state, const approval_decided& e) {
  approval* one = find_approval(state, e.approval);
  if (one == nullptr) return;
  one->voices.push_back({e.head.actor, e.post, e.head.occurred_at});
  if (!e.approved)
    one->state = approval_state::refused;
  else if (one->voices.size() >= one->needed)
    one->state = approval_state::approved;
  if (one->state != approval_state::waiting) state.response_reduced = false;
}

void fold(incident& state, const approval_lapsed& e) {
  if (approval* one = find_approval(state, e.approval)) one->state = approval_state::lapsed;
  state.response_reduced = false;
}

void fold(incident& state, const grade_lowered& e) {
  if (e.check_by) {
    state.condition =
        grade_condition{e.previous, state.grade_state == grade_state::confirmed, state.pathway, *e.check_by};
  }
  state.grade = e.target;
  state.grade_state = grade_state::confirmed;
  state.graded = person_grade{e.head.actor, e.head.occurred_at, true};
  state.suggested_grade.reset();
  if (e.pathway) state.pathway = e.pathway;
}

void fold(incident& state, const grade_restored& e) {
  state.grade = e.target;
  state.grade_state = state.condition && !state.condition->confirmed ? grade_state::proposed : grade_state::confirmed;
  if (e.pathway) state.pathway = e.pathway;
  state.condition.reset();
}

void fold(incident& state, const response_changed& e) {
  state.response_reduced = e.reduced;
}

void fold(incident& state, const dispatch_stood_down& e) {
  if (state.dispatch && state.dispatch->id == e.dispatch) state.dispatch->state = dispatch_state::stood_down;
}

void fold(incident& state, const task_opened& e) {
  task one;
  one.id = e.task;
  one.kind = e.kind;
  one.owner = e.owner;
  one.opened_at = e.head.occurred_at;
  one.due_at = e.due_at;
  one.generation = state.version;
  one.about = e.about;
  state.tasks.push_back(std::move(one));
}

void fold(incident& state, const task_attempted& e) {
  if (task* one = find_changing_task(state, e.task))
    one->attempts.push_back({e.code, e.head.actor, e.head.occurred_at});
}

void fold(incident& state, const task_completed& e) {
  // A condition that failed is undone by grade_restored, which still needs to know it.
  const auto condition = state.condition;
  end_task(state, e.task, task_state::done, e.outcome, e.head.occurred_at);
  if (e.outcome == condition_failed) state.condition = condition;
  if (e.promise) promise(state, *e.promise, e.head.occurred_at, true);
}

void fold(incident& state, const task_overdue& e) {
  if (task* one = find_changing_task(state, e.task)) {
    one->overdue = true;
    one->owner = e.owner;
  }
}

void fold(incident& state, const task_lapsed& e) {
  end_task(state, e.task, task_state::lapsed, e.reason_code, e.head.occurred_at);
}

void fold(incident& state, const incident_closed& e) {
  state.status = incident_status::closed;
  state.closed = closing{e.outcome, e.head.actor, e.head.occurred_at};
}

void fold(incident& state, const incident_reopened& e) {
  if (state.closed) {
    state.earlier_clocks.push_back({state.clock_from, state.grade, state.closed->at, state.closed->outcome});
  }
  state.status = incident_status::open;
  state.closed.reset();
  state.clock_from = e.clock_from;
  if (e.target) state.grade = e.target;
}

const approval* waiting_approval(const incident& state) {
  const auto found = std::ranges::find(state.approvals, approval_state::waiting, &approval::state);
  return found == state.approvals.end() ? nullptr : &*found;
}

const task* find_task(const incident& state, const uuid& id) {
  const auto found = std::ranges::find(state.tasks, id, &task::id);
  return found == state.tasks.end() ? nullptr : &*found;
}

const task* open_task(const incident& state, std::string_view kind) {
  const auto found = std::ranges::find_if(state.tasks, [&](const task& one) {
    return one.kind == kind && one.state == task_state::open;
  });
  return found == state.tasks.end() ? nullptr : &*found;
}

} // namespace frontdoor::triage
