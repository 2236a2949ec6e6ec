#include "triage/incident/day_one_fold.hpp"

#include <algorithm>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

caller_message* find_message(incident& state, const uuid& id) {
  auto& list = state.day_one.messages;
  const auto found = std::ranges::find(list, id, &caller_message::id);
  return found == list.end() ? nullptr : &*found;
}

} // namespace

void fold(incident& state, const incident_coded& e) {
  state.day_one.coding =
      incident_coding{e.opening, e.closing, e.qualifiers, e.disposal, e.head.actor, e.head.occurred_at};
}

void fold(incident& state, const job_planned& e) {
  state.day_one.job = planned_job{e.kind, e.head.actor, e.active_from, false, state.version};
  state.clock_from = e.active_from;
}

void fold(incident& state, const job_activated& e) {
  if (!state.day_one.job) return;
  state.day_one.job->active = true;
  state.clock_from = e.clock_from;
  if (e.target) state.grade = e.target;
}

void fold(incident& state, const need_recorded& e) {
  state.day_one.needs.push_back(e.need);
}

void fold(incident& state, const need_withdrawn& e) {
  std::erase(state.day_one.needs, e.need);
}

void fold(incident& state, const message_requested& e) {
  caller_message one;
  one.id = e.message;
  one.contact = e.contact;
  one.by = e.head.actor;
  one.at = e.head.occurred_at;
  one.due_at = e.head.occurred_at;
  one.generation = state.version;
  state.day_one.messages.push_back(std::move(one));
}

void fold(incident& state, const message_attempted& e) {
  auto* one = find_message(state, e.message);
  if (one == nullptr) return;
  one->state = message_state::sending;
  one->attempts = e.attempt;
  one->due_at = e.answer_by;
  one->generation = state.version;
}

void fold(incident& state, const message_sent& e) {
  auto* one = find_message(state, e.message);
  if (one == nullptr) return;
  one->state = message_state::sent;
  one->due_at.reset();
  one->reason_code.reset();
  one->reference = e.reference;
}

void fold(incident& state, const message_failed& e) {
  auto* one = find_message(state, e.message);
  if (one == nullptr) return;
  one->state = e.next_at ? message_state::waiting : message_state::given_up;
  one->due_at = e.next_at;
  one->reason_code = e.reason_code;
  one->generation = state.version;
}

void fold(incident& state, const test_line_recognised& e) {
  state.day_one.test_contacts.push_back(e.contact);
}

void add_day_one_timers(const incident& state, std::vector<timer>& out) {
  if (dormant(state)) {
    const auto& job = *state.day_one.job;
    out.push_back({std::string(job_timer), job.active_from, job.generation});
  }
  for (const auto& one : state.day_one.messages) {
    if (one.due_at) out.push_back({std::string(message_timer) + one.id.to_string(), *one.due_at, one.generation});
  }
}

bool dormant(const incident& state) {
  return state.day_one.job && !state.day_one.job->active && state.status == incident_status::open;
}

const caller_message* find_message(const incident& state, const uuid& id) {
  const auto& list = state.day_one.messages;
  const auto found = std::ranges::find(list, id, &caller_message::id);
  return found == list.end() ? nullptr : &*found;
}

void add_day_one_card(const incident& state, json& card) {
  if (state.day_one.job) card["planned"] = to_json(*state.day_one.job);
  if (!state.day_one.needs.empty()) card["needs"] = each_json(state.day_one.needs);
}

void add_day_one_detail(const incident& state, json& detail) {
  detail["nsir"] = to_json(state.day_one.coding);
  detail["planned"] = state.day_one.job ? to_json(*state.day_one.job) : json();
  detail["needs"] = each_json(state.day_one.needs);
  detail["messages"] = each_json(state.day_one.messages);
}

} // namespace frontdoor::triage
