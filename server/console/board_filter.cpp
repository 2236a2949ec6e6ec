#include "server/console/board_filter.hpp"

#include <algorithm>

namespace frontdoor::console {

namespace {

bool contains(const std::vector<std::string>& wanted, const std::optional<std::string>& value) {
  return wanted.empty() || !value || std::find(wanted.begin(), wanted.end(), *value) != wanted.end();
}

} // namespace

bool board_filter::passes(const std::optional<std::string>& district, const std::optional<std::string>& grade) const {
  return contains(districts, district) && contains(grades, grade);
}

delivery deliver(const auth::principal& who, const board_filter& filter, const dispatch::published_event& event) {
  if (!event.on_board || !auth::may_see(who, event.scope())) return delivery::hidden;
  const bool before = event.existed_before && filter.passes(event.district_before, event.grade_before);
  const bool after = filter.passes(event.district_after, event.grade_after) && !auth::loses_sight(who, event.scope());
  if (after) return delivery::shown;
  return before ? delivery::shown_then_left : delivery::hidden;
}

bool on_board(const auth::principal& who, const board_filter& filter, const dispatch::board_entry& entry) {
  const auto& state = entry.state;
  std::optional<std::string_view> district;
  if (state.district) district = *state.district;
  std::optional<triage::uuid> owner;
  if (!entry.owner.is_nil()) owner = entry.owner;
  if (!auth::may_see(who, auth::event_scope::at_rest("incident", district, owner))) return false;
  std::optional<std::string> grade;
  if (state.grade) grade = state.grade->grade;
  return filter.passes(state.district, grade);
}

} // namespace frontdoor::console
