#include "triage/incident/ladder_fold.hpp"

#include <algorithm>
#include <array>

namespace frontdoor::triage {

namespace {

constexpr std::array<std::string_view, 7> unit_codes{"assigned", "accepted", "refused", "en_route",
                                                     "at_scene", "resulted", "released"};

escalation* find_changing_escalation(incident& state, const uuid& id) {
  auto& list = state.ladder.escalations;
  const auto found = std::ranges::find(list, id, &escalation::id);
  return found == list.end() ? nullptr : &*found;
}

// None where it is the incident's own beginning, which the state has already.
std::optional<timestamp> beginning(const incident& state, timestamp at) {
  return at == state.opened_at ? std::nullopt : std::optional(at);
}

void begin_anew(escalation_ladder& ladder, std::optional<timestamp> at) {
  ladder.armed_at = at;
  ladder.run.clear();
}

} // namespace

std::string_view to_string(unit_state value) {
  return unit_codes.at(static_cast<std::size_t>(value));
}

std::optional<unit_state> parse_unit_state(std::string_view text) {
  const auto found = std::ranges::find(unit_codes, text);
  if (found == unit_codes.end()) return std::nullopt;
  return static_cast<unit_state>(found - unit_codes.begin());
}

void fold(incident& state, const unit_reported& e) {
  const bool had_somebody = resourced(state);
  auto known = std::ranges::find(state.units, e.unit, &unit_on_incident::unit);
  if (known == state.units.end()) {
    state.units.push_back(unit_on_incident{e.unit, {}});
    known = state.units.end() - 1;
  }
  std::erase_if(known->steps, [&](const unit_step& one) { return one.state == e.state; });
  known->steps.push_back({e.state, e.head.occurred_at, e.head.actor, e.reason_code, e.means});
  const bool has_somebody = resourced(state);
  if (has_somebody) state.ladder.unresourced_at.reset();
  if (had_somebody && !has_somebody) begin_ladder_anew(state, e.head.occurred_at);
}

void begin_ladder_anew(incident& state, timestamp at) {
  begin_anew(state.ladder, beginning(state, at));
}

void fold(incident& state, const dispatch_voiced& e) {
  if (state.dispatch && state.dispatch->id == e.dispatch) state.dispatch->voice = voice_state::given;
}

void fold(incident&, const dispatch_returned&) {} // the dispatch that follows takes its place

void fold(incident& state, const incident_unresourced& e) {
  state.ladder.unresourced_at = e.head.occurred_at;
}

void fold(incident& state, const target_warning&) {
  state.ladder.warned = true;
}

void fold(incident& state, const target_breached&) {
  state.ladder.breached = true;
}

void fold(incident& state, const incident_escalated& e) {
  auto& ladder = state.ladder;
  if (e.rung && e.reason_code == "rung") ladder.run.push_back(*e.rung);
  for (auto& one : ladder.escalations) {
    if (one.to != e.passed_from) continue;
    one.passed_on = true;
    one.acknowledge_by.reset();
  }
  escalation* item = find_changing_escalation(state, e.escalation);
  if (item == nullptr) {
    item = &ladder.escalations.emplace_back();
    item->id = e.escalation;
    item->to = e.to;
  }
  const bool again = item->acknowledge_by.has_value();
  item->rung = e.rung;
  item->condition = e.condition;
  item->reason_code = e.reason_code;
  item->at = e.head.occurred_at;
  item->times = again ? item->times + 1 : 1;
  item->acknowledge_by = e.acknowledge_by;
  item->passed_on = false;
  item->acknowledged_by.reset();
  item->acknowledged_at.reset();
  item->means.reset();
  item->review_at.reset();
}

void fold(incident& state, const escalation_acknowledged& e) {
  escalation* item = find_changing_escalation(state, e.escalation);
  if (item == nullptr) return;
  item->times = 0;
  item->acknowledge_by.reset();
  item->passed_on = false;
  item->acknowledged_by = e.head.actor;
  item->acknowledged_at = e.head.occurred_at;
  item->means = e.means;
  item->review_at = e.review_at;
}

void fold(incident& state, const escalation_ended& e) {
  std::erase_if(state.ladder.escalations, [&](const escalation& one) { return one.id == e.escalation; });
}

void fold(incident& state, const ladder_planned& e) {
  auto& ladder = state.ladder;
  ladder.planned = true;
  ladder.next_at = e.next_at;
  ladder.generation = state.version;
  if (e.anew) begin_anew(ladder, beginning(state, e.head.occurred_at));
}

void follow_ladder(incident& state, const event& e, std::optional<std::uint32_t> rank_before) {
  auto& ladder = state.ladder;
  if (holds_alternative<incident_closed>(e)) {
    ladder = {}; // whoever closes it has looked at what was told
    return;
  }
  const bool reopened = holds_alternative<incident_reopened>(e);
  if (reopened) {
    state.units.clear(); // the log keeps who was there before
    ladder.escalations.clear();
  }
  const auto rank = state.grade ? std::optional(state.grade->rank) : std::nullopt;
  if (!reopened && rank == rank_before) return;
  begin_anew(ladder, beginning(state, head_of(e).occurred_at));
  ladder.planned = false;
  ladder.next_at.reset();
  ladder.generation = 0;
  ladder.warned = false;
  ladder.breached = false;
}

void add_ladder_timer(const incident& state, std::vector<timer>& out) {
  if (const auto at = ladder_wake(state)) out.push_back({ladder_timer, *at, state.ladder.generation});
}

} // namespace frontdoor::triage
