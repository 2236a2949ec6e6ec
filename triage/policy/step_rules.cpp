#include "triage/policy/step_rules.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/policy/pack.hpp"
#include "triage/policy/working_entry.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

// The code of one value as the fact keeps it; a member of a set as a set of one.
std::optional<std::int32_t> code_of(const vocabulary& facts, std::size_t fact, const json& value) {
  const auto& definition = facts[fact];
  const json whole = definition.type == fact_type::set ? json::array({value}) : value;
  const auto read = read_facts(facts, json{{definition.key, whole}}, "");
  if (!read || !read->known(fact)) return std::nullopt;
  return read->code(fact);
}

void read_values(const working_entry& from, const vocabulary& facts, const json& values, fact_test& into) {
  for (const auto& value : values) {
    // A fact may have a value of that name itself.
    if (const auto code = code_of(facts, into.fact, value)) {
      into.codes.push_back(*code);
    } else if (value == "unknown") {
      into.unknown = true;
    } else {
      from.add("facts", "unknown_value", "\"" + facts[into.fact].key + "\" has no value " + value.dump());
    }
  }
}

void read_fact_tests(const working_entry& from, const policy_pack& pack, step_condition& into) {
  from.members("facts", [&](const std::string& key, const json& values) {
    const auto fact = pack.facts.find(key);
    if (!fact) return from.add("facts", "unknown_fact", "the pack has no fact \"" + key + "\"");
    fact_test test;
    test.fact = *fact;
    if (values.is_array() && !values.empty())
      read_values(from, pack.facts, values, test);
    else if (values.is_number_integer() && pack.facts[*fact].type == fact_type::integer)
      test.at_least = values.get<std::int32_t>();
    else
      from.add("facts", "wrong_type", "\"" + key + "\" needs a list of values, or the least number");
    into.facts.push_back(std::move(test));
  });
}

bool holds(const fact_test& test, const step_view& view) {
  if (!view.known.known(test.fact)) return test.unknown;
  const auto code = view.known.code(test.fact);
  if (test.at_least && code >= *test.at_least) return true;
  const bool set = view.facts[test.fact].type == fact_type::set;
  return std::ranges::any_of(test.codes, [&](std::int32_t one) { return set ? (code & one) != 0 : code == one; });
}

} // namespace

step_condition read_step_condition(const working_entry& from, const policy_pack& pack) {
  const auto faults_before = from.faults_so_far();
  from.check_keys({"flags_any", "facts", "channels", "grades", "deferrals"});
  step_condition out;
  out.flags_any = from.texts("flags_any");
  for (const auto& flag : out.flags_any) {
    if (std::ranges::find(pack.flags, flag, &code_definition::code) == pack.flags.end())
      from.add("flags_any", "unknown_flag", "the pack has no flag \"" + flag + "\"");
  }
  read_fact_tests(from, pack, out);
  out.channels = from.texts("channels");
  out.grades = from.texts("grades");
  for (const auto& grade : out.grades) {
    if (!pack.find_grade(grade)) from.add("grades", "unknown_grade", "the pack has no grade \"" + grade + "\"");
  }
  out.deferrals = from.count("deferrals", 0);
  if (out.empty() && from.faults_so_far() == faults_before) from.add("", "always_true", "a condition says when");
  return out;
}

bool step_condition::empty() const {
  return flags_any.empty() && facts.empty() && channels.empty() && grades.empty() && deferrals == 0;
}

bool holds(const step_condition& condition, const step_view& view) {
  const auto any = [](const auto& wanted, const auto& given) {
    return wanted.empty() || std::ranges::any_of(wanted, [&](const auto& one) { return contains(given, one); });
  };
  if (!any(condition.flags_any, view.flags) || !any(condition.channels, view.channels)) return false;
  if (!condition.grades.empty() && (!view.grade || !contains(condition.grades, *view.grade))) return false;
  if (view.deferrals < condition.deferrals) return false;
  return std::ranges::all_of(condition.facts, [&](const fact_test& test) { return holds(test, view); });
}

bool applies(const step_rule& rule, const step_view& view) {
  return holds(rule.when, view) &&
         std::ranges::none_of(rule.unless, [&](const step_condition& one) { return holds(one, view); });
}

std::vector<step_rule> read_steps(const json& working, const policy_pack& pack, faults& found) {
  std::vector<step_rule> out;
  if (!working.is_object()) return out;
  working_entry(working, "", found).list("steps", [&](const working_entry& one) {
    one.check_keys({"task", "when", "unless", "why"});
    step_rule rule;
    rule.task = one.text("task");
    if (pack.working.find_task(rule.task) == nullptr)
      one.add("task", "unknown_task", "there is no task \"" + rule.task + "\"");
    rule.when = read_step_condition(one.inner("when"), pack);
    one.list("unless", [&](const working_entry& each) { rule.unless.push_back(read_step_condition(each, pack)); });
    out.push_back(std::move(rule));
  });
  return out;
}

} // namespace frontdoor::triage
