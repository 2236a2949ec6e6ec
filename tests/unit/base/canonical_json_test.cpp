#include <bit>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "triage/canonical_json.hpp"

using frontdoor::triage::canonical_json;
using nlohmann::json;

TEST_CASE("RFC 8785 section 3.2.2: the worked example") {
  const auto value = json::parse(R"({
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  })");
  CHECK(
      canonical_json(value) == R"({"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],)"
                               R"("string":"€$\u000f\nA'B\"\\\\\"/"})"
  );
}

TEST_CASE("RFC 8785 section 3.2.3: keys sort by UTF-16 code units") {
  const auto value = json::parse(R"({
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis"
  })");
  CHECK(
      canonical_json(value) == "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
                               "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                               "\"😀\":\"Emoji: Grinning Face\",\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}"
  );
}

TEST_CASE("a key that begins another sorts first, and characters beyond U+FFFF before U+E000") {
  CHECK(canonical_json(json::parse(R"({"ab":1,"a":2,"":3})")) == R"({"":3,"a":2,"ab":1})");
  const json value = {{"\xEE\x80\x80", 1}, {"\xF0\x90\x80\x80", 2}, {"\xED\x9F\xBF", 3}};
  CHECK(canonical_json(value) == "{\"\xED\x9F\xBF\":3,\"\xF0\x90\x80\x80\":2,\"\xEE\x80\x80\":1}");
}

TEST_CASE("RFC 8785 appendix B: numbers as ECMAScript writes them") {
  const std::vector<std::pair<std::uint64_t, std::string>> samples = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& [bits, text] : samples) {
    INFO(text);
    CHECK(canonical_json(json(std::bit_cast<double>(bits))) == text);
  }
}

TEST_CASE("numbers that another language could not give back are refused") {
  CHECK_THROWS_AS(canonical_json(json(std::numeric_limits<double>::quiet_NaN())), std::domain_error);
  CHECK_THROWS_AS(canonical_json(json(std::numeric_limits<double>::infinity())), std::domain_error);
  CHECK_THROWS_AS(canonical_json(json(std::int64_t{9007199254740993})), std::domain_error);
  CHECK_THROWS_AS(canonical_json(json(std::int64_t{-9007199254740993})), std::domain_error);
  CHECK_THROWS_AS(canonical_json(json(std::numeric_limits<std::uint64_t>::max())), std::domain_error);
  CHECK_THROWS_AS(canonical_json(json::binary({1, 2})), std::domain_error);
  CHECK(canonical_json(json(std::int64_t{9007199254740992})) == "9007199254740992");
  CHECK(canonical_json(json(std::int64_t{-9007199254740992})) == "-9007199254740992");
}

TEST_CASE("control characters have their short forms, and other characters stand as they are") {
  CHECK(
      canonical_json(json("\b\t\n\f\r\x01\x1f\x7f/<\xE2\x80\xA8")) ==
      "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f/<\xE2\x80\xA8\""
  );
}

TEST_CASE("canonical text read and written again is the same text") {
  const auto text = canonical_json(json::parse(
      R"({"b":[1,2.5,-0.0,1e21,{"z":null,"a":[]}],"a":{"nested":{"deep":"\u00e9\ud83d\ude00"}},"empty":{},"n":-12})"
  ));
  CHECK(canonical_json(json::parse(text)) == text);
}
