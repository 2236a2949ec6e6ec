#pragma once
// What a policy says of a set of facts: the grade proposed, the most and least urgent grades still possible, and why.
// Grading is by floors (domain.md section 1.4): each matched rule sets the least urgent grade allowed, the most urgent
// one wins. No rule matched means ungraded: a person chooses (practice.md 1).

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/assessment/facts.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage {

// A matched rule of a grading table.
struct assessment_reason {
  std::uint16_t table = 0; // index into pack.tables
  std::uint16_t rule = 0;
  std::uint8_t grade = 0; // index into pack.grades
};

// A table in which rules matched, and which.
struct assessment_match {
  std::uint16_t table = 0; // index into pack.tables
  rule_mask rules = 0;
};

// A question worth asking, and the most urgent grade its answer could raise to.
struct assessment_question {
  std::uint16_t question = 0; // index into pack.questions
  std::optional<std::size_t> could_raise_to;
};

// A change of one fact that changes the grade.
struct assessment_change {
  std::uint16_t fact = 0;
  fact_status from_status = fact_status::unknown;
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::optional<std::size_t> grade; // none: ungraded
};

// The smallest set of changes found that gives a less urgent grade.
struct assessment_lowering {
  std::vector<assessment_change> changes; // empty: nothing within reach lowers it
  std::optional<std::size_t> grade;       // the grade then; none: ungraded
  bool exact = true;                      // false: the search was cut short, a smaller set may exist
};

// What a caller is told because of an answer given.
struct assessment_instruction {
  std::uint16_t question = 0; // index into pack.questions
  std::uint16_t option = 0;   // index into its options
};

// A cue of the narrative.
struct assessment_cue {
  cue_finding found;
  bool answered = false; // its fact has a value: it neither asks nor raises any more
};

// Grades are indexes into pack.grades (0 is the most urgent); none is ungraded.
struct assessment {
  std::optional<std::size_t> proposed_grade;
  std::optional<std::size_t> most_urgent_possible;
  std::optional<std::size_t> least_urgent_possible;
  bool range_exact = true;                // false: the range may be wider than what can happen, never narrower
  std::vector<assessment_reason> reasons; // most urgent first
  std::vector<std::uint16_t> unknown;     // facts without a value that keep the two ends of the range apart
  std::vector<assessment_question> next_questions;
  std::vector<assessment_change> what_would_change; // most urgent first
  assessment_lowering what_would_lower;
  std::vector<assessment_instruction> instructions; // while the grade is urgent or open
  std::vector<assessment_cue> cues;
  std::array<thrive_level, thrive_parts.size()> thrive{};
  std::vector<std::uint16_t> flags;      // indexes into pack.flags, in the pack's order
  std::optional<std::size_t> pathway;    // index into pack.pathways
  std::vector<std::uint16_t> exclusions; // indexes into pack.exclusions
  std::vector<assessment_match> matched; // every table in which a rule matched, in order of evaluation
  bool promotes_contact = false;         // a contact that wanted no incident must get one (practice.md 6)
};

// Assesses `facts`, which must have been made for `pack.facts`, with the cues that `pack.cue_words` found in what was
// said. Pure; safe to call from any thread.
assessment assess(const policy_pack& pack, const fact_set& facts, std::span<const cue_finding> cues = {});

// The assessment as the HTTP contract writes it.
nlohmann::json to_json(const assessment& result, const policy_pack& pack);

// Why each decision came out as it did, as the HTTP contract writes it: every table in which rules matched, with the
// rules, what they give, the facts they looked at, and their annotations.
nlohmann::json explanation(const assessment& result, const policy_pack& pack);

// The pathway (index into pack.pathways) that goes with `grade` (none: ungraded) for these facts, whatever grade the
// rules propose: for a grade that a person chose.
std::optional<std::size_t> pathway_at(const policy_pack& pack, const fact_set& facts, std::optional<std::size_t> grade);

// The sentence for the caller: the pathway's own, or the grade's; empty when ungraded without a pathway. Lives as long
// as the pack.
std::string_view say_to_caller(const assessment& result, const policy_pack& pack);

// Only the grade by the facts: no allocation, for simulations and replays. The same as assess(pack,
// facts).proposed_grade.
std::optional<std::size_t> grade(const policy_pack& pack, const fact_set& facts);

// Runs the pack's scenarios.json (docs/policy-pack-format.md), grades named by code or by shared step, and
// returns a fault for each one that comes out otherwise, or is not well formed.
faults check_scenarios(const policy_pack& pack, const nlohmann::json& scenarios, const std::string& file);

} // namespace frontdoor::triage
