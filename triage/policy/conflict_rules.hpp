#pragma once
// When what several contacts say of one incident cannot all be so (lessons.md R07, R19): the member "conflicts" of
// working.json. All numbers are the force's to set.

#include <cstdint>

namespace frontdoor::triage {

struct conflict_rules {
  std::uint32_t places_apart_m = 0;    // metres between the areas told; 0: places are not compared
  std::uint32_t births_apart_days = 0; // days between the dates of birth told of one name; 0: they are not compared
};

} // namespace frontdoor::triage
