#include "triage/incident/separate_risk.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "triage/assessment/assess.hpp"
#include "triage/incident/assessing.hpp"
#include "triage/incident/likeness.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

// The facts that tell the kind, of those said.
std::vector<std::string> kinds_in(const link_rules& rules, const statements& said) {
  incident only;
  only.facts = said;
  std::vector<std::string> out;
  for (const auto& [fact, values] : appearance_of(rules, only).kinds)
    out.push_back(fact);
  return out;
}

statements as_statements(const json& facts) {
  statements out;
  for (const auto& [fact, value] : facts.items())
    out[fact].push_back({document(value), {}, {}});
  return out;
}

} // namespace

std::optional<separate_risk> find_separate_risk(
    const policy_pack& pack, const statements& held, const fact_set& own, std::span<const cue_finding> cues
) {
  const auto& rules = pack.working.links;
  const auto known = kinds_in(rules, held);
  if (known.empty()) return std::nullopt;
  auto told = kinds_in(rules, as_statements(to_json(pack.facts, own)));
  for (const auto& found : cues) {
    const auto& fact = pack.facts[pack.cues.at(found.cue).fact].key;
    const bool tells_kind = std::ranges::find(rules.kind_facts, fact) != rules.kind_facts.end();
    if (tells_kind && std::ranges::find(told, fact) == told.end()) told.push_back(fact);
  }
  std::erase_if(told, [&](const std::string& fact) { return std::ranges::find(known, fact) != known.end(); });
  if (told.empty()) return std::nullopt;
  const auto proposed = assess(pack, own, cues).proposed_grade;
  if (!proposed) return std::nullopt;
  const auto& grade = pack.grades.at(*proposed).code;
  const auto& risks = pack.working.open_risk_grades;
  if (std::ranges::find(risks, grade) == risks.end()) return std::nullopt;
  std::ranges::sort(told);
  return separate_risk{grade, std::move(told)};
}

std::optional<separate_risk> find_separate_risk(const policy_pack& pack, const incident& lead, const incident& other) {
  const auto recorded = other.assessment.is_null() ? json() : other.assessment.value();
  return find_separate_risk(pack, lead.facts, latest_facts(pack.facts, other.facts), incident_cues(pack, {}, recorded));
}

json to_json(const separate_risk& risk) {
  return {
      {"grade", risk.grade},
      {"facts", risk.facts},
      {"text", "This contact tells of something else than the incident it is on. Open an incident of its own for it."}
  };
}

} // namespace frontdoor::triage
