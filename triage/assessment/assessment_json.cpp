#include <nlohmann/json.hpp>

#include "triage/assessment/assess.hpp"

namespace frontdoor::triage {
namespace {

using nlohmann::json;

json grade_code(const policy_pack& pack, std::optional<std::size_t> grade) {
  return grade ? json(pack.grades[*grade].code) : json(nullptr);
}

json reason_json(const policy_pack& pack, const assessment_reason& reason) {
  const auto& table = pack.tables[reason.table];
  const auto& rule = table.rules[reason.rule];
  auto facts = json::array();
  for (const auto slot : rule.slots) facts.push_back(pack.tables.slot(slot).key);
  return {{"decision", table.name},
          {"rule", rule.id},
          {"grade", pack.grades[reason.grade].code},
          {"facts", std::move(facts)},
          {"text", rule.why}};
}

json question_json(const policy_pack& pack, const assessment_question& next) {
  const auto& asked = pack.questions[next.question];
  const auto& fact = pack.facts[asked.fact];
  return {{"fact", fact.key},
          {"text", asked.text},
          {"type", to_text(fact.type)},
          {"options", fact.values},
          {"could_raise_to", grade_code(pack, next.could_raise_to)}};
}

json change_json(const policy_pack& pack, const assessment_change& change) {
  const auto& fact = pack.facts[change.fact];
  const bool known = change.from_status == fact_status::known;
  return {{"fact", fact.key},
          {"from", known ? value_to_json(fact, change.from_status, change.from) : json(nullptr)},
          {"to", value_to_json(fact, fact_status::known, change.to)},
          {"grade", grade_code(pack, change.grade)}};
}

json codes_json(const std::vector<code_definition>& definitions, const std::vector<std::uint16_t>& indexes) {
  auto list = json::array();
  for (const auto index : indexes) list.push_back(definitions[index].code);
  return list;
}

std::string_view to_text(thrive_level level) {
  switch (level) {
    case thrive_level::none: return "none";
    case thrive_level::low: return "low";
    case thrive_level::medium: return "medium";
    case thrive_level::high: return "high";
  }
  return "none";
}

}  // namespace

json to_json(const assessment& result, const policy_pack& pack) {
  auto reasons = json::array();
  for (const auto& reason : result.reasons) reasons.push_back(reason_json(pack, reason));
  auto unknown = json::array();
  for (const auto fact : result.unknown) unknown.push_back(pack.facts[fact].key);
  auto questions = json::array();
  for (const auto& next : result.next_questions) questions.push_back(question_json(pack, next));
  auto changes = json::array();
  for (const auto& change : result.what_would_change) changes.push_back(change_json(pack, change));
  auto thrive = json::object();
  for (std::size_t i = 0; i < thrive_parts.size(); ++i) thrive[thrive_parts[i]] = to_text(result.thrive[i]);
  auto exclusions = json::array();
  for (const auto index : result.exclusions) {
    exclusions.push_back({{"code", pack.exclusions[index].code}, {"text", pack.exclusions[index].text}});
  }
  return {{"proposed_grade", grade_code(pack, result.proposed_grade)},
          {"most_urgent_possible", grade_code(pack, result.most_urgent_possible)},
          {"least_urgent_possible", grade_code(pack, result.least_urgent_possible)},
          {"reasons", std::move(reasons)},
          {"unknown", std::move(unknown)},
          {"next_questions", std::move(questions)},
          {"what_would_change", std::move(changes)},
          {"thrive", std::move(thrive)},
          {"flags", codes_json(pack.flags, result.flags)},
          {"pathway", result.pathway ? json(pack.pathways[*result.pathway].code) : json(nullptr)},
          {"exclusions", std::move(exclusions)},
          {"policy", {{"pack", pack.name}, {"version", pack.version}, {"sha256", pack.sha256}}}};
}

}  // namespace frontdoor::triage
