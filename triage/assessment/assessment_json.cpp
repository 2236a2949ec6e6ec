#include <bit>

#include <nlohmann/json.hpp>

#include "triage/assessment/assess.hpp"

namespace frontdoor::triage {
namespace {

using nlohmann::json;

// Objects are filled member by member: nlohmann's initializer lists copy every value, and this runs for every contact.
class object_writer {
 public:
  template <class Value> object_writer& add(const char* key, Value&& value) {
    members_.emplace(key, std::forward<Value>(value));
    return *this;
  }
  json take() { return std::move(members_); }

 private:
  json::object_t members_;
};

json grade_code(const policy_pack& pack, std::optional<std::size_t> grade) {
  return grade ? json(pack.grades[*grade].code) : json(nullptr);
}

// What a rule's conditions look at.
json::array_t looked_at(const policy_pack& pack, const compiled_rule& rule) {
  json::array_t facts;
  facts.reserve(rule.slots.size());
  for (const auto slot : rule.slots)
    facts.emplace_back(pack.tables.slot(slot).key);
  return facts;
}

json reason_json(const policy_pack& pack, const assessment_reason& reason) {
  const auto& table = pack.tables[reason.table];
  const auto& rule = table.rules[reason.rule];
  return object_writer()
      .add("decision", table.name)
      .add("rule", rule.id)
      .add("grade", pack.grades[reason.grade].code)
      .add("facts", looked_at(pack, rule))
      .add("text", rule.why)
      .add("source", rule.source)
      .take();
}

// What a rule gives: a value, or an object of them where its table has several outputs.
json given_by(const policy_pack& pack, const compiled_table& table, const compiled_rule& rule) {
  const auto value = [&](std::size_t output) {
    return value_to_json(pack.tables.slot(table.outputs[output].slot), fact_status::known, rule.results[output]);
  };
  if (table.outputs.size() == 1) return value(0);
  object_writer values;
  for (std::size_t i = 0; i < table.outputs.size(); ++i)
    values.add(table.outputs[i].name.c_str(), value(i));
  return values.take();
}

json match_json(const policy_pack& pack, const assessment_match& match) {
  const auto& table = pack.tables[match.table];
  json::array_t rules;
  for (auto rest = match.rules; rest != 0; rest &= rest - 1) {
    const auto& rule = table.rules[static_cast<std::size_t>(std::countr_zero(rest))];
    rules.push_back(object_writer()
                        .add("rule", rule.id)
                        .add("gives", given_by(pack, table, rule))
                        .add("facts", looked_at(pack, rule))
                        .add("text", rule.why)
                        .add("source", rule.source)
                        .take());
  }
  return object_writer().add("decision", table.name).add("file", table.file).add("rules", std::move(rules)).take();
}

json question_json(const policy_pack& pack, const assessment_question& next) {
  const auto& asked = pack.questions[next.question];
  const auto& fact = pack.facts[asked.fact];
  return object_writer()
      .add("fact", fact.key)
      .add("text", asked.text)
      .add("type", to_text(fact.type))
      .add("options", fact.values)
      .add("could_raise_to", grade_code(pack, next.could_raise_to))
      .take();
}

json change_json(const policy_pack& pack, const assessment_change& change) {
  const auto& fact = pack.facts[change.fact];
  const bool known = change.from_status == fact_status::known;
  return object_writer()
      .add("fact", fact.key)
      .add("from", known ? value_to_json(fact, change.from_status, change.from) : json(nullptr))
      .add("to", value_to_json(fact, fact_status::known, change.to))
      .add("grade", grade_code(pack, change.grade))
      .take();
}

json exclusion_json(const code_definition& exclusion) {
  return object_writer().add("code", exclusion.code).add("text", exclusion.text).take();
}

json policy_json(const policy_pack& pack) {
  return object_writer().add("pack", pack.name).add("version", pack.version).add("sha256", pack.sha256).take();
}

// A list with one entry for each item.
template <class Items, class Write> json list_of(const Items& items, const Write& write) {
  json::array_t list;
  list.reserve(items.size());
  for (const auto& item : items)
    list.push_back(write(item));
  return list;
}

std::string_view to_text(thrive_level level) {
  switch (level) {
  case thrive_level::none:
    return "none";
  case thrive_level::low:
    return "low";
  case thrive_level::medium:
    return "medium";
  case thrive_level::high:
    return "high";
  }
  return "none";
}

} // namespace

json to_json(const assessment& result, const policy_pack& pack) {
  object_writer thrive;
  for (std::size_t i = 0; i < thrive_parts.size(); ++i)
    thrive.add(thrive_parts[i], to_text(result.thrive[i]));
  return object_writer()
      .add("proposed_grade", grade_code(pack, result.proposed_grade))
      .add("most_urgent_possible", grade_code(pack, result.most_urgent_possible))
      .add("least_urgent_possible", grade_code(pack, result.least_urgent_possible))
      .add("range_exact", result.range_exact)
      .add("reasons", list_of(result.reasons, [&](const auto& reason) { return reason_json(pack, reason); }))
      .add("unknown", list_of(result.unknown, [&](auto fact) { return json(pack.facts[fact].key); }))
      .add(
          "next_questions", list_of(result.next_questions, [&](const auto& next) { return question_json(pack, next); })
      )
      .add(
          "what_would_change",
          list_of(result.what_would_change, [&](const auto& change) { return change_json(pack, change); })
      )
      .add("thrive", thrive.take())
      .add("flags", list_of(result.flags, [&](auto flag) { return json(pack.flags[flag].code); }))
      .add("pathway", result.pathway ? json(pack.pathways[*result.pathway].code) : json(nullptr))
      .add("exclusions", list_of(result.exclusions, [&](auto index) { return exclusion_json(pack.exclusions[index]); }))
      .add("policy", policy_json(pack))
      .take();
}

json explanation(const assessment& result, const policy_pack& pack) {
  return list_of(result.matched, [&](const auto& match) { return match_json(pack, match); });
}

} // namespace frontdoor::triage
