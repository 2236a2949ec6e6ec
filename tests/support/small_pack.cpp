#include "tests/support/small_pack.hpp"

#include <algorithm>
#include <stdexcept>

namespace frontdoor::tests {
namespace {

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text)
    safe += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return safe;
}

std::string element(const std::string& name, const std::string& text) {
  return "<" + name + "><text>" + escaped(text) + "</text></" + name + ">";
}

std::string hit_policy_of(const std::string& words) {
  const auto space = words.find(' ');
  if (space == std::string::npos) return "hitPolicy=\"" + words + "\"";
  return "hitPolicy=\"" + words.substr(0, space) + "\" aggregation=\"" + words.substr(space + 1) + "\"";
}

std::string decision(const small_table& table) {
  std::string text = "<decision id=\"d_" + table.name + "\" name=\"" + table.name + "\"><decisionTable " +
                     hit_policy_of(table.hit_policy) + ">";
  for (const auto& input : table.inputs)
    text += "<input>" + element("inputExpression", input) + "</input>";
  text += "<output name=\"" + table.name + "\">";
  std::string values;
  for (const auto& value : table.values)
    values += (values.empty() ? "\"" : ", \"") + value + "\"";
  if (!values.empty()) text += element("outputValues", values);
  if (!table.otherwise.empty()) text += element("defaultOutputEntry", table.otherwise);
  text += "</output><annotation name=\"why\"/>";
  std::size_t number = 0;
  for (const auto& rule : table.rules) {
    text += "<rule id=\"" + table.name + std::to_string(++number) + "\">";
    for (std::size_t cell = 0; cell < rule.size(); ++cell)
      text += element(cell + 1 < rule.size() ? "inputEntry" : "outputEntry", rule[cell]);
    text += "<annotationEntry><text>because</text></annotationEntry></rule>";
  }
  return text + "</decisionTable></decision>";
}

} // namespace

small_pack::small_pack() {
  roles_ = {
      {"grading", {"danger"}}, {"flags", {"marks"}}, {"exclusions", {"bars"}}, {"pathway", "way"}, {"thrive", {}}
  };
  for (const char* part : {"threat", "harm", "risk", "investigation", "vulnerability", "engagement"}) {
    roles_["thrive"][part] = std::string("level_") + part;
    with({std::string("level_") + part, "FIRST", {"injured"}, {"none", "low"}, {{"true", "\"low\""}, {"-", "\"none\""}}}
    );
  }
  safety_ = {
      {"properties",
       {{{"id", "life"},
         {"text", "An immediate threat to life is grade 1"},
         {"source", "practice 1"},
         {"when", {{"life_threat", "\"immediate\""}}},
         {"then", {{"grade_is", "1"}}}}}}
  };
  const auto fact = [](const char* key, const char* type, const nlohmann::json& more) {
    nlohmann::json made{{"key", key}, {"label", key}, {"type", type}};
    made.update(more);
    return made;
  };
  vocabulary_ = nlohmann::json::array({
      fact("life_threat", "enum", {{"values", {"none", "possible", "immediate"}}, {"worse", "up"}}),
      fact("injured", "boolean", {{"worse", "up"}}),
      fact("age", "integer", {{"minimum", 0}, {"maximum", 120}}),
      fact("needs", "set", {{"values", {"child", "elderly"}}, {"worse", "up"}}),
      fact("quiet", "boolean", nlohmann::json::object()),
  });
  with(
      {"danger",
       "PRIORITY",
       {"life_threat", "injured"},
       {"1", "2", "5"},
       {{"\"immediate\"", "-", "\"1\""}, {"-", "true", "\"2\""}, {"\"none\"", "false", "\"5\""}}}
  );
  with({"bars", "COLLECT", {"needs"}, {}, {{"list contains(?, \"child\")", "\"X-CHILD\""}}});
  with({"marks", "COLLECT", {"quiet"}, {}, {{"false", "\"LOUD\""}}});
  with({"way", "FIRST", {"grade"}, {}, {{"\"1\", \"2\"", "\"SEND\""}, {"-", "\"TALK\""}}});
}

small_pack& small_pack::with(small_table table) {
  const auto it = std::ranges::find(tables_, table.name, &small_table::name);
  if (it == tables_.end())
    tables_.push_back(std::move(table));
  else
    *it = std::move(table);
  return *this;
}

std::map<std::string, std::string> small_pack::files() const {
  std::string model = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"m\" name=\"m\" "
                      "namespace=\"urn:small\">";
  for (const auto& table : tables_)
    model += decision(table);
  const auto grade = [](const char* code, const char* arrive, bool deploys) {
    nlohmann::json made{{"code", code}, {"name", code}, {"deploys", deploys}, {"say_to_caller", "Thank you."}};
    if (arrive) made["arrive_by"] = arrive;
    return made;
  };
  const auto codes = [](const char* key, const std::vector<std::string>& listed) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& code : listed)
      list.push_back({{"code", code}, {"text", code}});
    return nlohmann::json{{key, list}}.dump();
  };
  const nlohmann::json head{
      {"name", "small"},
      {"version", "1"},
      {"title", "A small pack"},
      {"grades", {grade("1", "PT15M", true), grade("2", "PT1H", true), grade("5", nullptr, false)}},
      {"decisions", roles_}
  };
  return {
      {"pack.json", head.dump()},
      {"vocabulary.json", nlohmann::json{{"facts", vocabulary_}}.dump()},
      {"questions.json", R"({"questions":[]})"},
      {"flags.json", codes("flags", {"LOUD"})},
      {"exclusions.json", codes("exclusions", {"X-CHILD"})},
      {"pathways.json", codes("pathways", {"SEND", "TALK"})},
      {"safety.json", safety_.dump()},
      {"tables.dmn", model + "</definitions>"},
  };
}

triage::policy_pack small_pack::load() const {
  auto pack = triage::load_pack(files(), "0");
  if (pack) return std::move(*pack);
  std::string text;
  for (const auto& fault : pack.error())
    text += fault.file + " " + fault.pointer + ": " + fault.detail + "\n";
  throw std::runtime_error(text);
}

} // namespace frontdoor::tests
