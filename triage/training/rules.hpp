#pragma once
// How exercises are dealt and scored: training.json of the force, and the scenarios beside it.

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/policy/working_rules.hpp"
#include "triage/training/scenario.hpp"

namespace frontdoor::triage::training {

// What each part counts for. A part that an exercise does not have is left out of the sum.
struct part_points {
  std::uint32_t grade = 0;
  std::uint32_t asked = 0;
  std::uint32_t heard = 0;
  std::uint32_t time = 0;
  std::uint32_t pathway = 0;
  std::uint32_t flags = 0;
};

struct rules {
  std::uint64_t seed = 0;
  std::string cannot_say; // what the caller says where a scenario has no answer
  std::uint32_t exercises_a_day_max = 0;
  own_words_rule words;
  part_points points;
  std::uint32_t too_low_percent_a_step = 0;
  bool too_low_fails = false; // whatever the points
  std::uint32_t too_high_percent_a_step = 0;
  std::uint32_t late_nothing_at_percent = 0; // of the time allowed: no points for time from there on
  std::uint32_t pass_percent = 0;
  std::uint32_t agreement_trainees_min = 0; // fewer: no figures, and it is said why
  std::vector<scenario> scenarios;          // by code

  const scenario* find(std::string_view code) const;
};

// Reads a document that holds to policy-training.schema.json; the scenarios are left empty. The faults besides: the
// grade counts for nothing; a grade that is too high costs as much as one that is too low, which would teach to
// undergrade (domain.md, things to know, 3: the most dangerous action is not to send somebody).
std::expected<rules, faults> read_rules(const nlohmann::json& document, const std::string& file);

} // namespace frontdoor::triage::training
