#pragma once
// What an exercise comes to. A grade that is too low weighs more than one that is too high, since the most dangerous
// action is not to send somebody (domain.md, things to know, 3); by how much is the force's data.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/training/exercise.hpp"

namespace frontdoor::triage::training {

enum class grade_verdict : std::uint8_t { right, too_low, too_high };

std::string_view to_string(grade_verdict verdict);

// One part of the score.
struct scored_part {
  std::string part;          // grade, asked, heard, time, pathway, flags
  std::uint32_t percent = 0; // of its points
  std::uint32_t points = 0;  // what it counts for

  friend bool operator==(const scored_part&, const scored_part&) = default;
};

// A fact that had to be asked.
struct wanted_fact {
  std::string fact;
  std::optional<std::uint32_t> at_s; // asked or written down; none: missed

  friend bool operator==(const wanted_fact&, const wanted_fact&) = default;
};

// A fact written down otherwise than the caller said it.
struct misheard_fact {
  std::string fact;
  document written;
  document said;

  friend bool operator==(const misheard_fact&, const misheard_fact&) = default;
};

struct exercise_score {
  grade_verdict verdict = grade_verdict::right;
  std::uint32_t steps = 0;           // of the scale between given and expected; no incident stands below its last
  std::optional<std::string> grade;  // expected; none: no incident was
  std::optional<std::string> ending; // expected without an incident
  std::vector<wanted_fact> wanted;
  std::vector<misheard_fact> misheard;
  std::vector<std::string> not_said; // written down, and not of this scenario; counts for nothing
  std::uint32_t seconds = 0;         // to the grade, on the exercise's clock
  std::uint32_t seconds_allowed = 0;
  std::uint32_t seconds_paused = 0;
  std::string pathway; // expected
  bool pathway_right = false;
  std::vector<std::string> flags_missed;
  std::vector<std::string> flags_wrong; // given, and the rules do not give them
  std::vector<scored_part> parts;
  std::uint32_t percent = 0; // of all points of these parts, rounded down
  bool passed = false;
  document by_rules;       // what the rules say of all that the caller could have said, with reasons
  document by_rules_given; // what they say of what was written down

  friend bool operator==(const exercise_score&, const exercise_score&) = default;
};

// The place of a grade on the pack's scale, the most urgent first. One place behind the last: no grade, and no
// incident.
std::size_t rank_in_scale(const policy_pack& pack, const std::optional<std::string>& grade);

// `of` must have been handed in; `one` must be its scenario, which the pack plays and agrees with (check_scenario).
exercise_score score(const exercise& of, const scenario& one, const exercise_context& context);

// As the HTTP contract writes it.
nlohmann::json to_json(const exercise_score& one, const policy_pack& pack);

} // namespace frontdoor::triage::training
