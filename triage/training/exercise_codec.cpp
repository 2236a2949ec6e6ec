#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/training/exercise.hpp"

namespace frontdoor::triage::training {

namespace {

using nlohmann::json;

std::optional<std::uint32_t> count_of(const json& from, const char* name) {
  const json* value = member_of(from, name);
  if (value == nullptr || !value->is_number_unsigned()) return std::nullopt;
  return value->get<std::uint32_t>();
}

json handed_json(const handed_in& what) {
  json out{{"flags", what.flags}, {"rationale", what.rationale}, {"at_s", what.at_s}};
  put(out, "grade", what.grade);
  put(out, "contact_only", what.contact_only);
  put(out, "pathway", what.pathway);
  return out;
}

std::optional<handed_in> handed_of(const json& stored) {
  const json* from = member_of(stored, "handed_in");
  if (from == nullptr) return std::nullopt;
  handed_in out;
  out.grade = text_of(*from, "grade");
  out.contact_only = text_of(*from, "contact_only");
  out.pathway = text_of(*from, "pathway");
  out.flags = from->value("flags", std::vector<std::string>());
  out.rationale = text_of(*from, "rationale").value_or("");
  out.at_s = count_of(*from, "at_s").value_or(0);
  return out;
}

// What happened in it, by the second.
void read_course(const json& stored, exercise& out) {
  for (const auto& one : stored.value("questions", json::array()))
    out.questions.push_back({text_of(one, "fact").value_or(""), count_of(one, "at_s").value_or(0)});
  for (const auto& one : stored.value("facts", json::array())) {
    const json* value = member_of(one, "value");
    out.facts.push_back(
        {text_of(one, "fact").value_or(""), document(value == nullptr ? json() : *value),
         count_of(one, "at_s").value_or(0)}
    );
  }
}

} // namespace

json to_json(const exercise& one) {
  json questions = json::array();
  for (const auto& asked : one.questions)
    questions.push_back({{"fact", asked.fact}, {"at_s", asked.at_s}});
  json facts = json::array();
  for (const auto& learnt : one.facts)
    facts.push_back({{"fact", learnt.fact}, {"value", learnt.value.value()}, {"at_s", learnt.at_s}});
  json out{
      {"id", one.id.to_string()},
      {"number", one.number},
      {"trainee", one.trainee},
      {"scenario", one.scenario},
      {"scenario_version", one.scenario_version},
      {"pack", one.pack},
      {"started_at", to_rfc3339(one.started_at)},
      {"state", to_string(one.state)},
      {"ended_at", time_or_null(one.ended_at)},
      {"at_s", one.at_s},
      {"questions", std::move(questions)},
      {"facts", std::move(facts)},
      {"version", one.version}
  };
  out["handed_in"] = one.handed ? handed_json(*one.handed) : json();
  out["result"] = one.result.value();
  return out;
}

std::optional<exercise> exercise_from_json(const json& stored) {
  const auto id = uuid_of(stored, "id");
  const auto started = time_of(stored, "started_at");
  const auto state = parse_exercise_state(text_of(stored, "state").value_or(""));
  const auto version = count_of(stored, "version");
  if (!id || !started || !state || !version) return std::nullopt;
  exercise out;
  out.id = *id;
  out.number = text_of(stored, "number").value_or("");
  out.trainee = text_of(stored, "trainee").value_or("");
  out.scenario = text_of(stored, "scenario").value_or("");
  out.scenario_version = count_of(stored, "scenario_version").value_or(1);
  out.pack = text_of(stored, "pack").value_or("");
  out.started_at = *started;
  out.state = *state;
  out.ended_at = time_of(stored, "ended_at");
  out.at_s = count_of(stored, "at_s").value_or(0);
  read_course(stored, out);
  out.handed = handed_of(stored);
  const json* result = member_of(stored, "result");
  out.result = document(result == nullptr ? json() : *result);
  out.version = *version;
  return out;
}

} // namespace frontdoor::triage::training
