// Hit policies, and models as a whole.
#include <catch2/catch.hpp>

#include "tests/unit/dmn/model_support.hpp"

namespace {

using namespace frontdoor::triage::dmn;

// A table over Age with the outputs 3, 1 and 2 for ages over 10, 20 and 30.
std::string table(const std::string& policy, const std::string& extra = {}) {
  std::string out = "<inputData id=\"a\" name=\"Age\"/><decision id=\"d\" "
                    "name=\"D\"><informationRequirement><requiredInput href=\"#a\"/>"
                    "</informationRequirement><decisionTable " +
                    policy +
                    "><input><inputExpression><text>Age</text></inputExpression></input>"
                    "<output><outputValues><text>1, 2, 3</text></outputValues>" +
                    extra + "</output>";
  for (const auto& [over, result] :
       std::vector<std::pair<const char*, const char*>>{{"10", "3"}, {"20", "1"}, {"30", "2"}}) {
    out += std::string("<rule><inputEntry><text>&gt; ") + over + "</text></inputEntry><outputEntry><text>" + result +
           "</text></outputEntry></rule>";
  }
  return out + "</decisionTable></decision>";
}

evaluation decided(const std::string& policy, int age, const std::string& extra = {}) {
  return decision_model::compile(model_of(table(policy, extra)))->evaluate_decision("D", {{"Age", value(age), ""}});
}

std::string result(const std::string& policy, int age, const std::string& extra = {}) {
  const auto got = decided(policy, age, extra);
  if (!got.ok()) return got.diagnostics.front().code;
  return to_text(got.result);
}

TEST_CASE("each hit policy decides as the standard says") {
  CHECK(result("", 15) == "3");
  CHECK(result("hitPolicy=\"UNIQUE\"", 35) == "several_rules");
  CHECK(result("hitPolicy=\"FIRST\"", 35) == "3");
  CHECK(result("hitPolicy=\"ANY\"", 35) == "different_outputs");
  CHECK(result("hitPolicy=\"ANY\"", 15) == "3");
  CHECK(result("hitPolicy=\"PRIORITY\"", 35) == "1");
  CHECK(result("hitPolicy=\"RULE ORDER\"", 35) == "[3, 1, 2]");
  CHECK(result("hitPolicy=\"OUTPUT ORDER\"", 35) == "[1, 2, 3]");
  CHECK(result("hitPolicy=\"COLLECT\"", 25) == "[3, 1]");
  CHECK(result("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", 35) == "6");
  CHECK(result("hitPolicy=\"COLLECT\" aggregation=\"MIN\"", 35) == "1");
  CHECK(result("hitPolicy=\"COLLECT\" aggregation=\"MAX\"", 35) == "3");
  CHECK(result("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", 35) == "3");
}

TEST_CASE("no rule matches: the default, or null without a fault") {
  CHECK(result("hitPolicy=\"FIRST\"", 5) == "null");
  CHECK(result("hitPolicy=\"FIRST\"", 5, "<defaultOutputEntry><text>2</text></defaultOutputEntry>") == "2");
}

TEST_CASE("the rules that matched are told") {
  const auto got = decided("hitPolicy=\"COLLECT\"", 25);
  REQUIRE(got.tables.size() == 1);
  CHECK(got.tables[0].element == "decision[D]/decisionTable");
  CHECK(got.tables[0].rules == std::vector<std::size_t>{0, 1});
}

TEST_CASE("a faulty cell is a fault, not a rule that does not match") {
  auto text = table("hitPolicy=\"FIRST\"");
  text.replace(text.find("&gt; 10"), 7, "&gt; \"x\"");
  const auto got = decision_model::compile(model_of(text))->evaluate_decision("D", {{"Age", value(35), ""}});
  REQUIRE_FALSE(got.ok());
  CHECK(got.diagnostics[0].element == "decision[D]/decisionTable/rule[1]/inputEntry[1]");
  CHECK(got.diagnostics[0].file == "test.dmn");
}

TEST_CASE("knowledge models, services and imports") {
  const auto imported = model_of(
      "<itemDefinition "
      "name=\"tAge\"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>"
      "<businessKnowledgeModel id=\"b\" name=\"double it\"><variable name=\"double it\"/><encapsulatedLogic>"
      "<formalParameter name=\"n\" typeRef=\"tAge\"/><literalExpression><text>n * "
      "2</text></literalExpression></encapsulatedLogic>"
      "</businessKnowledgeModel>",
      "urn:other"
  );
  const auto main = model_of(
      "<import name=\"lib\" namespace=\"urn:other\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>"
      "<inputData id=\"a\" name=\"Age\"><variable name=\"Age\" typeRef=\"lib.tAge\"/></inputData>"
      "<decision id=\"d\" name=\"D\"><informationRequirement><requiredInput href=\"#a\"/></informationRequirement>"
      "<knowledgeRequirement><requiredKnowledge href=\"urn:other#b\"/></knowledgeRequirement>"
      "<literalExpression><text>lib.double it(Age) + 1</text></literalExpression></decision>"
      "<decisionService id=\"s\" name=\"S\"><outputDecision href=\"#d\"/><inputData href=\"#a\"/></decisionService>"
  );
  const auto model = decision_model::compile(main, {imported});
  REQUIRE(model->faults().empty());
  CHECK(to_text(model->evaluate_decision("D", {{"Age", value(20), ""}}).result) == "41");
  CHECK(to_text(model->evaluate_service("S", {{"Age", value(3), ""}}).result) == "7");
  // a value outside the type is a fault
  const auto outside = model->evaluate_decision("D", {{"Age", value(200), ""}});
  CHECK(outside.result.is_null());
  CHECK_FALSE(outside.ok());
  CHECK_FALSE(decision_model::compile(main)->faults().empty());
}

} // namespace
