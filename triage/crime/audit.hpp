#pragma once
// Auditing crime records (domain.md 4.7): a random sample that anyone can draw again, and how far its error rate can be
// trusted.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace frontdoor::triage::crime {

// Something that may be drawn, and the stratum it counts to.
struct sample_item {
  std::string id;
  std::string stratum;
  std::string number = {}; // what people call it

  friend bool operator==(const sample_item&, const sample_item&) = default;
};

struct stratum_share {
  std::string stratum;
  std::size_t population = 0;
  std::size_t drawn = 0;

  friend bool operator==(const stratum_share&, const stratum_share&) = default;
};

struct sample {
  std::vector<sample_item> items;    // by stratum, then by id
  std::vector<stratum_share> shares; // every stratum of the population, by name

  friend bool operator==(const sample&, const sample&) = default;
};

// Draws `size` items without replacement, from each stratum in proportion (largest remainders), and at least one of
// each while there are enough. The same population in any order, size and seed give the same sample on every machine.
// Of each stratum no more than `size` items are kept, however large the population that goes past.
class sampler {
 public:
  sampler(std::size_t size, std::uint64_t seed) : size_(size), seed_(seed) {}

  void see(sample_item item);
  sample drawn() const; // of what was seen so far

 private:
  struct ranked {
    std::uint64_t rank = 0;
    sample_item item;

    bool operator<(const ranked& other) const;
  };
  struct stratum_seen {
    std::size_t population = 0;
    std::vector<ranked> kept; // a heap, the last to be drawn on top
  };

  std::size_t size_;
  std::uint64_t seed_;
  std::map<std::string, stratum_seen> strata_;
};

// The same of a population that is there as a whole.
sample draw(std::span<const sample_item> population, std::size_t size, std::uint64_t seed);

struct interval {
  double low = 0;
  double high = 1;
};

// The Wilson score interval for the share of `hits` among `tries`, for a normal quantile `z` (1.96: 95 %). No tries:
// from 0 to 1.
interval wilson(std::uint64_t hits, std::uint64_t tries, double z = 1.959963984540054);

} // namespace frontdoor::triage::crime
