// How the state follows what other organisations were asked and said.

#include <algorithm>
#include <array>

#include "triage/incident/handoff_fold.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/working_fold.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 8> state_codes{"requested", "accepted",         "declined",  "attending",
                                                      "arrived",   "could_not_locate", "completed", "taken_back"};

} // namespace

handoff* find_changing_handoff(incident& state, const uuid& id) {
  auto& list = state.partners.handoffs;
  const auto found = std::ranges::find(list, id, &handoff::id);
  return found == list.end() ? nullptr : &*found;
}

std::string_view to_string(handoff_state value) {
  return state_codes.at(static_cast<std::size_t>(value));
}

std::optional<handoff_state> parse_handoff_state(std::string_view text) {
  const auto found = std::ranges::find(state_codes, text);
  if (found == state_codes.end()) return std::nullopt;
  return static_cast<handoff_state>(found - state_codes.begin());
}

void fold(incident& state, const handoff_requested& e) {
  handoff one;
  one.id = e.handoff;
  one.partner = e.partner;
  one.kind = e.kind;
  one.requested_by = e.head.actor;
  one.requested_at = e.head.occurred_at;
  one.answer_by = e.answer_by;
  // A referral that is not answered is a task with its own time.
  if (e.kind != partner_kind::service) one.watch_until = e.answer_by;
  one.generation = state.version;
  state.partners.handoffs.push_back(std::move(one));
}

void fold(incident& state, const handoff_answered& e) {
  handoff* one = find_changing_handoff(state, e.handoff);
  if (one == nullptr) return;
  one->state = e.answer;
  one->partner_attending = e.partner_attending;
  one->returned = e.returned;
  one->disputed = e.disputed;
  if (e.eta) one->eta = e.eta;
  if (one->sending) {
    one->sending->state = referral_sending_state::settled; // by whomever: it is not told again
    one->sending->due_at.reset();
  }
  one->watch_until = e.watch_until;
  one->generation = state.version;
  state.partners.police_attending = e.police_attending;
}

void fold(incident& state, const handoff_silent& e) {
  handoff* one = find_changing_handoff(state, e.handoff);
  if (one == nullptr) return;
  one->returned = true;
  one->partner_attending = false;
  one->watch_until.reset();
  state.partners.police_attending = true;
}

void fold(incident& state, const sender_grade_kept& e) {
  state.partners.sender = sender_grade{e.partner, e.sent, e.held_until};
  state.clock_from = e.clock_from;
  state.grade = e.target;
  if (e.raised) {
    state.grade_state = grade_state::proposed;
    if (e.pathway) state.pathway = e.pathway;
    state.suggested_grade.reset();
  }
  if (e.promise) promise(state, *e.promise, e.head.occurred_at, false);
}

void fold(incident& state, const incident_deferred& e) {
  state.partners.deferrals = e.count;
  state.partners.review_at = e.review_at;
}

bool confirmed(const handoff& one) {
  return one.state == handoff_state::accepted || one.state == handoff_state::attending ||
         one.state == handoff_state::arrived || one.state == handoff_state::completed;
}

bool ended(const handoff& one) {
  return one.state == handoff_state::completed || one.state == handoff_state::taken_back;
}

bool partner_attends(const partner_work& work) {
  return std::ranges::any_of(work.handoffs, &handoff::partner_attending);
}

const handoff* find_handoff(const incident& state, const uuid& id) {
  const auto& list = state.partners.handoffs;
  const auto found = std::ranges::find(list, id, &handoff::id);
  return found == list.end() ? nullptr : &*found;
}

const handoff* open_transfer(const incident& state) {
  for (const auto& one : state.partners.handoffs) {
    if (one.kind == partner_kind::force && !ended(one)) return &one;
  }
  return nullptr;
}

std::string owner_of(const incident& state) {
  for (const auto& one : state.partners.handoffs) {
    if (one.kind == partner_kind::force && confirmed(one) && !one.returned) return one.partner;
  }
  return "police";
}

void add_handoff_timers(const incident& state, std::vector<timer>& out) {
  for (const auto& one : state.partners.handoffs) {
    if (one.watch_until)
      out.push_back({std::string(handoff_timer) + one.id.to_string(), *one.watch_until, one.generation});
  }
}

json to_json(const handoff& value) {
  json out = object_of(
      field{"id", value.id.to_string()}, field{"partner", value.partner}, field{"kind", to_string(value.kind)},
      field{"state", to_string(value.state)}, field{"requested_by", value.requested_by},
      field{"requested_at", to_rfc3339(value.requested_at)}, field{"answer_by", to_rfc3339(value.answer_by)},
      field{"watch_until", time_or_null(value.watch_until)}, field{"eta", time_or_null(value.eta)},
      field{"partner_attending", value.partner_attending}, field{"returned", value.returned},
      field{"disputed", value.disputed}
  );
  if (value.sending) out["sending"] = to_json(*value.sending);
  return out;
}

void add_partner_detail(const incident& state, json& detail) {
  const auto& work = state.partners;
  json handoffs = json::array();
  for (const auto& one : work.handoffs)
    handoffs.push_back(to_json(one));
  detail["handoffs"] = std::move(handoffs);
  detail["attendance"] =
      object_of(field{"police_attending", work.police_attending}, field{"partner_attending", partner_attends(work)});
  detail["owner"] = owner_of(state);
  detail["sender_grade"] = work.sender
                               ? object_of(
                                     field{"partner", work.sender->partner}, field{"grade", work.sender->sent.grade},
                                     field{"held_until", to_rfc3339(work.sender->held_until)}
                                 )
                               : json();
  detail["deferrals"] = object_of(field{"count", work.deferrals}, field{"review_at", time_or_null(work.review_at)});
}

} // namespace frontdoor::triage
