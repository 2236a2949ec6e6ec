#pragma once
// A random share of the records of each day that is over, stratified by grade: the same seed draws the same records
// again, and a record that was drawn stays drawn while later days come (domain.md 2.6: stratified, seeded,
// reproducible).

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace frontdoor::triage::review {

struct day_item {
  std::string id;
  std::string day;     // "2026-03-01"
  std::string stratum; // its grade
};

struct day_draw {
  std::string day;
  std::size_t population = 0;
  std::size_t drawn = 0;

  friend bool operator==(const day_draw&, const day_draw&) = default;
};

struct daily_sample {
  std::vector<std::size_t> drawn; // places in the population, in its order
  std::vector<day_draw> days;     // every day of the population, in order
};

// `share` of each day, rounded up, so that no day goes without. A share of 1 draws all. The order of the population
// does not matter to what is drawn. Ids must be different within a day.
daily_sample draw_share(std::span<const day_item> population, double share, std::uint64_t seed);

} // namespace frontdoor::triage::review
