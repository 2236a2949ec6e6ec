#pragma once
// A file of single contacts with the grade, pathway, flags and crimes expected of each: one JSON object a line, as
// narratives.jsonl of the shared domain material.

#include <filesystem>
#include <string>
#include <vector>

#include "tests/cases/stage.hpp"

namespace frontdoor::cases {

struct narrative_result {
  std::string id;
  std::vector<std::string> faults; // none: as expected, or as argued
  std::vector<std::string> argued; // fields that differ as tests/data argues
};

// Posts each contact. Differences argued in tests/data/narrative-differences.json and narrative-crime-differences.json
// count as expected when they are exactly as argued.
std::vector<narrative_result> play_narratives(stage& where, const std::filesystem::path& file);

} // namespace frontdoor::cases
