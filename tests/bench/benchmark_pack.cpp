#include "tests/bench/benchmark_pack.hpp"

#include <map>
#include <stdexcept>
#include <string_view>

#include <nlohmann/json.hpp>

namespace frontdoor::bench {
namespace {

using nlohmann::json;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

constexpr const char* no_thrive = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="thrive"
  name="thrive" namespace="urn:thrive"><decision id="d" name="nothing"><variable name="nothing"/>
  <decisionTable hitPolicy="FIRST"><input><inputExpression><text>threat_to_life</text></inputExpression></input>
  <output name="nothing"/><rule id="r"><inputEntry><text>-</text></inputEntry>
  <outputEntry><text>"none"</text></outputEntry></rule></decisionTable></decision></definitions>)";

json pack_head() {
  json grades = json::array();
  for (const char* code : {"1", "2", "3", "4", "5"}) {
    grades.push_back({{"code", code}, {"name", code}, {"deploys", true}, {"say_to_caller", "-"}});
  }
  json thrive = json::object();
  for (const auto* part : triage::thrive_parts)
    thrive[part] = "nothing";
  return {
      {"name", "benchmark"},
      {"version", "1"},
      {"title", "Benchmark"},
      {"grades", std::move(grades)},
      {"decisions", {{"grading", "grading"}, {"thrive", std::move(thrive)}}}
  };
}

} // namespace

triage::policy_pack benchmark_pack(std::string model, const json& vocabulary) {
  // A pack keeps the name "grade" for the result, and its rules say why.
  replace_all(model, "name=\"grade\"><variable", "name=\"grading\"><variable");
  replace_all(model, "</output>\n<rule ", "</output>\n<annotation name=\"why\"/>\n<rule ");
  replace_all(model, "</rule>", "<annotationEntry><text>benchmark</text></annotationEntry></rule>");
  const std::map<std::string, std::string> files{
      {"pack.json", pack_head().dump()},         {"vocabulary.json", vocabulary.dump()},
      {"questions.json", R"({"questions":[]})"}, {"flags.json", R"({"flags":[]})"},
      {"pathways.json", R"({"pathways":[]})"},   {"exclusions.json", R"({"exclusions":[]})"},
      {"grading.dmn", std::move(model)},         {"thrive.dmn", no_thrive},
  };
  auto pack = triage::load_pack(files, "0");
  if (!pack) {
    const auto& fault = pack.error().front();
    throw std::runtime_error("the benchmark's pack: " + fault.file + " " + fault.pointer + ": " + fault.detail);
  }
  return std::move(*pack);
}

} // namespace frontdoor::bench
