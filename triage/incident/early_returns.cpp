#include "triage/incident/early_returns.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace frontdoor::triage {

namespace {

bool came_back_within(timestamp resolved, const std::optional<timestamp>& back, std::uint32_t days) {
  return back && *back > resolved && *back - resolved <= std::chrono::days(days);
}

void count_resolution(return_count& into, const resolution_and_return& one, std::span<const std::uint32_t> windows) {
  ++into.resolved;
  into.returned.resize(windows.size());
  for (std::size_t i = 0; i < windows.size(); ++i) {
    auto& window = into.returned[i];
    window.days = windows[i];
    const bool person_or_place = came_back_within(one.at, one.person_or_place_at, windows[i]);
    const bool problem = came_back_within(one.at, one.problem_at, windows[i]);
    if (person_or_place) ++window.person_or_place;
    if (problem) ++window.problem;
    if (person_or_place || problem) ++window.any;
  }
}

// The latest early resolution of another incident before that one came in.
std::optional<timestamp> resolved_before(const problem_member& later, std::span<const problem_member> members) {
  std::optional<timestamp> latest;
  for (const auto& other : members) {
    if (other.incident == later.incident) continue;
    for (const auto& at : other.resolved_early_at) {
      if (at < later.received_at && (!latest || at > *latest)) latest = at;
    }
  }
  return latest;
}

} // namespace

std::vector<return_count>
count_returns(std::span<const resolution_and_return> resolutions, std::span<const std::uint32_t> window_days) {
  std::map<std::pair<std::string, std::string>, return_count> counts;
  for (const auto& one : resolutions) {
    count_resolution(counts[{one.pathway, std::string()}], one, window_days);
    for (const auto& rule : one.rules)
      count_resolution(counts[{one.pathway, rule}], one, window_days);
  }
  std::vector<return_count> out;
  out.reserve(counts.size());
  for (auto& [name, count] : counts) {
    count.pathway = name.first;
    count.rule = name.second;
    out.push_back(std::move(count));
  }
  return out;
}

std::vector<problem_return>
count_problem_returns(std::span<const problem_member> members, std::span<const std::uint32_t> window_days) {
  std::vector<problem_return> out;
  out.reserve(window_days.size());
  for (const auto days : window_days)
    out.push_back({days, 0});
  for (const auto& one : members) {
    const auto resolved = resolved_before(one, members);
    if (!resolved) continue;
    for (auto& window : out) {
      if (came_back_within(*resolved, one.received_at, window.days)) ++window.incidents;
    }
  }
  return out;
}

} // namespace frontdoor::triage
