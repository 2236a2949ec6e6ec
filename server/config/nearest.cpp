#include "server/config/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace frontdoor::config {

namespace {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

} // namespace

std::optional<std::string> nearest(std::string_view given, const std::vector<std::string>& known) {
  if (given.size() > 128) return std::nullopt;
  std::optional<std::string> best;
  std::size_t least = 0;
  for (const auto& candidate : known) {
    const auto changes = distance(given, candidate);
    if (changes > candidate.size() / 3) continue;
    if (!best || changes < least) {
      best = candidate;
      least = changes;
    }
  }
  return best;
}

} // namespace frontdoor::config
