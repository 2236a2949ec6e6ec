#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/training/exercise.hpp"

namespace frontdoor::triage::training {

namespace {

using nlohmann::json;

json handed_json(const handed_in& what) {
  json out{{"flags", what.flags}, {"rationale", what.rationale}, {"at_s", what.at_s}};
  put(out, "grade", what.grade);
  put(out, "contact_only", what.contact_only);
  put(out, "pathway", what.pathway);
  return out;
}

handed_in read_handed(const record_reader& from) {
  handed_in out;
  out.grade = from.optional_text("grade");
  out.contact_only = from.optional_text("contact_only");
  out.pathway = from.optional_text("pathway");
  out.flags = from.texts("flags");
  out.rationale = from.text("rationale");
  out.at_s = from.count("at_s");
  return out;
}

// What happened in it, by the second.
void read_course(const record_reader& from, exercise& out) {
  from.each("questions", [&](const record_reader& asked) {
    out.questions.push_back({asked.text("fact"), asked.count("at_s")});
  });
  from.each("facts", [&](const record_reader& learnt) {
    const json* value = learnt.find("value");
    out.facts.push_back({learnt.text("fact"), document(value == nullptr ? json() : *value), learnt.count("at_s")});
  });
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
  faults found;
  const record_reader from(stored, "", "malformed_exercise", found);
  exercise out;
  out.id = from.id("id");
  out.number = from.text("number");
  out.trainee = from.text("trainee");
  out.scenario = from.text("scenario");
  out.scenario_version = from.count("scenario_version");
  out.pack = from.text("pack");
  out.started_at = from.time("started_at");
  const auto state = parse_exercise_state(from.text("state"));
  if (!state) from.fail("state");
  out.state = state.value_or(exercise_state::open);
  out.ended_at = from.optional_time("ended_at");
  out.at_s = from.count("at_s");
  read_course(from, out);
  if (from.find("handed_in") != nullptr) out.handed = read_handed(from.inner("handed_in"));
  if (const json* result = from.find("result")) out.result = document(*result);
  out.version = from.count("version");
  if (!found.empty()) return std::nullopt;
  return out;
}

} // namespace frontdoor::triage::training
