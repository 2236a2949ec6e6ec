#pragma once
// Which skills an incident asks of the unit that goes, by what is known of it (lessons.md R25). The member
// "unit_skills" of working.json. A unit without them is still offered, later in the list: people decide.

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/policy/step_rules.hpp"

namespace frontdoor::triage {

struct skill_rule {
  std::string skill; // as the force's units have it (config/force/force.json)
  std::string text;  // why it is needed
  step_condition when;
};

// Reads them from working.json, when the rest of the pack has been read. Adds every fault found: unknown facts, values,
// flags and grades. What is no object has none.
std::vector<skill_rule> read_skill_rules(const nlohmann::json& working, const policy_pack& pack, faults& found);

} // namespace frontdoor::triage
