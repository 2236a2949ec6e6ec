#include "triage/policy/pack.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "triage/dmn/reader.hpp"
#include "triage/policy/pack_reader.hpp"
#include "triage/policy/working_entry.hpp"
#include "triage/time.hpp"

namespace frontdoor::triage {
namespace {

using nlohmann::json;

json described(const grade_definition& grade) {
  const auto text = [](const std::optional<std::chrono::microseconds>& time) {
    return time ? json(to_iso8601(*time)) : json(nullptr);
  };
  return {
      {"grade", grade.code},
      {"name", grade.name},
      {"allocate_within", text(grade.allocate_by)},
      {"arrive_within", text(grade.arrive_by)},
      {"deploys", grade.deploys},
      {"dispatch", grade.acknowledge_within.has_value()},
      {"acknowledge_within", text(grade.acknowledge_within)},
      {"say_to_caller", grade.say_to_caller}
  };
}

json described(const std::vector<code_definition>& codes, const char* key) {
  auto list = json::array();
  for (const auto& code : codes)
    list.push_back({{key, code.code}, {"text", code.text}});
  return list;
}

json described(const fact_definition& fact) {
  json entry{
      {"fact", fact.key},
      {"text", fact.label},
      {"type", to_text(fact.type)},
      {"starred", fact.starred},
      {"options", fact.values}
  };
  if (fact.type == fact_type::integer) {
    entry["minimum"] = fact.minimum;
    entry["maximum"] = fact.maximum;
  }
  return entry;
}

json described(const policy_pack& pack, const question& asked) {
  auto labels = json::object();
  auto instructions = json::object();
  for (const auto& option : asked.options) {
    labels[option.value] = option.words;
    if (!option.caller_instruction.empty()) instructions[option.value] = option.caller_instruction;
  }
  const auto& fact = pack.facts[asked.fact];
  return {{"link_id", asked.link_id}, {"fact", fact.key}, {"text", asked.text},          {"type", to_text(fact.type)},
          {"options", fact.values},   {"labels", labels}, {"instructions", instructions}};
}

json described(const std::vector<coded_text>& codes) {
  auto list = json::array();
  for (const auto& one : codes)
    list.push_back({{"code", one.code}, {"text", one.text}});
  return list;
}

json described(const std::vector<partner_rule>& partners) {
  auto list = json::array();
  for (const auto& one : partners) {
    list.push_back(
        {{"partner", one.code},
         {"name", one.name},
         {"kind", to_string(one.kind)},
         {"answer_within", to_iso8601(one.answer_within)}}
    );
    if (one.open311) list.back()["open311"] = {{"services", described(one.open311->services)}};
  }
  return list;
}

json described(const task_rule& task) {
  auto outcomes = json::array();
  for (const auto& one : task.outcomes)
    outcomes.push_back({{"code", one.code}, {"text", one.text}, {"attempts", one.attempts}, {"reasons", one.reasons}});
  return {
      {"kind", task.kind},
      {"text", task.text},
      {"owner", task.owner},
      {"due_within", to_iso8601(task.due_within)},
      {"opened_by_people", task.opened_by_people},
      {"outcomes", std::move(outcomes)},
      {"attempts", described(task.attempts)}
  };
}

json described(const screening_rules& rules) {
  auto triggers = json::array();
  for (const auto& one : rules.problem_triggers)
    triggers.push_back({{"code", one.code}, {"text", one.text}});
  auto tags = json::array();
  for (const auto& one : rules.demand_tags)
    tags.push_back({{"code", one.code}, {"text", one.text}, {"kind", one.kind}});
  return {
      {"agreements", described(rules.agreements)},
      {"appointment_kinds", described(rules.appointments.kinds)},
      {"appointment_reasons", described(rules.appointments.reasons)},
      {"problem_kinds", described(rules.problem_kinds)},
      {"problem_triggers", std::move(triggers)},
      {"demand_tags", std::move(tags)}
  };
}

// What the screens need to offer: codes with their words, never who may use them, which the server decides.
json described(const working_rules& rules) {
  auto outcomes = json::array();
  for (const auto& one : rules.outcomes)
    outcomes.push_back({{"code", one.code}, {"text", one.text}, {"resolves_risk", one.resolves_risk}});
  auto tasks = json::array();
  for (const auto& one : rules.tasks)
    tasks.push_back(described(one));
  auto posts = json::array();
  for (const auto& one : rules.posts)
    posts.push_back({{"post", one.code}, {"name", one.name}, {"on_call", one.on_call}});
  return {
      {"undo_within", to_iso8601(rules.undo_within)},
      {"outcomes", std::move(outcomes)},
      {"lowering_reasons", described(rules.lowering_reasons)},
      {"not_establishable", described(rules.not_establishable)},
      {"reopening_reasons", described(rules.reopening_reasons)},
      {"tasks", std::move(tasks)},
      {"posts", std::move(posts)},
      {"partners", described(rules.partners.partners)},
      {"deferral_reasons", described(rules.deferral.reasons)},
      {"unit_reasons", described(rules.ladder.unit_reasons)},
      {"unresourced_reasons", described(rules.ladder.unresourced_reasons)},
      {"screening", described(rules.screening)}
  };
}

json described(const nsir_rules& rules) {
  auto categories = json::array();
  for (const auto& one : rules.categories)
    categories.push_back({{"code", one.code}, {"name", one.name}, {"theme", one.theme}, {"crime", one.crime}});
  auto qualifiers = json::array();
  for (const auto& one : rules.qualifiers)
    qualifiers.push_back({{"code", one.code}, {"text", one.text}});
  return {
      {"version", rules.version},
      {"categories", std::move(categories)},
      {"qualifiers", std::move(qualifiers)},
      {"disposals", described(rules.disposals)}
  };
}

json described(const day_one_rules& rules) {
  auto needs = json::array();
  for (const auto& one : rules.needs)
    needs.push_back({{"need", one.code}, {"text", one.text}, {"names_language", one.names_language}});
  return {
      {"job_kinds", described(rules.jobs.kinds)},
      {"needs", std::move(needs)},
      {"message_characters_max", rules.messages.characters_max}
  };
}

// working.json, which several readers look at: null where the pack has none, discarded where it is not JSON or says
// null.
nlohmann::json working_document(const std::map<std::string, std::string>& files) {
  const auto file = files.find(working_file);
  if (file == files.end()) return nullptr;
  auto document = nlohmann::json::parse(file->second, nullptr, false);
  return document.is_null() ? nlohmann::json(nlohmann::json::value_t::discarded) : document;
}

} // namespace

std::optional<std::size_t> policy_pack::find_grade(std::string_view code) const {
  const auto it = std::ranges::find(grades, code, &grade_definition::code);
  if (it == grades.end()) return std::nullopt;
  return static_cast<std::size_t>(it - grades.begin());
}

std::optional<std::size_t> policy_pack::find_result(std::string_view result) const {
  const auto it = std::ranges::find_if(grades, [&](const auto& grade) {
    return std::ranges::find(grade.results, result) != grade.results.end();
  });
  if (it == grades.end()) return std::nullopt;
  return static_cast<std::size_t>(it - grades.begin());
}

std::expected<policy_pack, faults> load_pack(const std::map<std::string, std::string>& files, std::string sha256) {
  faults found;
  auto pack = pack_reader(files, found).read();
  pack.sha256 = std::move(sha256);
  std::vector<std::string> codes;
  for (const auto& grade : pack.grades)
    codes.push_back(grade.code);
  const auto working = working_document(files);
  pack.working = read_working_rules(working, codes, found);
  read_day_one(files, pack, found);
  pack.working.steps = read_steps(working, pack, found);
  pack.working.unit_skills = read_skill_rules(working, pack, found);
  pack.nsir = read_nsir_rules(files, pack, found);
  pack.working.open_risk_when = read_open_risk(working, pack, found);
  pack.working.screening = read_screening(working, pack, found);
  for (const auto& fact : pack.working.partners.barring_facts) {
    if (!pack.facts.find(fact))
      found.push_back(
          {"/partners/barring_facts", "unknown_fact", "the pack has no fact \"" + fact + "\"", {}, "working.json"}
      );
  }
  for (const auto& fact : pack.working.ladder.quiet_facts) {
    if (!pack.facts.find(fact))
      found.push_back(
          {"/ladder/quiet_facts", "unknown_fact", "the pack has no fact \"" + fact + "\"", {}, "working.json"}
      );
  }
  if (!found.empty()) return std::unexpected(std::move(found));
  std::vector<std::uint16_t> bars;
  for (const auto& table : pack.exclusion_tables)
    bars.push_back(table.table);
  pack.plan = plan_grading(pack.facts, pack.tables, pack.grading, bars, pack.grade_slot);
  return pack;
}

json describe(const policy_pack& pack) {
  json result{{"pack", pack.name}, {"version", pack.version}, {"title", pack.title}, {"sha256", pack.sha256}};
  for (const char* key : {"grades", "vocabulary", "questions"})
    result[key] = json::array();
  for (const auto& grade : pack.grades)
    result["grades"].push_back(described(grade));
  for (const auto& fact : pack.facts.all())
    result["vocabulary"].push_back(described(fact));
  for (const auto& asked : pack.questions)
    result["questions"].push_back(described(pack, asked));
  result["flags"] = described(pack.flags, "flag");
  result["pathways"] = described(pack.pathways, "pathway");
  result["exclusions"] = described(pack.exclusions, "exclusion");
  result["working"] = described(pack.working);
  if (!pack.nsir.categories.empty()) result["nsir"] = described(pack.nsir);
  if (!pack.day_one.needs.empty() || !pack.day_one.jobs.kinds.empty()) result["day_one"] = described(pack.day_one);
  return result;
}

} // namespace frontdoor::triage
