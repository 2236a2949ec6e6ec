// Reading models: what is found, and what is refused with its place.
#include <catch2/catch.hpp>

#include "tests/unit/dmn/model_support.hpp"

namespace {

using namespace frontdoor::triage::dmn;

constexpr auto grading = R"(
<inputData id="age" name="Age"><variable name="Age" typeRef="number"/></inputData>
<decision id="grade" name="Grade">
  <variable name="Grade" typeRef="string"/>
  <informationRequirement><requiredInput href="#age"/></informationRequirement>
  <decisionTable hitPolicy="FIRST">
    <input id="i" label="Age of the caller"><inputExpression typeRef="number"><text>Age</text></inputExpression>
      <inputValues><text>[0..150]</text></inputValues></input>
    <output id="o" name="grade" typeRef="string"><outputValues><text>"1","2"</text></outputValues></output>
    <annotation name="Why"/>
    <rule id="child"><inputEntry id="c"><text>&lt; 18</text></inputEntry><outputEntry><text>"1"</text></outputEntry>
      <annotationEntry><text>a child</text></annotationEntry></rule>
    <rule id="other"><inputEntry><text>-</text></inputEntry><outputEntry><text>"2"</text></outputEntry></rule>
  </decisionTable>
</decision>)";

TEST_CASE("a decision table is read with all its parts") {
  const auto model = model_of(grading);
  REQUIRE(model);
  const auto* decision = model->find_decision("Grade");
  REQUIRE(decision != nullptr);
  CHECK(decision->required_inputs == std::vector<reference>{{"", "age"}});
  const auto* table = decision->table();
  REQUIRE(table != nullptr);
  CHECK(table->hit_policy == hit_policy::first);
  CHECK(table->inputs.at(0).label == "Age of the caller");
  CHECK(table->inputs.at(0).expression.text == "Age");
  CHECK(table->inputs.at(0).input_values->text == "[0..150]");
  CHECK(table->outputs.at(0).output_values->text == "\"1\",\"2\"");
  CHECK(table->annotation_names == std::vector<std::string>{"Why"});
  REQUIRE(table->rules.size() == 2);
  CHECK(table->rules[0].id == "child");
  CHECK(table->rules[0].input_entries.at(0).text == "< 18");
  CHECK(table->rules[0].input_entries.at(0).place.path == "decision[Grade]/decisionTable/rule[1]/inputEntry[1]");
  CHECK(table->rules[0].input_entries.at(0).place.line == 12);
  CHECK(table->rules[0].annotations == std::vector<std::string>{"a child"});
}

TEST_CASE("every published namespace is read, with or without a prefix") {
  for (const auto* ns :
       {"http://www.omg.org/spec/DMN/20180521/MODEL/", "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/"}) {
    const auto text = std::string("<d:definitions xmlns:d=\"") + ns +
                      "\" namespace=\"x\"><d:inputData id=\"a\" name=\" A   b \"/><x:inputData xmlns:x=\"other\" "
                      "name=\"no\"/></d:definitions>";
    const auto read = read_definitions(text, "n.dmn");
    REQUIRE(read.has_value());
    REQUIRE(read->inputs.size() == 1);
    CHECK(read->inputs[0].name == "A b");
    CHECK(read->inputs[0].variable.name == "A b");
  }
}

struct refusal {
  const char* content;
  const char* code;
  const char* pointer;
};

TEST_CASE("faults name code, element and line") {
  for (const auto& [content, code, pointer] : std::vector<refusal>{
           {"<decision id=\"d\"/>", "name_missing", "decision[d]"},
           {"<decision name=\"D\"><decisionTable hitPolicy=\"BEST\"><output/></decisionTable></decision>",
            "unknown_hit_policy", "decision[D]/decisionTable"},
           {"<decision name=\"D\"><decisionTable/></decision>", "output_missing", "decision[D]/decisionTable"},
           {"<decision name=\"D\"><decisionTable><output/><rule/></decisionTable></decision>", "wrong_cell_count",
            "decision[D]/decisionTable/rule[1]"},
           {"<decision name=\"D\"><conditional/></decision>", "expression_missing", "decision[D]/conditional/if"},
           {"<inputData id=\"a\" name=\"A\"/><inputData id=\"a\" name=\"B\"/>", "duplicate_id", "inputData[B]"},
           {"<decision name=\"D\"><informationRequirement><requiredInput/></informationRequirement></decision>",
            "reference_missing", "decision[D]/informationRequirement/requiredInput"},
       }) {
    CAPTURE(content);
    const auto read = read_definitions(model_text(content), "bad.dmn");
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().front().code == code);
    CHECK(read.error().front().pointer == pointer);
    CHECK(read.error().front().file == "bad.dmn");
    CHECK(read.error().front().detail.find("line 2") != std::string::npos);
  }
}

TEST_CASE("what is not DMN is refused") {
  const auto code = [](std::string_view text) {
    const auto read = read_definitions(text, "x");
    return read ? std::string() : read.error().front().code;
  };
  CHECK(code("") == "not_xml");
  CHECK(code("<definitions") == "not_xml");
  CHECK(code("<definitions/>") == "not_dmn");
  std::string deep = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">";
  for (int i = 0; i < 5000; ++i)
    deep += "<context><contextEntry>";
  for (int i = 0; i < 5000; ++i)
    deep += "</contextEntry></context>";
  CHECK(code(deep + "</definitions>") == "too_deep");
  CHECK(code(std::string(17U << 20U, ' ')) == "too_large");
}

TEST_CASE("faults of FEEL and of references are found when the model is compiled") {
  const auto model = decision_model::compile(model_of(
      "<decision id=\"d\" name=\"D\"><informationRequirement><requiredInput href=\"#none\"/></informationRequirement>"
      "<literalExpression typeRef=\"tNone\"><text>1 +</text></literalExpression></decision>"
      "<decision id=\"e\" name=\"E\"><informationRequirement><requiredDecision href=\"#e\"/></informationRequirement>"
      "<literalExpression><text>1</text></literalExpression></decision>"
  ));
  std::vector<std::string> codes;
  for (const auto& f : model->faults())
    codes.push_back(f.code);
  CHECK_THAT(
      codes, Catch::UnorderedEquals(
                 std::vector<std::string>{"reference_unknown", "feel_syntax", "unknown_type", "cyclic_requirement"}
             )
  );
  CHECK(model->evaluate_decision("D", {}).diagnostics.at(0).code == "syntax");
  CHECK(model->evaluate_decision("E", {}).diagnostics.at(0).code == "cyclic_requirement");
  CHECK(model->evaluate_decision("F", {}).diagnostics.at(0).code == "unknown_element");
}

} // namespace
