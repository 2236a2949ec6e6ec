#include <algorithm>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "triage/history/place.hpp"
#include "triage/history/vehicle.hpp"

using namespace frontdoor::triage::history;

TEST_CASE("A property reference is its digits without leading noughts") {
  CHECK(uprn("100011234567") == "100011234567");
  CHECK(uprn("000000000042") == "42");
  CHECK_FALSE(uprn("0"));
  CHECK_FALSE(uprn("1234567890123"));
  CHECK_FALSE(uprn("12a"));
  CHECK_FALSE(uprn(""));
}

TEST_CASE("A postcode is found in either spelling, and only where it can be one") {
  CHECK(postcode("m1 1ae") == "M11AE");
  CHECK(postcode("SW1A1AA") == "SW1A1AA");
  CHECK(postcode("EC1A 1BB") == "EC1A1BB");
  CHECK(postcode("GIR 0AA") == "GIR0AA");
  for (const auto* text : {"M1", "M1 1A", "M1 1CA", "1M 1AE", "MMM1 1AE", "M1 AAE", ""}) {
    CAPTURE(text);
    CHECK_FALSE(postcode(text));
  }
  CHECK(postcode_in("12 Acacia Avenue, Bolton BL1 1AA, back door") == "BL11AA");
  CHECK(postcode_in("12 Acacia Avenue bl11aa") == "BL11AA");
  CHECK_FALSE(postcode_in("12 Acacia Avenue, Bolton"));
}

TEST_CASE("An address is its postcode and numbers, or its name, or all its words") {
  const auto first = address("Flat 2, 12 Acacia Avenue, Bolton BL1 1AA", postcode("BL1 1AA"));
  CHECK(first == "BL11AA 2 12");
  CHECK(address("flat 2 12 Acacia Ave", postcode("bl11aa")) == first);
  CHECK(address("12 Acacia Avenue", postcode("BL1 1AA")) != first);
  CHECK(address("The Red Lion", postcode("BL1 1AA")) == "BL11AA THE RED LION");
  CHECK(address("St Mary's", postcode("BL1 1AA")) == "BL11AA ST MARYS");
  CHECK(address("12, acacia avenue; Bolton", std::nullopt) == "12 ACACIA AVENUE BOLTON");
  CHECK_FALSE(address("the station", std::nullopt));
  CHECK_FALSE(address("room 12", std::nullopt));
  CHECK_FALSE(address("BL1 1AA", postcode("BL1 1AA")));
}

TEST_CASE("The edges of squares hide nothing that is near") {
  rc::prop("what is less than half a square away is in a square near by", [] {
    const auto lat = 53 + *rc::gen::inRange(0, 1'000'000) / 1e6;
    const auto lon = -2 - *rc::gen::inRange(0, 1'000'000) / 1e6;
    // Just under half a square: 0.00049 degrees.
    const auto north = *rc::gen::inRange(-490, 490) / 1e6;
    const auto east = *rc::gen::inRange(-490, 490) / 1e6;
    const auto near = cells_near(lat, lon);
    RC_ASSERT(std::ranges::find(near, cell(lat + north, lon + east)) != near.end());
  });
}

TEST_CASE("A square far away is not near") {
  const auto near = cells_near(53.4083, -2.1494);
  CHECK(std::ranges::find(near, cell(53.4103, -2.1494)) == near.end());
  CHECK(std::ranges::find(near, cell(53.4083, -2.1474)) == near.end());
}

TEST_CASE("A registration mark is one however it was written or misread") {
  CHECK(registration_mark("ab12 cde") == "AB12CDE");
  CHECK(registration_mark("AB12-CDO") == registration_mark("AB12 CD0"));
  CHECK(registration_mark("I 1") == registration_mark("1I"));
  for (const auto* text : {"", "A", "ABCDEF", "123456", "AB12 CDEFG", "AB12/CDE"}) {
    CAPTURE(text);
    CHECK_FALSE(registration_mark(text));
  }
}
