#pragma once
// Grading by floors on a frame of slots. Internal to triage/assessment; nothing here allocates.

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

#include "triage/assessment/assess.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage {

// The values of one evaluation and the rules that matched.
struct frame {
  std::array<std::int32_t, slots_max> slots{};
  std::array<rule_mask, tables_max> matched{};
};

// A frame with the facts filled in and every result without a value.
inline void fill(frame& into, const policy_pack& pack, const fact_set& facts) {
  std::copy_n(facts.codes(), facts.size(), into.slots.data());
  for (std::size_t i = facts.size(); i < pack.tables.slot_count(); ++i) {
    into.slots[i] = code_without_value(pack.tables.slot(i).type);
  }
}

// Evaluates these tables in order.
inline void evaluate(const policy_pack& pack, const std::vector<std::uint16_t>& tables, frame& now) {
  for (const auto table : tables)
    pack.tables.evaluate_one(table, now.slots.data(), now.matched.data());
}

// A grade is an index into pack.grades; this is the index of "ungraded" in comparisons of urgency: behind every grade
// that deploys, before those that do not, since ungraded asks for a person and they do not.
class urgency {
 public:
  explicit urgency(const policy_pack& pack) {
    while (deploying_ < pack.grades.size() && pack.grades[deploying_].deploys)
      ++deploying_;
  }

  // 0 is the most urgent.
  std::size_t rank(std::optional<std::size_t> grade) const {
    if (!grade) return deploying_;
    return *grade < deploying_ ? *grade : *grade + 1;
  }

  std::optional<std::size_t> grade(std::size_t rank) const {
    if (rank == deploying_) return std::nullopt;
    return rank < deploying_ ? rank : rank - 1;
  }

  std::size_t deploying() const { return deploying_; }

 private:
  std::size_t deploying_ = 0;
};

// The most urgent grade among `mask`'s rules, or `otherwise` when that is more urgent or none is set.
inline std::size_t most_urgent(const grading_table& grading, rule_mask mask, std::size_t otherwise) {
  for (; mask != 0; mask &= mask - 1) {
    otherwise =
        std::min<std::size_t>(otherwise, grading.grade_of_rule[static_cast<std::size_t>(std::countr_zero(mask))]);
  }
  return otherwise;
}

// Whether an exclusion holds (domain.md section 3.3).
inline bool excluded(const policy_pack& pack, const frame& now) {
  for (const auto& table : pack.exclusion_tables) {
    if (now.matched[table.table] != 0) return true;
  }
  return false;
}

// The grade of a frame whose grading (and exclusion) tables are evaluated. An exclusion bars a grade that does not
// deploy and grades nothing itself (practice.md 4): what is left is ungraded.
inline std::optional<std::size_t> grade_of(const policy_pack& pack, const frame& now) {
  const auto none = pack.grades.size();
  auto grade = none;
  for (const auto& grading : pack.grading)
    grade = most_urgent(grading, now.matched[grading.table], grade);
  if (grade == none) return std::nullopt;
  if (!pack.grades[grade].deploys && excluded(pack, now)) return std::nullopt;
  return grade;
}

// A floor that a cue of the narrative sets while its fact has no value.
struct cue_floor {
  std::uint16_t cue = 0;
  std::uint16_t fact = 0;
  std::uint8_t grade = 0;
};

inline bool holds(const cue_floor& floor, const policy_pack& pack, const frame& now) {
  return now.slots[floor.fact] == code_without_value(pack.facts[floor.fact].type);
}

// As grade_of, with the floors that hold; a floor never lowers.
inline std::optional<std::size_t>
grade_with(const policy_pack& pack, const frame& now, const std::vector<cue_floor>& floors) {
  auto grade = grade_of(pack, now);
  for (const auto& floor : floors) {
    if (holds(floor, pack, now) && (!grade || floor.grade < *grade)) grade = floor.grade;
  }
  return grade;
}

// A list of facts without allocation.
struct fact_list {
  std::array<std::uint16_t, facts_max> facts{};
  std::size_t count = 0;

  void add(std::size_t fact) { facts[count++] = static_cast<std::uint16_t>(fact); }
  const std::uint16_t* begin() const { return facts.data(); }
  const std::uint16_t* end() const { return facts.data() + count; }
};

// Which facts count as unknown: without a value, and asked, withheld, or reached by a question whose conditions hold
// (design: facts nobody would ask here are taken as not applying). `now` must be evaluated.
fact_list open_facts(const policy_pack& pack, const fact_set& facts, const frame& now);

// How far the open facts can move the grade. Ranks as in `urgency`.
struct grade_range {
  std::size_t most = 0;
  std::size_t least = 0;
  bool exact = true;
  // By fact: whether its value keeps the two ends apart.
  std::array<bool, facts_max> matters{};
  // By fact: rank of the most urgent grade that a rule waiting for this fact sets; `no_raise` when none waits.
  std::array<std::uint8_t, facts_max> raise{};
  // By fact: how many open facts that rule waits for, at least.
  std::array<std::uint8_t, facts_max> waiting{};

  static constexpr std::uint8_t no_raise = 0xff;
};

// The smallest set of changes of facts (known or open) that lowers the grade, at most three, of those that what holds
// the grade rests on. `now` is the evaluated frame of `facts`; it is left as it was found.
assessment_lowering find_lowering(
    const policy_pack& pack, const fact_set& facts, const fact_list& open, const std::vector<cue_floor>& floors,
    const frame& now
);

// Works out the range. `now` is the evaluated frame of `facts`; it is used as scratch and left as it was found.
grade_range find_range(const policy_pack& pack, const fact_list& open, frame& now);

} // namespace frontdoor::triage
