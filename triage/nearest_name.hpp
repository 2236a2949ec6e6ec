#pragma once
// The known name a sender most likely meant: "weapn" -> "weapon". For remedies only; nothing is ever corrected
// silently.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <ranges>
#include <string_view>

namespace frontdoor::triage {

// Longer names are not compared: the work grows with the square, and nobody mistypes them this way.
inline constexpr std::size_t nearest_name_length_max = 64;

// Levenshtein distance in bytes, small and capital letters alike, '-' and '_' alike. Both at most
// nearest_name_length_max long; longer ones give the length of the longer.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The first of `known` (read through `projection` as string_view) at the smallest distance from `wanted`, where that is
// at most a third of its length, or 2. Empty when none is so near. The view is into `known`.
template <std::ranges::input_range Known, class Projection = std::identity>
std::string_view nearest_name(std::string_view wanted, const Known& known, Projection projection = {}) {
  if (wanted.empty() || wanted.size() > nearest_name_length_max) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, wanted.size() / 3) + 1;
  for (const auto& item : known) {
    const std::string_view name = std::invoke(projection, item);
    const auto difference = name.size() > wanted.size() ? name.size() - wanted.size() : wanted.size() - name.size();
    if (difference >= best_distance) continue;
    const auto distance = edit_distance(wanted, name);
    // A short name replaced altogether is no misspelling of another.
    if (distance < best_distance && distance < wanted.size()) {
      best_distance = distance;
      best = name;
    }
  }
  return best;
}

} // namespace frontdoor::triage
