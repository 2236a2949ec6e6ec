#pragma once
// Plays one case on the stage and says what was not as expected.

#include <string>
#include <vector>

#include "tests/cases/case_file.hpp"
#include "tests/cases/stage.hpp"

namespace frontdoor::cases {

struct failed_step {
  std::size_t number = 0; // from 1
  double at = 0;
  std::string what; // "POST /v1/contacts as handler"
  std::vector<std::string> faults;
};

// Every step is tried, also after one that failed; a step that needs an answer which never came says so. `number` makes
// the case's telephone numbers and places its own.
std::vector<failed_step> play(stage& where, const case_data& what, int number);

} // namespace frontdoor::cases
