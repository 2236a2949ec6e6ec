#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/training/scoring.hpp"

namespace frontdoor::triage::training {

using nlohmann::json;

json to_json(const exercise_score& one, const policy_pack& pack) {
  json wanted = json::array();
  for (const auto& fact : one.wanted)
    wanted.push_back({{"fact", fact.fact}, {"at_s", value_or_null(fact.at_s)}});
  json misheard = json::array();
  for (const auto& fact : one.misheard)
    misheard.push_back({{"fact", fact.fact}, {"written", fact.written.value()}, {"said", fact.said.value()}});
  json parts = json::array();
  for (const auto& part : one.parts)
    parts.push_back({{"part", part.part}, {"percent", part.percent}, {"points", part.points}});
  return {
      {"percent", one.percent},
      {"passed", one.passed},
      {"grade",
       {{"verdict", to_string(one.verdict)},
        {"steps", one.steps},
        {"expected", value_or_null(one.grade)},
        {"expected_contact_only", value_or_null(one.ending)}}},
      {"asked", std::move(wanted)},
      {"misheard", std::move(misheard)},
      {"not_said", one.not_said},
      {"seconds", {{"to_grade", one.seconds}, {"allowed", one.seconds_allowed}, {"paused", one.seconds_paused}}},
      {"pathway", {{"expected", one.pathway}, {"right", one.pathway_right}}},
      {"flags", {{"missed", one.flags_missed}, {"wrong", one.flags_wrong}}},
      {"parts", std::move(parts)},
      {"by_rules", one.by_rules.value()},
      {"by_rules_given", one.by_rules_given.value()},
      {"policy", {{"pack", pack.name}, {"version", pack.version}, {"sha256", pack.sha256}}}
  };
}

} // namespace frontdoor::triage::training
