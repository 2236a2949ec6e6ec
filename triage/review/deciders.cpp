#include "triage/review/deciders.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace frontdoor::triage::review {

namespace {

constexpr std::array<std::string_view, 6> undeciding{"incident.note_added",   "incident.call_ended",
                                                     "dispatch.acknowledged", "task.opened",
                                                     "task.attempted",        "incident.crime_decision_owed"};

} // namespace

std::span<const std::string_view> undeciding_events() {
  return undeciding;
}

std::vector<std::string> deciders(std::span<const logged_step> log) {
  std::set<std::string> found;
  for (const auto& one : log) {
    if (!one.actor.starts_with("user:")) continue;
    if (std::ranges::find(undeciding, one.type) == undeciding.end()) found.insert(one.actor);
  }
  return {found.begin(), found.end()};
}

} // namespace frontdoor::triage::review
