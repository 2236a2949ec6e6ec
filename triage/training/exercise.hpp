#pragma once
// One exercise of one trainee. It is no contact and no incident, and no function here makes an event: what does not
// stand in the log reaches no board, no unit, no figure and no export.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/incident/decide.hpp"
#include "triage/time.hpp"
#include "triage/training/rules.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage::training {

enum class exercise_state : std::uint8_t { open, submitted, abandoned };

std::string_view to_string(exercise_state state);
std::optional<exercise_state> parse_exercise_state(std::string_view text);

// Seconds are those of the exercise's own clock, which stands while the trainee has paused it.
struct asked_question {
  std::string fact;
  std::uint32_t at_s = 0; // the first time

  friend bool operator==(const asked_question&, const asked_question&) = default;
};

struct learnt_fact {
  std::string fact;
  document value;         // null: asked, and nobody can say
  std::uint32_t at_s = 0; // when it became this value

  friend bool operator==(const learnt_fact&, const learnt_fact&) = default;
};

struct handed_in {
  std::optional<std::string> grade;
  std::optional<std::string> contact_only; // instead of a grade: no incident, and how the contact ends
  std::optional<std::string> pathway;
  std::vector<std::string> flags;
  std::string rationale;
  std::uint32_t at_s = 0;

  friend bool operator==(const handed_in&, const handed_in&) = default;
};

struct exercise {
  uuid id;
  std::string number;  // "TRN-20260301-000004", drawn where it is stored; never an incident's
  std::string trainee; // as the log writes an actor
  std::string scenario;
  std::uint32_t scenario_version = 1;
  std::string pack;
  timestamp started_at{};
  exercise_state state = exercise_state::open;
  std::optional<timestamp> ended_at;
  std::uint32_t at_s = 0; // where its clock stood last
  std::vector<asked_question> questions;
  std::vector<learnt_fact> facts; // in the order learnt
  std::optional<handed_in> handed;
  document result; // of `score`; null until handed in
  std::uint32_t version = 1;

  const asked_question* find_question(std::string_view fact) const;
  const learnt_fact* find_fact(std::string_view fact) const;
  // What was learnt, as facts are written.
  nlohmann::json facts_learnt() const;

  friend bool operator==(const exercise&, const exercise&) = default;
};

// What the functions below may know. All must outlive the call.
struct exercise_context {
  timestamp now;
  const policy_pack& policy;
  const training::rules& rules;
};

using exercise_decision = std::expected<exercise, refusal>;

// A new exercise; `one` must be played by the pack.
exercise begin_exercise(uuid id, std::string trainee, const scenario& one, const exercise_context& context);

// Of the three below: an exercise that is over is refused (exercise_over, conflict), as is one whose scenario or pack
// has changed since it began (scenario_changed, conflict). `at_s` is what the trainee's clock says; left out, all the
// time since the beginning. It never goes back, and never beyond what has passed in the world, so that a console whose
// clock is wrong costs nothing and nobody gains by it.

// The question is put to the caller. Asked again it stays where it was asked first. Refuses a fact that the pack does
// not have (unknown_fact, invalid).
exercise_decision
ask_caller(exercise of, const std::string& fact, std::optional<std::uint32_t> at_s, const exercise_context& context);

// What the caller says to it: the scenario's words, or that he cannot say.
std::string_view caller_says(const rules& with, const scenario& one, std::string_view fact);

// Facts are written down; null: asked, and nobody can say. The same value again changes nothing. Refuses what the
// pack's vocabulary refuses (invalid_facts, invalid).
exercise_decision learn_facts(
    exercise of, const nlohmann::json& facts, std::optional<std::uint32_t> at_s, const exercise_context& context
);

// What the trainee comes to, scored at once. Refuses (invalid): neither or both of grade and contact_only
// (one_of_two), an unknown grade, pathway or flag (unknown_grade, unknown_pathway, unknown_flag), a rationale that is
// not in own words (own_words_required; practice.md 15).
exercise_decision hand_in(
    exercise of, handed_in what, const nlohmann::json& facts, std::optional<std::uint32_t> at_s,
    const exercise_context& context
);

// Another was begun instead.
exercise abandon(exercise of, timestamp now);

// As it is stored. `exercise_from_json` gives none for what this program did not write.
nlohmann::json to_json(const exercise& one);
std::optional<exercise> exercise_from_json(const nlohmann::json& stored);

} // namespace frontdoor::triage::training
