#include "triage/review/agreement.hpp"

#include <map>
#include <string_view>
#include <utility>

namespace frontdoor::triage::review {

agreement agree(std::span<const rated_pair> pairs) {
  agreement out;
  out.pairs = pairs.size();
  if (pairs.empty()) return out;
  std::map<std::string_view, std::pair<std::uint64_t, std::uint64_t>> given; // answer: by the first, by the second
  for (const auto& one : pairs) {
    ++given[one.first].first;
    ++given[one.second].second;
    if (one.first == one.second) ++out.agreed;
  }
  // In whole numbers until the last step: kappa = (n a - c) / (n n - c), c the sum of products of the margins.
  const auto n = static_cast<double>(out.pairs);
  std::uint64_t by_chance = 0;
  for (const auto& [answer, counts] : given)
    by_chance += counts.first * counts.second;
  const auto c = static_cast<double>(by_chance);
  const auto a = static_cast<double>(out.agreed);
  out.raw = a / n;
  if (by_chance != out.pairs * out.pairs) out.kappa = (n * a - c) / (n * n - c);
  return out;
}

} // namespace frontdoor::triage::review
