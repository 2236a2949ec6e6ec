#include "triage/review/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "triage/crime/audit.hpp"
#include "triage/fnv.hpp"

namespace frontdoor::triage::review {

namespace {

std::size_t size_of(std::size_t population, double share) {
  // A little less, so that a share such as 0.02 of 50 is one and not, by the last bit, two.
  const auto wanted = std::ceil(static_cast<double>(population) * share - 1e-9);
  return std::min(population, static_cast<std::size_t>(std::max(wanted, 0.0)));
}

} // namespace

daily_sample draw_share(std::span<const day_item> population, double share, std::uint64_t seed) {
  std::map<std::string, std::vector<crime::sample_item>> days;
  for (const auto& one : population)
    days[one.day].push_back({one.id, one.stratum});
  daily_sample out;
  std::map<std::string, std::set<std::string>> chosen;
  for (const auto& [day, items] : days) {
    // Tells the days apart, so that each has a draw of its own.
    const auto drawn = crime::draw(items, size_of(items.size(), share), fnv_with(fnv_from(seed), day));
    for (const auto& one : drawn.items)
      chosen[day].insert(one.id);
    out.days.push_back({day, items.size(), drawn.items.size()});
  }
  for (std::size_t i = 0; i < population.size(); ++i) {
    if (chosen[population[i].day].contains(population[i].id)) out.drawn.push_back(i);
  }
  return out;
}

} // namespace frontdoor::triage::review
