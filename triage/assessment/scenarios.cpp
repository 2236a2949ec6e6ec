#include <algorithm>

#include <nlohmann/json.hpp>

#include "triage/assessment/assess.hpp"
#include "triage/policy/grade_called.hpp"

namespace frontdoor::triage {
namespace {

using nlohmann::json;

std::string name_of(const json& scenario) {
  const auto it = scenario.find("id");
  return it != scenario.end() && it->is_string() ? it->get<std::string>() : "?";
}

std::string shown(const json& value) {
  return value.is_null() ? "ungraded" : value.is_string() ? value.get<std::string>() : value.dump();
}

// Compares one result with what the scenario expects of it.
void compare(
    const json& scenario, const char* key, const json& given, const std::string& pointer, const std::string& file,
    faults& found
) {
  const auto it = scenario.find(key);
  if (it == scenario.end() || *it == given) return;
  found.push_back(
      {pointer + "/" + key,
       "scenario_fails",
       "scenario \"" + name_of(scenario) + "\" expects " + key + " " + shown(*it) + ", the tables give " + shown(given),
       {},
       file}
  );
}

// A grade may be named by a step of tables that packs share.
void compare_grade(
    const policy_pack& pack, const json& scenario, const char* key, std::optional<std::size_t> given,
    const std::string& pointer, const std::string& file, faults& found
) {
  const auto it = scenario.find(key);
  if (it == scenario.end()) return;
  const bool same = given && it->is_string() && grade_called(pack, it->get_ref<const std::string&>()) == given;
  if (!same) compare(scenario, key, given ? json(pack.grades[*given].code) : json(nullptr), pointer, file, found);
}

void check_flags(
    const policy_pack& pack, const json& scenario, const assessment& result, const std::string& pointer,
    const std::string& file, faults& found
) {
  for (const auto& [key, wanted] : {std::pair{"flags", true}, std::pair{"flags_absent", false}}) {
    for (const auto& flag : scenario.value(key, json::array())) {
      const bool given = std::ranges::any_of(result.flags, [&](auto index) { return flag == pack.flags[index].code; });
      if (given == wanted) continue;
      found.push_back(
          {pointer + "/" + key,
           "scenario_fails",
           "scenario \"" + name_of(scenario) + "\" " + (wanted ? "expects" : "does not expect") + " the flag " +
               shown(flag),
           {},
           file}
      );
    }
  }
}

void check_exclusions(
    const policy_pack& pack, const json& scenario, const assessment& result, const std::string& pointer,
    const std::string& file, faults& found
) {
  for (const auto& code : scenario.value("exclusions", json::array())) {
    const bool given =
        std::ranges::any_of(result.exclusions, [&](auto index) { return code == pack.exclusions[index].code; });
    if (given) continue;
    found.push_back(
        {pointer + "/exclusions",
         "scenario_fails",
         "scenario \"" + scenario.value("id", "?") + "\" expects the exclusion " + shown(code),
         {},
         file}
    );
  }
}

} // namespace

faults check_scenarios(const policy_pack& pack, const json& document, const std::string& file) {
  faults found;
  const auto list = document.is_object() ? document.value("scenarios", json()) : json();
  if (!list.is_array() || list.empty()) {
    found.push_back({"/scenarios", "missing", "scenarios.json holds a list of scenarios", {}, file});
    return found;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto pointer = "/scenarios/" + std::to_string(i);
    const auto& scenario = list[i];
    if (!scenario.is_object() || !scenario.contains("facts") || !scenario.contains("grade")) {
      found.push_back({pointer, "missing", "a scenario has facts and the grade expected", {}, file});
      continue;
    }
    auto facts = read_facts(pack.facts, scenario["facts"], pointer + "/facts");
    if (!facts) {
      for (auto& each : facts.error()) {
        each.file = file;
        found.push_back(std::move(each));
      }
      continue;
    }
    const auto result = assess(pack, *facts);
    compare_grade(pack, scenario, "grade", result.proposed_grade, pointer, file, found);
    compare_grade(pack, scenario, "most_urgent_possible", result.most_urgent_possible, pointer, file, found);
    compare(
        scenario, "pathway", result.pathway ? json(pack.pathways[*result.pathway].code) : json(nullptr), pointer, file,
        found
    );
    compare(scenario, "promotes", result.promotes_contact, pointer, file, found);
    check_flags(pack, scenario, result, pointer, file, found);
    check_exclusions(pack, scenario, result, pointer, file, found);
  }
  return found;
}

} // namespace frontdoor::triage
