// Policy packs: whatever stands in one of its files, a pack is read and assesses, or is refused with faults.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "triage/assessment/assess.hpp"

namespace {

using namespace frontdoor::triage;

void must(bool holds) {
  if (!holds) std::abort();
}

constexpr std::array names{"pack.json",     "vocabulary.json", "questions.json", "flags.json",
                           "pathways.json", "exclusions.json", "scenarios.json", "tables.dmn"};

// A small good pack; the input takes the place of one of its files.
const std::map<std::string, std::string>& good() {
  static const std::map<std::string, std::string> files{
      {"pack.json",
       R"({"name":"p","version":"1","title":"t","grades":[{"code":"1","name":"n","say_to_caller":"s","allocate_by":"PT2M"},
{"code":"2","name":"m","say_to_caller":"s","deploys":false}],"decisions":{"grading":["g"],"flags":["f"],"pathway":"w",
"thrive":{"threat":"v","harm":"v","risk":"v","investigation":"v","vulnerability":"v","engagement":"v"}}})"},
      {"vocabulary.json",
       R"({"facts":[{"key":"a","label":"A","type":"boolean","worse":"up"},{"key":"b","label":"B","type":"integer",
"maximum":9},{"key":"c","label":"C","type":"enum","values":["x","y"],"starred":true},{"key":"d","label":"D","type":"set",
"values":["k","l"]}]})"},
      {"questions.json",
       R"({"questions":[{"linkId":"q","fact":"c","text":"t","answerOption":[{"value":"x","display":"X"}],
"enableWhen":[{"question":"a","operator":"=","answer":true}]}]})"},
      {"flags.json", R"({"flags":[{"code":"F","text":"f"}]})"},
      {"pathways.json", R"({"pathways":[{"code":"W","text":"w","say_to_caller":"s"}]})"},
      {"exclusions.json", R"({"exclusions":[]})"},
      {"scenarios.json", R"({"scenarios":[{"id":"s","facts":{"a":true,"d":["k"]},"grade":"1","flags":["F"]}]})"},
      {"tables.dmn",
       R"x(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">
<decision id="1" name="g"><decisionTable hitPolicy="PRIORITY"><input><inputExpression><text>a</text></inputExpression>
</input><input><inputExpression><text>b</text></inputExpression></input><output name="g"><outputValues>
<text>"1","2"</text></outputValues></output><annotation name="why"/><rule id="r"><inputEntry><text>true</text>
</inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"1"</text></outputEntry><annotationEntry>
<text>w</text></annotationEntry></rule><rule id="s"><inputEntry><text>-</text></inputEntry><inputEntry>
<text>[1..5], even(?)</text></inputEntry><outputEntry><text>"2"</text></outputEntry><annotationEntry><text>w</text>
</annotationEntry></rule></decisionTable></decision>
<decision id="2" name="f"><decisionTable hitPolicy="COLLECT"><input><inputExpression><text>d</text></inputExpression>
</input><output name="f"/><rule><inputEntry><text>list contains(?, "k")</text></inputEntry><outputEntry>
<text>"F"</text></outputEntry></rule></decisionTable></decision>
<decision id="3" name="w"><decisionTable hitPolicy="FIRST"><input><inputExpression><text>grade</text></inputExpression>
</input><output name="w"/><rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"W"</text></outputEntry>
</rule></decisionTable></decision>
<decision id="4" name="v"><decisionTable hitPolicy="FIRST"><input><inputExpression><text>c</text></inputExpression>
</input><output name="v"/><rule><inputEntry><text>not("x")</text></inputEntry><outputEntry><text>"low"</text>
</outputEntry></rule></decisionTable></decision></definitions>)x"},
  };
  return files;
}

void use(const policy_pack& pack, const std::string& scenarios) {
  must(!pack.grades.empty() && pack.facts.size() != 0);
  describe(pack);
  const auto document = nlohmann::json::parse(scenarios, nullptr, false);
  if (!document.is_discarded()) check_scenarios(pack, document, "scenarios.json");
  fact_set facts(pack.facts);
  to_json(assess(pack, facts), pack);
  for (std::size_t fact = 0; fact < facts.size(); ++fact)
    facts.clear(pack.facts, fact, fact_status::asked);
  const auto result = assess(pack, facts);
  to_json(result, pack);
  explanation(result, pack);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 65'536) return 0;
  auto files = good();
  files[names[data[0] % names.size()]] = std::string(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto pack = load_pack(files, "0");
  if (!pack) {
    must(!pack.error().empty());
    for (const auto& fault : pack.error())
      must(!fault.code.empty() && !fault.detail.empty());
    return 0;
  }
  try {
    use(*pack, files.at("scenarios.json"));
  } catch (const evaluation_fault&) { // a test that cannot be evaluated is said, not passed over
  }
  return 0;
}
