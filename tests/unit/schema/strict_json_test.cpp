#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "server/schema/strict_json.hpp"
#include "tests/unit/schema/contract_files.hpp"

using frontdoor::schema::parse_strict;
using frontdoor::schema::strict_limits;
using nlohmann::json;

namespace {

struct refusal {
  std::string text, code, pointer;
};

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

} // namespace

TEST_CASE("Strict JSON reads what it should") {
  const auto read = parse_strict(R"( {"a":[1,-2,2.5,true,null,"\u00e9\ud83d\ude92"],"b":{"c":9007199254740992}} )");
  REQUIRE(read);
  CHECK(*read == json::parse(R"({"a":[1,-2,2.5,true,null,"é🚒"],"b":{"c":9007199254740992}})"));
  CHECK(parse_strict("7"));
  CHECK(parse_strict(nested(32)));
  CHECK(parse_strict("-9007199254740992"));
}

TEST_CASE("Each thing strict JSON refuses has a code and a place") {
  const auto one = GENERATE(values<refusal>({
      {R"({"a":"x\u0000y"})", "nul_character", "/a"},
      {std::string("{\"a\":\"x\0y\"}", 11), "nul_character", "/a"},
      {R"({"a\u0000":1})", "nul_character", std::string("/a\0", 3)},
      {"{\"a\":{\"b\":\"\xff\"}}", "bad_utf8", "/a/b"},
      {"{\"a\":\"\xc0\xaf\"}", "bad_utf8", "/a"},
      {"{\"a\":\"\xed\xa0\x80\"}", "bad_utf8", "/a"},
      {"[0,\"\xf4\x90\x80\x80\"]", "bad_utf8", "/1"},
      {R"({"a":"\ud800"})", "lone_surrogate", "/a"},
      {R"({"a":"\udc00x"})", "lone_surrogate", "/a"},
      {R"({"a":["\ud83d\u0041"]})", "lone_surrogate", "/a/0"},
      {R"({"a":1,"b":{"a":2,"a":3}})", "duplicate_name", "/b/a"},
      {R"([{},{"x/y~z":1,"x/y~z":1}])", "duplicate_name", "/1/x~1y~0z"},
      {R"({"a":9007199254740993})", "number_too_large", "/a"},
      {R"([-9007199254740993])", "number_too_large", "/0"},
      {R"({"a":123456789012345678901234567890})", "number_too_large", "/a"},
      {R"({"a":[1,1e300]})", "number_too_large", "/a/1"},
      {R"({"a":1e999})", "number_too_large", "/a"},
      {R"({"a":-1e999})", "number_too_large", "/a"},
      {"", "not_json", ""},
      {"{\"a\":", "not_json", "/a"},
      {"{} {}", "not_json", ""},
      {"{}x", "not_json", ""},
      {"NaN", "not_json", ""},
      {"{\"a\":Infinity}", "not_json", "/a"},
      {"{'a':1}", "not_json", ""},
      {"[1,]", "not_json", "/0"},
      {"{\"a\":01}", "not_json", "/a"},
      {"{\"a\":\"tab\there\"}", "not_json", "/a"},
      {"// comment\n{}", "not_json", ""},
      {"\xff\xfe{", "not_json", ""},
  }));
  CAPTURE(one.text);
  const auto read = parse_strict(one.text);
  REQUIRE_FALSE(read);
  REQUIRE(read.error().size() == 1);
  CHECK(read.error().front().code == one.code);
  CHECK(read.error().front().pointer == one.pointer);
  CHECK_FALSE(read.error().front().detail.empty());
  CHECK_FALSE(read.error().front().remedy.empty());
}

TEST_CASE("Depth over the limit ends the reading") {
  const auto read = parse_strict(nested(33));
  REQUIRE_FALSE(read);
  CHECK(read.error().front().code == "too_deep");
  CHECK(read.error().size() == 1);
  CHECK_FALSE(parse_strict(std::string(5'000'000, '[')));
}

TEST_CASE("Limits of length and number") {
  strict_limits limits;
  limits.string_bytes = 5;
  limits.name_bytes = 3;
  limits.values = 4;
  CHECK(parse_strict(R"({"abc":"12345"})", limits));
  CHECK(parse_strict(R"({"a":"123456"})", limits).error().front().code == "too_long");
  CHECK(parse_strict(R"({"abcd":1})", limits).error().front().code == "too_long");
  CHECK(parse_strict("[1,2,3]", limits));
  CHECK(parse_strict("[1,2,3,4]", limits).error().front().code == "too_many_values");
}

TEST_CASE("All faults that can be read past come at once, up to a number") {
  const auto read = parse_strict(R"({"a":1,"a":2,"b":"\u0000","c":9007199254740993})");
  REQUIRE_FALSE(read);
  REQUIRE(read.error().size() == 3);
  CHECK(read.error()[0].pointer == "/a");
  CHECK(read.error()[1].pointer == "/b");
  CHECK(read.error()[2].pointer == "/c");

  std::string many = "[";
  for (int i = 0; i < 500; ++i)
    many += "1e300,";
  const auto capped = parse_strict(many + "0]");
  REQUIRE_FALSE(capped);
  CHECK(capped.error().size() == 101);
  CHECK(capped.error().back().code == "more_faults");
}

TEST_CASE("A fault never quotes what was sent, but for names") {
  for (const auto* text : {R"({"a":"secret surrogate words)", R"({"a":secret})", R"(["secret U+0000", "\ud800"])"}) {
    const auto read = parse_strict(text);
    REQUIRE_FALSE(read);
    CHECK(frontdoor::schema::test::listed(read.error()).find("secret") == std::string::npos);
  }
  CHECK(parse_strict(R"({"a":"surrogate ill-formed UTF-8 U+0000)").error().front().code == "not_json");
}
