#pragma once
// Steps: tasks that what is known of an incident makes necessary, each opened once (lessons.md R10, R17, R18, R19;
// practice.md 8). One mechanism for all of them; which task and when is data of the pack.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/assessment/facts.hpp"
#include "triage/fault.hpp"

namespace frontdoor::triage {

struct policy_pack;
class working_entry;

// True of a fact that has one of these values, or a number that is no less, or is not known at all.
struct fact_test {
  std::size_t fact = 0;
  std::vector<std::int32_t> codes; // of a set: any of the members
  std::optional<std::int32_t> at_least;
  bool unknown = false;
};

// Every part that is given must hold.
struct step_condition {
  std::vector<std::string> flags_any;
  std::vector<fact_test> facts;
  std::vector<std::string> channels; // of any contact
  std::vector<std::string> grades;
  std::uint32_t deferrals = 0; // put off at least so often

  bool empty() const;
};

struct step_rule {
  std::string task;
  step_condition when;
  std::vector<step_condition> unless; // none of these may hold
};

// What a step is decided on.
struct step_view {
  const vocabulary& facts;
  const fact_set& known;
  const std::vector<std::string>& flags;
  std::vector<std::string_view> channels;
  std::optional<std::string> grade;
  std::uint32_t deferrals = 0;
};

bool holds(const step_condition& condition, const step_view& view);
bool applies(const step_rule& rule, const step_view& view);

// Reads one condition when the rest of the pack has been read; adds every fault found: unknown facts, values, flags,
// grades, and a condition that is always true.
step_condition read_step_condition(const working_entry& from, const policy_pack& pack);

// Reads the member "steps" of working.json, when the rest of the pack has been read. Adds every fault found: unknown
// tasks, facts, values, flags, grades, and conditions that are always true. What is no object has none.
std::vector<step_rule> read_steps(const nlohmann::json& working, const policy_pack& pack, faults& found);

} // namespace frontdoor::triage
