// What is read from the ladder of an incident: when it looks next, what holds, and how that is shown.

#include <algorithm>

#include "triage/incident/incident.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/ladder_times.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

template <typename Test> bool any_unit(const incident& state, Test&& test) {
  return std::ranges::any_of(state.units, [&](const unit_on_incident& one) { return test(one.state()); });
}

bool there(unit_state state) {
  return state == unit_state::at_scene || state == unit_state::resulted;
}

// The acceptance that counts: of the unit that accepted first and has not set out.
std::optional<timestamp> accepted_at(const incident& state) {
  std::optional<timestamp> out;
  for (const auto& one : state.units) {
    if (one.state() != unit_state::accepted) continue;
    const auto at = one.steps.back().at;
    out = out ? std::min(*out, at) : at;
  }
  return out;
}

std::optional<timestamp> clock_of(ladder_clock clock, const incident& state) {
  if (clock == ladder_clock::allocate) return state.grade->allocate_by;
  if (clock == ladder_clock::arrive) return state.grade->arrive_by;
  if (clock == ladder_clock::accepted) return accepted_at(state);
  return state.clock_from;
}

// Somebody has said that nobody can be sent: the first rung that waits for a unit does not wait (practice.md 11).
void begin_unresourced(std::vector<rung_time>& times, const incident& state) {
  if (!state.ladder.unresourced_at) return;
  rung_time* first = nullptr;
  for (auto& one : times) {
    const bool waits = one.rung->condition == ladder_condition::unallocated;
    if (waits && (first == nullptr || one.at < first->at)) first = &one;
  }
  if (first != nullptr) first->at = std::min(first->at, *state.ladder.unresourced_at);
}

// What lay behind when the ladder began comes from then on, as far apart as it was: a raise after four hours tells the
// first post now and the next a little later. What lies ahead keeps its time, so that beginning anew delays nothing.
void begin_from(std::vector<rung_time>& times, timestamp began) {
  const auto all = times;
  for (auto& one : times) {
    if (one.at > began) continue;
    auto first = one.at;
    for (const auto& other : all) {
      if (other.rung->condition == one.rung->condition) first = std::min(first, other.at);
    }
    one.at = began + (one.at - first);
  }
}

} // namespace

bool resourced(const incident& state) {
  return any_unit(state, [](unit_state s) {
    return s == unit_state::accepted || s == unit_state::en_route || there(s);
  });
}

bool moving(const incident& state) {
  return any_unit(state, [](unit_state s) { return s == unit_state::en_route || there(s); });
}

bool attended(const incident& state) {
  return any_unit(state, there);
}

std::string_view resourcing_of(const incident& state) {
  if (attended(state)) return "attended";
  return resourced(state) ? "resourced" : "unresourced";
}

bool holds(ladder_condition condition, const incident& state) {
  if (condition == ladder_condition::unresolved) return true;
  if (!state.partners.police_attending) return false;
  switch (condition) {
  case ladder_condition::unallocated:
    return !resourced(state);
  case ladder_condition::not_moving:
    return resourced(state) && !moving(state);
  case ladder_condition::not_arrived:
    return !attended(state);
  case ladder_condition::not_voiced:
    return !attended(state) && state.dispatch && state.dispatch->voice == voice_state::owed &&
           state.dispatch->state != dispatch_state::stood_down;
  case ladder_condition::unresolved:
    break;
  }
  return true;
}

std::optional<timestamp> ladder_wake(const incident& state) {
  if (state.status != incident_status::open) return std::nullopt;
  if (state.ladder.planned) return state.ladder.next_at;
  return state.grade ? state.grade->ladder_at : std::nullopt;
}

std::vector<rung_time> rungs_ahead(const ladder_rules& rules, const incident& state) {
  std::vector<rung_time> times;
  if (!state.grade) return times;
  for (const auto& rung : rules.rungs) {
    if (std::ranges::find(rung.grades, state.grade->grade) == rung.grades.end()) continue;
    if (const auto from = clock_of(rung.clock, state)) times.push_back({&rung, *from + rung.after});
  }
  begin_unresourced(times, state);
  begin_from(times, state.ladder.armed_at.value_or(state.opened_at));
  std::erase_if(times, [&](const rung_time& one) {
    const auto& run = state.ladder.run;
    return !holds(one.rung->condition, state) || std::ranges::find(run, one.rung->code) != run.end();
  });
  // Those of one moment in the order of the pack, whose list they lie in.
  std::ranges::sort(times, [](const rung_time& a, const rung_time& b) {
    return a.at != b.at ? a.at < b.at : a.rung < b.rung;
  });
  return times;
}

target_times targets_ahead(const ladder_rules& rules, const incident& state) {
  target_times out;
  if (!state.grade || !state.grade->arrive_by || !holds(ladder_condition::not_arrived, state)) return out;
  const auto* pace = rules.pace_of(state.grade->grade);
  if (pace == nullptr || state.ladder.breached) return out;
  const auto target = *state.grade->arrive_by;
  if (pace->target_watched) out.breach = target;
  if (pace->warn_at_percent && !state.ladder.warned)
    out.warning = state.clock_from + warning_after(*pace, target - state.clock_from);
  return out;
}

std::optional<timestamp> next_due(const ladder_rules& rules, const incident& state) {
  std::optional<timestamp> out;
  const auto earliest = [&out](const std::optional<timestamp>& at) {
    if (at) out = out ? std::min(*out, *at) : *at;
  };
  for (const auto& one : rungs_ahead(rules, state))
    earliest(one.at);
  const auto targets = targets_ahead(rules, state);
  earliest(targets.warning);
  earliest(targets.breach);
  if (rules.paces.empty()) return out; // nobody is told any more
  for (const auto& one : state.ladder.escalations) {
    earliest(one.acknowledge_by);
    earliest(one.review_at);
  }
  return out;
}

const escalation* find_escalation(const incident& state, const uuid& id) {
  const auto& list = state.ladder.escalations;
  const auto found = std::ranges::find(list, id, &escalation::id);
  return found == list.end() ? nullptr : &*found;
}

// ---- how it is shown

json to_json(const escalation& value) {
  return object_of(
      field{"id", value.id.to_string()}, field{"to", value.to}, field{"rung", value_or_null(value.rung)},
      field{"condition", value.condition}, field{"reason_code", value.reason_code}, field{"at", to_rfc3339(value.at)},
      field{"times", value.times}, field{"acknowledge_by", time_or_null(value.acknowledge_by)},
      field{"passed_on", value.passed_on}, field{"acknowledged_by", value_or_null(value.acknowledged_by)},
      field{"acknowledged_at", time_or_null(value.acknowledged_at)}, field{"means", value_or_null(value.means)},
      field{"review_at", time_or_null(value.review_at)}
  );
}

namespace {

json step_json(std::string_view step, timestamp at, json by) {
  return object_of(
      field{"step", step}, field{"at", to_rfc3339(at)}, field{"by", std::move(by)}, field{"unit", json()},
      field{"reason_code", json()}, field{"means", json()}
  );
}

json step_json(const unit_on_incident& unit, const unit_step& one) {
  auto out = step_json(to_string(one.state), one.at, one.by);
  out["unit"] = unit.unit;
  out["reason_code"] = value_or_null(one.reason_code);
  out["means"] = value_or_null(one.means);
  return out;
}

} // namespace

json to_json(const unit_on_incident& value) {
  json steps = json::array();
  for (const auto& one : value.steps)
    steps.push_back(step_json(value, one));
  return object_of(
      field{"unit", value.unit}, field{"state", to_string(value.state())},
      field{"at", to_rfc3339(value.steps.back().at)}, field{"steps", std::move(steps)}
  );
}

json chain_json(const incident& state) {
  json out = json::array();
  out.push_back(step_json("created", state.opened_at, state.contacts.empty() ? json() : json(state.contacts[0].by)));
  if (state.dispatch) {
    const auto& dispatch = *state.dispatch;
    out.push_back(step_json("pushed", dispatch.requested_at.value_or(state.opened_at), json()));
    if (dispatch.acknowledged_at)
      out.push_back(step_json("acknowledged", *dispatch.acknowledged_at, value_or_null(dispatch.acknowledged_by)));
  }
  std::vector<std::pair<const unit_step*, const unit_on_incident*>> reported;
  for (const auto& unit : state.units) {
    for (const auto& one : unit.steps)
      reported.emplace_back(&one, &unit);
  }
  std::ranges::sort(reported, [](const auto& a, const auto& b) {
    if (a.first->at != b.first->at) return a.first->at < b.first->at;
    return a.second != b.second ? a.second->unit < b.second->unit : a.first < b.first;
  });
  for (const auto& [step, unit] : reported)
    out.push_back(step_json(*unit, *step));
  return out;
}

void add_ladder_detail(const incident& state, json& detail) {
  json units = json::array();
  for (const auto& one : state.units)
    units.push_back(to_json(one));
  json escalations = json::array();
  for (const auto& one : state.ladder.escalations)
    escalations.push_back(to_json(one));
  detail["units"] = std::move(units);
  detail["chain"] = chain_json(state);
  detail["escalations"] = std::move(escalations);
}

} // namespace frontdoor::triage
