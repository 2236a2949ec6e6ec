#pragma once
// Repeatable chance: the same seed gives the same day everywhere (SplitMix64).

#include <cstddef>
#include <cstdint>
#include <vector>

namespace frontdoor::triage {

class chance {
 public:
  explicit chance(std::uint64_t seed) : state_(seed) {}

  // 0 up to, but not, 1.
  double fraction() { return static_cast<double>(next() >> 11U) * 0x1p-53; }

  // From `low` to `high`, both within.
  std::int32_t between(std::int32_t low, std::int32_t high) {
    return low + static_cast<std::int32_t>(fraction() * (static_cast<double>(high) - low + 1));
  }

  // An index, each as often as its weight says. At least one weight must be above 0.
  std::size_t pick(const std::vector<double>& weights) {
    double total = 0;
    for (const auto weight : weights)
      total += weight;
    auto rest = fraction() * total;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      rest -= weights[i];
      if (rest < 0 && weights[i] > 0) return i;
    }
    return weights.size() - 1;
  }

 private:
  std::uint64_t next() {
    auto z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

} // namespace frontdoor::triage
