#include "triage/training/dealing.hpp"

#include <utility>

#include "triage/fnv.hpp"

namespace frontdoor::triage::training {

namespace {

// By trainee and scenario, parted by a byte that no text has; the last bits spread over all.
std::uint64_t place_in_deal(std::uint64_t seed, std::string_view trainee, std::string_view code) {
  auto mixed = fnv_from(seed);
  for (const auto text : {trainee, code})
    mixed = fnv_with(fnv_with(mixed, text), "\xff");
  mixed ^= mixed >> 31U;
  mixed *= 0x9e3779b97f4a7c15ULL;
  return mixed ^ (mixed >> 29U);
}

} // namespace

const scenario* deal(
    const rules& with, std::string_view pack, std::string_view trainee,
    const std::map<std::string, std::uint64_t, std::less<>>& done
) {
  const scenario* least = nullptr;
  std::pair<std::uint64_t, std::uint64_t> lowest;
  for (const auto& one : with.scenarios) {
    if (one.grade_for(pack) == nullptr) continue;
    const auto often = done.find(one.code);
    const std::pair place{
        often == done.end() ? std::uint64_t{0} : often->second, place_in_deal(with.seed, trainee, one.code)
    };
    if (least != nullptr && place >= lowest) continue;
    least = &one;
    lowest = place;
  }
  return least;
}

} // namespace frontdoor::triage::training
