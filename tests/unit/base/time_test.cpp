#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "triage/time.hpp"

using namespace std::chrono_literals;
using namespace frontdoor::triage;

TEST_CASE("instants are written in UTC with six decimals, so that texts sort as instants do") {
  CHECK(to_rfc3339(timestamp{}) == "1970-01-01T00:00:00.000000Z");
  CHECK(to_rfc3339(timestamp{1772399051120000us}) == "2026-03-01T21:04:11.120000Z");
  CHECK(to_rfc3339(timestamp{-1us}) == "1969-12-31T23:59:59.999999Z");
}

TEST_CASE("RFC 3339 texts with any offset name the same instant") {
  const auto at = timestamp{1772399051120000us};
  for (const std::string text :
       {"2026-03-01T21:04:11.12Z", "2026-03-01T21:04:11.120000Z", "2026-03-01T22:04:11.120+01:00",
        "2026-03-01T16:34:11.12-04:30", "2026-03-01t21:04:11.12z", "2026-03-01T21:04:11.12+00:00"}) {
    INFO(text);
    const auto read = parse_rfc3339(text);
    REQUIRE(read);
    CHECK(*read == at);
  }
  CHECK(parse_rfc3339("2026-03-01T21:04:11Z") == timestamp{1772399051000000us});
  CHECK(parse_rfc3339("2024-02-29T00:00:00Z"));
}

TEST_CASE("a day of the calendar is read as its beginning, and what is none is refused") {
  CHECK(parse_day("2026-03-01") == parse_rfc3339("2026-03-01T00:00:00Z"));
  CHECK(parse_day("2024-02-29"));
  for (const std::string text :
       {"", "2026-02-29", "2026-13-01", "2026-3-001", "01-03-2026", "2026/03/01", "2026-03-01Z", "20260301",
        "2026-03-01T00:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_day(text));
  }
}

TEST_CASE("what is not an RFC 3339 instant is refused") {
  for (const std::string text :
       {"",
        "2026-03-01",
        "2026-03-01T21:04Z",
        "2026-03-01T21:04:11",
        "2026-03-01 21:04:11Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-03-32T00:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T23:60:00Z",
        "2026-06-30T23:59:60Z",
        "2026-03-01T21:04:11.1234567Z",
        "2026-03-01T21:04:11ZZ",
        "2026-03-01T21:04:11Z ",
        "2026-03-01T21:04:11+0100",
        "2026-03-01T21:04:11+01",
        "2026-03-01T21:04:11+25:00",
        "2026-03-01T21:04:11+01:60",
        "2026-03-01T21:04:11.Z",
        "-026-03-01T21:04:11Z",
        "2026-03-01T21:04:11 Z",
        "2026-3-001T21:04:11Z",
        "2026-03-01T 1:04:11Z",
        "2026-03-01T1:04:111Z"}) {
    INFO(text);
    CHECK_FALSE(parse_rfc3339(text));
  }
}

TEST_CASE("durations of a policy read and write") {
  const std::vector<std::pair<std::string, std::chrono::microseconds>> same = {
      {"PT0S", 0s},       {"PT40M", 40min}, {"P1D", 24h},         {"P1DT2H", 26h},    {"PT0.5S", 500ms},
      {"PT1H30M", 90min}, {"PT15M", 15min}, {"PT0.000001S", 1us}, {"P28D", 28 * 24h}, {"PT1H0.25S", 3600250ms}
  };
  for (const auto& [text, duration] : same) {
    INFO(text);
    const auto read = parse_duration(text);
    REQUIRE(read);
    CHECK(*read == duration);
    CHECK(to_iso8601(duration) == text);
  }
}

TEST_CASE("durations in other words are written in the shortest") {
  const std::vector<std::pair<std::string, std::string>> shorter = {{"PT60M", "PT1H"},     {"PT24H", "P1D"},
                                                                    {"P1W", "P7D"},        {"PT90S", "PT1M30S"},
                                                                    {"PT1.50S", "PT1.5S"}, {"P0D", "PT0S"}};
  for (const auto& [text, shortest] : shorter) {
    INFO(text);
    const auto read = parse_duration(text);
    REQUIRE(read);
    CHECK(to_iso8601(*read) == shortest);
  }
}

TEST_CASE("what is not a duration of weeks and less is refused") {
  for (const std::string text :
       {"",
        "P",
        "PT",
        "P1Y",
        "P1M",
        "-PT1M",
        "PT-1M",
        "PT1",
        "PT1H2D",
        "P1DT",
        "PT 1H",
        "PT1.5.5S",
        "40M",
        "P1H",
        "PT1D",
        "pt1m",
        "PT1e3S",
        "PTInfS",
        "PTNaNS",
        "P1000000000D",
        "PT1000000000H",
        "P99999999999999999999D",
        "PT1MT1S"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("many parts cannot add up beyond what a clock holds") {
  std::string text = "P";
  for (int i = 0; i < 1000; ++i)
    text += "36000D";
  CHECK_FALSE(parse_duration(text));
}
