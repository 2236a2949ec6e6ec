#include "triage/review/scoring.hpp"

#include <algorithm>
#include <set>

namespace frontdoor::triage::review {

namespace {

std::uint32_t most_points(const item_rule& item) {
  std::uint32_t most = 0;
  for (const auto& one : item.answers)
    most = std::max(most, one.points.value_or(0));
  return most;
}

} // namespace

score score_of(const form& with, std::span<const answer> answers) {
  score out;
  std::uint64_t reached = 0;
  std::uint64_t reachable = 0;
  for (const auto& one : answers) {
    const auto* item = with.find(one.item);
    const auto* chosen = item == nullptr ? nullptr : item->find(one.code);
    if (chosen == nullptr) continue;
    if (chosen->fails) out.failed.push_back(one.item);
    if (!chosen->points) continue;
    reached += *chosen->points;
    reachable += most_points(*item);
  }
  if (reachable != 0) out.percent = static_cast<std::uint32_t>(reached * 100 / reachable);
  out.passed = out.failed.empty() && out.percent.value_or(100) >= with.pass_percent;
  return out;
}

faults check(const form& with, std::span<const answer> answers, bool all) {
  faults found;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto at = "/answers/" + std::to_string(i);
    const auto& one = answers[i];
    const auto* item = with.find(one.item);
    if (item == nullptr) {
      found.push_back({at + "/item", "unknown_item", "The form has no such item.", "Take the items of the form.", {}});
      continue;
    }
    if (!seen.insert(one.item).second)
      found.push_back({at + "/item", "answered_twice", "The item is answered above.", "Answer it once.", {}});
    if (item->find(one.code) == nullptr)
      found.push_back({at + "/answer", "unknown_answer", "The item has no such answer.", "Take one of its answers.", {}}
      );
  }
  for (const auto& item : with.items) {
    if (!all || seen.contains(item.code)) continue;
    found.push_back(
        {"/answers", "not_answered", "The item " + item.code + " is not answered.", "Answer every item.", {}}
    );
  }
  return found;
}

} // namespace frontdoor::triage::review
