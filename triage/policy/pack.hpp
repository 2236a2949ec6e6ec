#pragma once
// A policy pack: the data by which contacts are assessed. Read once from its files, checked whole, never changed
// afterwards; share it as std::shared_ptr<const policy_pack>. A new version is a new pack.

#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/assessment/facts.hpp"
#include "triage/fault.hpp"
#include "triage/policy/compiled_tables.hpp"
#include "triage/policy/cues.hpp"
#include "triage/policy/day_one_rules.hpp"
#include "triage/policy/grading_plan.hpp"
#include "triage/policy/nsir_rules.hpp"
#include "triage/policy/safety.hpp"
#include "triage/policy/unary_cell.hpp"
#include "triage/policy/working_rules.hpp"

namespace frontdoor::triage {

// One step of the grade scale (domain.md section 2.2). Durations run from the first receipt of the contact.
struct grade_definition {
  std::string code;                 // "1"
  std::string name;                 // "Emergency"
  std::vector<std::string> results; // what grading tables give for it; its own code when pack.json lists none
  std::optional<std::chrono::microseconds> allocate_by;
  std::optional<std::chrono::microseconds> arrive_by;
  bool deploys = true; // false: resolution without deployment, which an exclusion bars
  // Set: pushed to the dispatcher's console at creation, to be acknowledged within this time (domain.md section 2.5).
  std::optional<std::chrono::microseconds> acknowledge_within;
  bool promotes_contact = true; // a contact without an incident gets one when this grade is proposed (practice.md 6)
  bool questions_wait = false;  // nothing but place and what may be asked before sending (practice.md 5)
  std::string say_to_caller;
};

// A flag, pathway or exclusion.
struct code_definition {
  std::string code;
  std::string text;
  std::string authority;     // exclusions: who may agree otherwise
  std::string say_to_caller; // pathways: what happens next, in the caller's words; empty: the grade's sentence
};

// A question of the question set (FHIR Questionnaire vocabulary: linkId, text, type, enableWhen, answerOption).
struct question {
  struct condition {
    std::uint16_t slot = 0;
    unary_cell test;
  };
  struct option {
    std::int32_t code = 0;
    std::string value; // as text
    std::string words;
    std::string caller_instruction; // what to tell a caller who answers so; empty: nothing
  };
  std::string link_id;
  std::uint16_t fact = 0;
  std::string text;
  std::vector<option> options;
  std::vector<condition> enable_when; // none: asked of every contact
  bool enable_all = true;             // enableBehavior: all or any
  bool before_sending = false;        // place and what: asked even when the grade is to be sent at once
  bool only_on_cue = false;           // asked only where words of the narrative suggest it
  bool last = false;                  // "anything else?": asked when nothing else is left to ask
};

// A table whose rules each name a flag or exclusion (index by rule).
struct listing_table {
  std::uint16_t table = 0;
  std::vector<std::uint16_t> code_of_rule;
};

// A table with one code as its result.
struct choosing_table {
  std::uint16_t table = 0;
  std::vector<std::uint16_t> code_of_result; // by result code - 1
};

enum class thrive_level : std::uint8_t { none, low, medium, high };
inline constexpr std::array thrive_parts{"threat", "harm", "risk", "investigation", "vulnerability", "engagement"};

struct policy_pack {
  std::string name;
  std::string version;
  std::string title;
  std::string sha256;                   // of its files, lower-case hex
  std::vector<grade_definition> grades; // most urgent first
  vocabulary facts;
  std::vector<question> questions;
  std::vector<std::pair<std::uint16_t, std::uint16_t>> instructions; // question and option with words for the caller
  std::vector<text_cue> cues;
  cue_finder cue_words; // finds `cues`
  std::vector<code_definition> flags;
  std::vector<code_definition> pathways;
  std::vector<code_definition> exclusions;
  working_rules working; // of working.json
  day_one_rules day_one; // of day-one.json
  nsir_rules nsir;       // of nsir.json

  compiled_tables tables;
  std::vector<grading_table> grading;
  grading_plan plan;
  std::vector<listing_table> flag_tables;
  std::vector<listing_table> exclusion_tables;
  std::optional<choosing_table> pathway;
  std::array<std::optional<choosing_table>, thrive_parts.size()> thrive;
  std::optional<std::uint16_t> promotion;      // a table of facts that promote a contact to an incident
  std::uint16_t grade_slot = 0;                // where the proposed grade is put for the tables that test it
  std::vector<std::uint16_t> question_of_fact; // index into `questions`, or no_question
  std::optional<safety_rules> safety;          // none: the pack has no safety.json, and is not verified

  static constexpr std::uint16_t no_question = 0xffff;

  // The index of the grade of that code.
  std::optional<std::size_t> find_grade(std::string_view code) const;
  // The index of the grade that this result of a grading table stands for.
  std::optional<std::size_t> find_result(std::string_view result) const;
};

// Reads a pack from its files (name -> content, the shared ones that pack.json names among them): pack.json,
// vocabulary.json, questions.json, flags.json, pathways.json, exclusions.json, every *.dmn and, where there are any,
// cues.json, safety.json, working.json, day-one.json and nsir.json; other files are left alone. `sha256` is the hash
// the caller computed over the files. Returns the pack, or every fault found, each with file, place, code and words.
// Safe to call from any thread.
std::expected<policy_pack, faults> load_pack(const std::map<std::string, std::string>& files, std::string sha256);

// What the screens need of it, as GET /v1/policy answers: {pack, version, title, sha256, grades[], vocabulary[],
// questions[], flags[], pathways[], exclusions[]}.
nlohmann::json describe(const policy_pack& pack);

} // namespace frontdoor::triage
