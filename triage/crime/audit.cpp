#include "triage/crime/audit.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace frontdoor::triage::crime {

namespace {

// SplitMix64: a sequence that is the same everywhere, unlike the standard library's distributions.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

// The rank of an item in a draw: depends on seed and id alone, so the order of the population does not matter.
std::uint64_t rank_of(const std::string& id, std::uint64_t seed) {
  std::uint64_t rank = mixed(seed);
  for (const char c : id)
    rank = mixed(rank ^ static_cast<unsigned char>(c));
  return rank;
}

// How many of each stratum: one each while there are enough, the rest by largest remainders.
std::vector<std::size_t> shares_of(const std::vector<std::size_t>& populations, std::size_t size) {
  std::size_t total = 0;
  for (const auto one : populations)
    total += one;
  size = std::min(size, total);
  std::vector<std::size_t> out(populations.size(), 0);
  const std::size_t each = size >= populations.size() ? 1 : 0;
  std::size_t left = size;
  for (auto& one : out) {
    one = each;
    left -= each;
  }
  while (left > 0) {
    // The stratum that is furthest below its share gets the next one.
    std::size_t best = populations.size();
    double worst = 0;
    for (std::size_t i = 0; i < populations.size(); ++i) {
      if (out[i] == populations[i]) continue;
      const double wanted =
          static_cast<double>(size) * static_cast<double>(populations[i]) / static_cast<double>(total);
      const double behind = wanted - static_cast<double>(out[i]);
      if (best == populations.size() || behind > worst) {
        best = i;
        worst = behind;
      }
    }
    ++out[best];
    --left;
  }
  return out;
}

} // namespace

bool sampler::ranked::operator<(const ranked& other) const {
  return std::tie(rank, item.id) < std::tie(other.rank, other.item.id);
}

void sampler::see(sample_item item) {
  auto& stratum = strata_[item.stratum];
  ++stratum.population;
  ranked one{rank_of(item.id, seed_), std::move(item)};
  auto& kept = stratum.kept;
  if (kept.size() == size_) {
    if (kept.empty() || !(one < kept.front())) return;
    std::pop_heap(kept.begin(), kept.end());
    kept.pop_back();
  }
  kept.push_back(std::move(one));
  std::push_heap(kept.begin(), kept.end());
}

sample sampler::drawn() const {
  std::vector<std::size_t> populations;
  for (const auto& [name, stratum] : strata_)
    populations.push_back(stratum.population);
  const auto shares = shares_of(populations, size_);
  sample out;
  std::size_t place = 0;
  for (const auto& [name, stratum] : strata_) {
    out.shares.push_back({name, stratum.population, shares[place]});
    auto kept = stratum.kept;
    std::sort(kept.begin(), kept.end());
    kept.resize(shares[place]);
    std::sort(kept.begin(), kept.end(), [](const ranked& a, const ranked& b) { return a.item.id < b.item.id; });
    for (auto& one : kept)
      out.items.push_back(std::move(one.item));
    ++place;
  }
  return out;
}

sample draw(std::span<const sample_item> population, std::size_t size, std::uint64_t seed) {
  sampler all(size, seed);
  for (const auto& one : population)
    all.see(one);
  return all.drawn();
}

interval wilson(std::uint64_t hits, std::uint64_t tries, double z) {
  if (tries == 0) return {};
  const auto n = static_cast<double>(tries);
  const double p = static_cast<double>(std::min(hits, tries)) / n;
  const double z2 = z * z;
  const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double reach = z / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return {std::max(0.0, middle - reach), std::min(1.0, middle + reach)};
}

} // namespace frontdoor::triage::crime
