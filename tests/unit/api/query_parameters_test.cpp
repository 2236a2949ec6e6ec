#include <catch2/catch.hpp>

#include "server/api/query_parameters.hpp"

using namespace frontdoor;
using api::query_parameters;

namespace {

http::request asking(std::vector<std::pair<std::string, std::string>> query) {
  http::request request;
  request.query = std::move(query);
  return request;
}

} // namespace

TEST_CASE("a parameter that the call does not know is named, with those it knows") {
  const auto request = asking({{"limt", "5"}});
  query_parameters query(request, {"limit", "cursor"});
  CHECK(query.number("limit", 50, 1, 200) == 50);
  REQUIRE(query.faults().size() == 1);
  CHECK(query.faults().front().pointer == "?limt");
  CHECK(query.faults().front().remedy == "It knows limit, cursor.");
}

TEST_CASE("a parameter given twice is a fault, not a choice of one") {
  const auto request = asking({{"limit", "5"}, {"limit", "6"}});
  const query_parameters query(request, {"limit"});
  REQUIRE(query.faults().size() == 1);
  CHECK(query.faults().front().detail == "It is given twice.");
}

TEST_CASE("numbers are whole and in their range; anything else is a fault and the default") {
  for (const auto* text : {"", "0", "201", "-1", "1e2", "5 ", "0x5", "18446744073709551616"}) {
    INFO(text);
    const auto request = asking({{"limit", text}});
    query_parameters query(request, {"limit"});
    CHECK(query.number("limit", 50, 1, 200) == 50);
    CHECK(query.faults().size() == 1);
  }
  const auto request = asking({{"limit", "200"}});
  query_parameters query(request, {"limit"});
  CHECK(query.number("limit", 50, 1, 200) == 200);
  CHECK(query.faults().empty());
}

TEST_CASE("lists are parted by commas, times are RFC 3339, texts have a length") {
  const auto request = asking(
      {{"grade", "1,,2"}, {"as_at", "2026-03-01T21:04:11Z"}, {"number", std::string(101, 'x')}, {"before", "noon"}}
  );
  query_parameters query(request, {"grade", "as_at", "number", "before"});
  CHECK(query.list("grade") == std::vector<std::string>{"1", "2"});
  CHECK(query.time("as_at") == triage::parse_rfc3339("2026-03-01T21:04:11Z"));
  CHECK(query.list("absent").empty());
  CHECK(query.faults().empty());
  CHECK_FALSE(query.text("number"));
  CHECK_FALSE(query.time("before"));
  CHECK(query.faults().size() == 2);
}
