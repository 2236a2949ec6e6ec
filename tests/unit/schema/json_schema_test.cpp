#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "tests/unit/schema/contract_files.hpp"

using frontdoor::schema::schema_set;
using frontdoor::schema::test::listed;
using nlohmann::json;

namespace {

schema_set one_schema(const std::string& text) {
  auto loaded = schema_set::load({{"a.schema.json", text}});
  if (!loaded) FAIL(listed(loaded.error()));
  return std::move(*loaded);
}

frontdoor::triage::faults check(const std::string& schema, const std::string& document) {
  return one_schema(schema).validate("a.schema.json", json::parse(document));
}

struct broken {
  std::string schema, document, pointer, code;
};

struct bad_schema {
  std::string schema, pointer, code;
};

} // namespace

TEST_CASE("Every keyword of the subset gives its own fault at its place") {
  const auto one = GENERATE(values<broken>({
      {R"({"type":"string"})", "1", "", "wrong_type"},
      {R"({"type":["integer","null"]})", "1.5", "", "wrong_type"},
      {R"({"enum":["a","b",1,null]})", R"("c")", "", "not_one_of"},
      {R"({"const":"ack"})", R"("nack")", "", "not_one_of"},
      {R"({"properties":{"a/b":{"type":"integer"}}})", R"({"a/b":true})", "/a~1b", "wrong_type"},
      {R"({"required":["a"]})", "{}", "/a", "missing"},
      {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"b":1})", "/b", "unknown_name"},
      {R"({"additionalProperties":{"type":"string"}})", R"({"b":1})", "/b", "wrong_type"},
      {R"({"propertyNames":{"maxLength":2}})", R"({"abc":1})", "/abc", "too_long"},
      {R"({"minProperties":1})", "{}", "", "too_few"},
      {R"({"maxProperties":1})", R"({"a":1,"b":2})", "", "too_many"},
      {R"({"dependencies":{"lat":["lon"]}})", R"({"lat":1})", "/lon", "missing"},
      {R"({"items":{"type":"string"}})", R"(["a",2])", "/1", "wrong_type"},
      {R"({"minItems":1})", "[]", "", "too_few"},
      {R"({"maxItems":1})", "[1,2]", "", "too_many"},
      {R"({"uniqueItems":true})", R"(["a","b","a"])", "/2", "not_unique"},
      {R"({"minLength":2})", R"("é")", "", "too_short"},
      {R"({"maxLength":1})", R"("éé")", "", "too_long"},
      {R"({"maxLength":9,"pattern":"^a+$"})", R"("ab")", "", "wrong_form"},
      {R"({"maxLength":40,"format":"date-time"})", R"("2026-13-01T00:00:00Z")", "", "wrong_form"},
      {R"({"maxLength":40,"format":"date"})", R"("2026-02-30")", "", "wrong_form"},
      {R"({"maxLength":40,"format":"uuid"})", R"("018f6b1e")", "", "wrong_form"},
      {R"({"maxLength":40,"format":"duration"})", R"("40 minutes")", "", "wrong_form"},
      {R"({"minimum":1})", "0", "", "too_small"},
      {R"({"maximum":1})", "1.5", "", "too_large"},
      {R"({"exclusiveMinimum":1})", "1", "", "too_small"},
      {R"({"exclusiveMaximum":1})", "1", "", "too_large"},
      {R"({"allOf":[{"required":["a"]},{"type":"object"}]})", "{}", "/a", "missing"},
      {R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "1", "", "no_form_fits"},
  }));
  CAPTURE(one.schema, one.document);
  const auto faults = check(one.schema, one.document);
  CAPTURE(listed(faults));
  REQUIRE(faults.size() == 1);
  CHECK(faults.front().pointer == one.pointer);
  CHECK(faults.front().code == one.code);
  CHECK_FALSE(faults.front().detail.empty());
  CHECK_FALSE(faults.front().remedy.empty());
}

TEST_CASE("What a schema allows passes") {
  CHECK(check(R"({"type":["string","null"],"maxLength":2})", "null").empty());
  CHECK(check(R"({"maxLength":2})", R"("éé")").empty());
  CHECK(check(R"({"type":"integer"})", "2.0").empty());
  CHECK(check(R"({"enum":["a",null]})", "null").empty());
  CHECK(check(R"({"maxLength":9,"pattern":"b"})", R"("abc")").empty());
  CHECK(check(R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "null").empty());
  CHECK(check(R"({"dependencies":{"lat":["lon"]}})", R"({"lon":1})").empty());
}

TEST_CASE("The words tell the sender what to do") {
  const std::string schema = R"({"type":"object","additionalProperties":false,"required":["narrative"],"properties":{
      "narrative":{"type":"string","x-remedy":"write what the caller said"},
      "channel":{"enum":["999","live_chat"]}, "age":{"type":["integer","null"]}}})";
  const auto faults = check(schema, R"({"narative":"x","channel":"livechat","age":"old","colour":1})");
  REQUIRE(faults.size() == 5);
  CHECK(faults[0].detail == "narrative is missing");
  CHECK(faults[0].remedy == "write what the caller said");
  CHECK(faults[1].detail == "age must be a whole number or null");
  CHECK(faults[2].detail == "channel must be one of 999, live_chat");
  CHECK(faults[2].remedy == "did you mean \"live_chat\"?");
  CHECK(faults[3].detail == "\"colour\" is not known here");
  CHECK(faults[3].remedy == "leave it out; known here: age, channel, narrative");
  CHECK(faults[4].remedy == "did you mean \"narrative\"?");
  CHECK(check(schema, "[]").front().detail == "the body must be an object");
}

TEST_CASE("A schema outside the subset is refused at load, with its file and place") {
  const auto one = GENERATE(values<bad_schema>({
      {"{", "", "not_json"},
      {"[]", "", "wrong_type"},
      {R"({"requierd":["a"]})", "/requierd", "unknown_keyword"},
      {R"({"oneOf":[{}]})", "/oneOf", "unknown_keyword"},
      {R"({"properties":{"a":{"not":{}}}})", "/properties/a/not", "unknown_keyword"},
      {R"({"properties":{"a":true}})", "/properties/a", "wrong_type"},
      {R"({"items":[{}]})", "/items", "wrong_type"},
      {R"({"minLength":-1})", "/minLength", "wrong_type"},
      {R"({"type":"text"})", "/type", "wrong_type"},
      {R"({"pattern":"a"})", "", "missing"},
      {R"({"format":"uuid"})", "", "missing"},
      {R"x({"maxLength":1,"pattern":"("})x", "/pattern", "wrong_form"},
      {R"x({"maxLength":1,"pattern":"(?=a)"})x", "/pattern", "wrong_form"},
      {R"({"maxLength":1,"format":"email"})", "/format", "not_one_of"},
      {R"({"$ref":"#/definitions/a","type":"string","definitions":{"a":{}}})", "", "wrong_keyword"},
      {R"({"properties":{"a":{"$ref":"#/definitions/b"}}})", "/properties/a/$ref", "unknown_reference"},
      {R"({"items":{"$ref":"other.schema.json"}})", "/items/$ref", "unknown_reference"},
      {R"({"items":{"$ref":"#/definitions/a"},"definitions":{"a":{"items":{"$ref":"#/definitions/a"}}}})",
       "/items/items/$ref", "circle"},
      {R"({"enum":[{"a":1}]})", "", "wrong_schema"},
  }));
  CAPTURE(one.schema);
  const auto loaded = schema_set::load({{"a.schema.json", one.schema}, {"good.schema.json", "{}"}});
  REQUIRE_FALSE(loaded);
  CAPTURE(listed(loaded.error()));
  REQUIRE(loaded.error().size() == 1);
  CHECK(loaded.error().front().file == "a.schema.json");
  CHECK(loaded.error().front().pointer == one.pointer);
  CHECK(loaded.error().front().code == one.code);
}

TEST_CASE("References reach into other files, and members called like keywords are members") {
  const auto loaded = schema_set::load({
      {"common.schema.json", R"({"definitions":{"id":{"$ref":"#/definitions/text"},"text":{"type":"string"}}})"},
      {"a.schema.json",
       R"({"properties":{"default":{"$ref":"common.schema.json#/definitions/id"},"enum":{"type":"null"}}})"},
  });
  REQUIRE(loaded);
  CHECK(loaded->has("a.schema.json"));
  CHECK_FALSE(loaded->has("b.schema.json"));
  CHECK_THROWS_AS(loaded->validate("b.schema.json", json()), std::invalid_argument);
  const auto faults = loaded->validate("a.schema.json", {{"default", 1}, {"enum", 1}});
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].pointer == "/default");
  CHECK(faults[1].pointer == "/enum");
}

TEST_CASE("Hostile documents are cheap to refuse") {
  const auto schema =
      one_schema(R"x({"additionalProperties":false,"properties":{"a":{"maxLength":200000,"pattern":"^(a+)+$"}}})x");
  json many = json::object();
  for (int i = 0; i < 5000; ++i)
    many["name" + std::to_string(i)] = i;
  const auto faults = schema.validate("a.schema.json", many);
  CHECK(faults.size() == 101);
  CHECK(faults.back().code == "more_faults");
  // A pattern that sends backtracking readers into the exponential, and std::regex off the stack.
  CHECK(schema.validate("a.schema.json", {{"a", std::string(199'999, 'a') + "b"}}).size() == 1);
}
