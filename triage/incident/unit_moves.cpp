#include "triage/incident/unit_moves.hpp"

#include <algorithm>

#include "triage/incident/incident.hpp"
#include "triage/incident/ladder_fold.hpp"

namespace frontdoor::triage {

namespace {

auto find_unit_by_name(std::vector<unit_on_incident>& units, const std::string& unit) {
  return std::ranges::find(units, unit, &unit_on_incident::unit);
}

} // namespace

void fold(incident& state, const units_taken_over& e) {
  for (auto one : e.units) {
    one.from = e.other;
    const auto known = find_unit_by_name(state.units, one.unit);
    if (known == state.units.end())
      state.units.push_back(std::move(one));
    else
      *known = std::move(one); // it had been taken off the survivor
  }
  if (resourced(state)) state.ladder.unresourced_at.reset();
}

void fold(incident& state, const units_parted& e) {
  const bool had_somebody = resourced(state);
  std::erase_if(state.units, [&](const unit_on_incident& one) { return one.from == e.other; });
  if (had_somebody && !resourced(state)) begin_ladder_anew(state, e.head.occurred_at);
}

void fold(incident& state, const units_returned& e) {
  const bool had_somebody = resourced(state);
  for (const auto& one : e.units) {
    const auto known = find_unit_by_name(state.units, one.unit);
    if (known == state.units.end())
      state.units.push_back({one.unit, one.steps, std::nullopt});
    else
      known->steps = one.steps;
  }
  if (had_somebody && !resourced(state)) begin_ladder_anew(state, e.head.occurred_at);
}

std::vector<unit_on_incident> units_to_take_over(const incident& duplicate, const incident& survivor) {
  std::vector<unit_on_incident> out;
  for (const auto& one : duplicate.units) {
    const auto same = std::ranges::find(survivor.units, one.unit, &unit_on_incident::unit);
    const bool there_already = same != survivor.units.end() && same->counts();
    if (one.counts() && !there_already) out.push_back({one.unit, one.steps, std::nullopt});
  }
  return out;
}

std::vector<unit_on_incident> units_to_return(const incident& survivor, const uuid& duplicate) {
  std::vector<unit_on_incident> out;
  for (const auto& one : survivor.units) {
    if (one.from == duplicate) out.push_back({one.unit, one.steps, std::nullopt});
  }
  return out;
}

} // namespace frontdoor::triage
