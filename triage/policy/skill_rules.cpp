#include "triage/policy/skill_rules.hpp"

#include <nlohmann/json.hpp>

#include "triage/policy/pack.hpp"
#include "triage/policy/working_entry.hpp"

namespace frontdoor::triage {

std::vector<skill_rule> read_skill_rules(const nlohmann::json& working, const policy_pack& pack, faults& found) {
  std::vector<skill_rule> out;
  if (!working.is_object()) return out;
  working_entry(working, "", found).list("unit_skills", [&](const working_entry& one) {
    one.check_keys({"skill", "text", "when"});
    out.push_back({one.text("skill"), one.text("text"), read_step_condition(one.inner("when"), pack)});
  });
  return out;
}

} // namespace frontdoor::triage
