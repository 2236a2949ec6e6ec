#include <array>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "triage/dmn/reader.hpp"
#include "triage/policy/compiled_tables.hpp"

using namespace frontdoor::triage;

namespace {

vocabulary words() {
  return *vocabulary::read(
      {{"facts",
        {{{"key", "weapon"}, {"label", "w"}, {"type", "enum"}, {"values", {"none", "seen", "used"}}},
         {{"key", "age"}, {"label", "a"}, {"type", "integer"}, {"maximum", 120}},
         {{"key", "there"}, {"label", "t"}, {"type", "boolean"}},
         {{"key", "needs"}, {"label", "n"}, {"type", "set"}, {"values", {"child", "elderly"}}}}}},
      "vocabulary.json"
  );
}

// A model of one decision "d" over the facts; `body` holds the rules as "cell|cell|cell|cell => result" lines.
std::string
model_of(const std::string& policy, const std::string& results, const std::vector<std::array<std::string, 5>>& rules) {
  std::string xml =
      R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">
    <decision id="d" name="d"><variable name="d"/><decisionTable )" +
      policy + ">";
  for (const char* input : {"weapon", "age", "there", "needs"}) {
    xml += std::string("<input><inputExpression><text>") + input + "</text></inputExpression></input>";
  }
  xml += "<output name=\"d\">" + (results.empty() ? "" : "<outputValues><text>" + results + "</text></outputValues>") +
         "</output>";
  for (const auto& rule : rules) {
    xml += "<rule>";
    for (std::size_t i = 0; i < 4; ++i)
      xml += "<inputEntry><text><![CDATA[" + rule[i] + "]]></text></inputEntry>";
    xml += "<outputEntry><text>" + rule[4] + "</text></outputEntry></rule>";
  }
  return xml + "</decisionTable></decision></definitions>";
}

compiled_tables compile(const std::string& xml) {
  const auto model = dmn::read_definitions(xml, "m.dmn");
  REQUIRE(model);
  auto tables = compiled_tables::compile(words(), {}, std::span(&*model, 1));
  if (!tables) FAIL(tables.error().front().pointer << ": " << tables.error().front().detail);
  return std::move(*tables);
}

struct outcome {
  std::int32_t result;
  rule_mask matched;
};

outcome evaluate(const compiled_tables& tables, const nlohmann::json& facts) {
  const auto vocabulary = words();
  const auto set = read_facts(vocabulary, facts, "");
  REQUIRE(set);
  std::array<std::int32_t, slots_max> slots{};
  std::array<rule_mask, tables_max> matched{};
  std::copy_n(set->codes(), vocabulary.size(), slots.begin());
  tables.evaluate(slots.data(), matched.data());
  return {slots[tables[0].outputs[0].slot], matched[0]};
}

const std::vector<std::array<std::string, 5>> floors{
    {"\"seen\", \"used\"", "-", "true", "-", "\"1\""},
    {"not(\"none\")", "-", "-", "-", "\"2\""},
    {"-", "< 11", "-", "-", "\"1\""},
    {"-", "-", "-", "list contains(?, \"elderly\")", "\"3\""},
    {"-", "-", "-", "not(list contains(?, \"child\"))", "\"4\""},
};

} // namespace

TEST_CASE("PRIORITY: every matched rule is in the mask, the most important result wins") {
  const auto tables = compile(model_of("hitPolicy=\"PRIORITY\"", "\"1\", \"2\", \"3\", \"4\"", floors));
  const auto both = evaluate(tables, {{"weapon", "used"}, {"there", true}});
  CHECK(both.result == 1);
  CHECK(both.matched == 0b00101); // rules are kept in order of priority: 1, 1, 2, 3, 4
  CHECK(evaluate(tables, {{"weapon", "used"}}).result == 2);
  CHECK(evaluate(tables, {{"age", 10}}).result == 1);
  CHECK(evaluate(tables, {{"age", 11}}).result == no_value);
}

TEST_CASE("an unknown satisfies nothing but a dash, not even not(...)") {
  const auto tables = compile(model_of("hitPolicy=\"PRIORITY\"", "\"1\", \"2\", \"3\", \"4\"", floors));
  CHECK(evaluate(tables, nlohmann::json::object()).matched == 0);
  CHECK(evaluate(tables, {{"weapon", "unknown"}, {"age", nullptr}, {"needs", "withheld"}}).matched == 0);
}

TEST_CASE("sets: one of some members, or none of them") {
  const auto tables = compile(model_of("hitPolicy=\"PRIORITY\"", "\"1\", \"2\", \"3\", \"4\"", floors));
  CHECK(evaluate(tables, {{"needs", {"elderly", "child"}}}).result == 3);
  CHECK(evaluate(tables, {{"needs", nlohmann::json::array()}}).result == 4);
  CHECK(evaluate(tables, {{"needs", {"child"}}}).result == no_value);
}

TEST_CASE("FIRST, UNIQUE and the aggregations") {
  const std::vector<std::array<std::string, 5>> numbers{
      {"\"seen\"", "-", "-", "-", "5"}, {"-", ">= 18", "-", "-", "7"}, {"-", "-", "true", "-", "2"}
  };
  const nlohmann::json facts{{"weapon", "seen"}, {"age", 40}, {"there", true}};
  CHECK(evaluate(compile(model_of("hitPolicy=\"FIRST\"", "", numbers)), facts).result == 5);
  CHECK(evaluate(compile(model_of("hitPolicy=\"UNIQUE\"", "", numbers)), facts).result == no_number);
  CHECK(evaluate(compile(model_of("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", "", numbers)), facts).result == 14);
  CHECK(evaluate(compile(model_of("hitPolicy=\"COLLECT\" aggregation=\"MIN\"", "", numbers)), facts).result == 2);
  CHECK(evaluate(compile(model_of("hitPolicy=\"COLLECT\" aggregation=\"MAX\"", "", numbers)), facts).result == 7);
  CHECK(evaluate(compile(model_of("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", "", numbers)), facts).result == 3);
  CHECK(evaluate(compile(model_of("hitPolicy=\"COLLECT\"", "", numbers)), facts).matched == 0b111);
}

TEST_CASE("tables that cannot be compiled list every fault with its place") {
  const auto xml = model_of(
      "hitPolicy=\"PRIORITY\"", "\"1\"", {{"\"sword\"", "-", "yes", "-", "\"1\""}, {"-", "older", "-", "-", "\"9\""}}
  );
  const auto model = dmn::read_definitions(xml, "m.dmn");
  REQUIRE(model);
  const auto tables = compiled_tables::compile(words(), {}, std::span(&*model, 1));
  REQUIRE_FALSE(tables);
  std::vector<std::string> codes;
  for (const auto& fault : tables.error()) {
    CHECK(fault.file == "m.dmn");
    CHECK_FALSE(fault.pointer.empty());
    codes.push_back(fault.code);
  }
  std::ranges::sort(codes);
  CHECK(codes == std::vector<std::string>{"unknown_value", "unknown_value", "wrong_type", "wrong_type"});
}

TEST_CASE("tests beyond values, intervals and members are left to the FEEL evaluator, with the same masks") {
  const auto tables = compile(model_of(
      "hitPolicy=\"COLLECT\"", "",
      {{"-", "even(?)", "-", "-", "1"},
       {"-", "if there then ? > 20 else ? > 60", "-", "-", "2"},
       {"\"used\"", "-", "-", "count(?) > 1", "3"},
       {"-", "[18..30], 99", "true", "-", "4"},
       {"-", "not(even(?))", "-", "-", "5"}}
  ));
  CHECK(tables[0].by_feel);
  CHECK(evaluate(tables, {{"age", 40}, {"there", true}}).matched == 0b00011);
  CHECK(evaluate(tables, {{"age", 61}, {"there", false}}).matched == 0b10010);
  CHECK(evaluate(tables, {{"age", 99}, {"there", true}}).matched == 0b11010);
  CHECK(evaluate(tables, {{"weapon", "used"}, {"needs", {"child", "elderly"}}}).matched == 0b00100);
  CHECK(evaluate(tables, {{"weapon", "used"}, {"needs", {"child"}}}).matched == 0);
}

TEST_CASE("an unknown satisfies no test that is left to the FEEL evaluator") {
  const auto tables = compile(model_of(
      "hitPolicy=\"COLLECT\"", "",
      {{"-", "not(even(?))", "-", "-", "1"},
       {"-", "if there then ? > 20 else true", "-", "-", "2"},
       {"-", "-", "-", "-", "3"}}
  ));
  CHECK(evaluate(tables, nlohmann::json::object()).matched == 0b100);
  CHECK(evaluate(tables, {{"age", 10}}).matched == 0b100);
  CHECK(evaluate(tables, {{"age", 10}, {"there", false}}).matched == 0b110);
}

TEST_CASE("a column may test an expression, and the rule says what it looked at") {
  auto xml = model_of("hitPolicy=\"COLLECT\"", "", {{"-", "> 30", "-", "-", "1"}, {"-", "<= 30", "-", "-", "2"}});
  const std::string column = "<text>age</text>";
  xml.replace(xml.find(column), column.size(), "<text>age + count(needs)</text>");
  const auto tables = compile(xml);
  CHECK(evaluate(tables, {{"age", 29}, {"needs", {"child", "elderly"}}}).matched == 0b01);
  CHECK(evaluate(tables, {{"age", 29}, {"needs", {"child"}}}).matched == 0b10);
  CHECK(evaluate(tables, {{"age", 29}}).matched == 0);
  CHECK(tables[0].rules[0].slots == std::vector<std::uint16_t>{1, 3});
}

TEST_CASE("a test that cannot be evaluated is an error, not a rule that does not match") {
  const auto tables = compile(model_of("hitPolicy=\"COLLECT\"", "", {{"-", "? / 0 > 1", "-", "-", "1"}}));
  CHECK_THROWS_AS(evaluate(tables, {{"age", 3}}), evaluation_fault);
  CHECK(evaluate(tables, nlohmann::json::object()).matched == 0);
}
