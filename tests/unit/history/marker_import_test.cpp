#include <catch2/catch.hpp>

#include "triage/history/marker_import.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::history;

namespace {

std::vector<std::string> codes_of(const std::string& text) {
  const auto read = import_markers(text);
  std::vector<std::string> out;
  if (read) return out;
  for (const auto& fault : read.error())
    out.push_back(fault.code);
  return out;
}

} // namespace

TEST_CASE("Markers are read with their dates and what they are found under") {
  const auto read =
      import_markers("phone,marker,why,valid_from,review_at,valid_until,name,date_of_birth,address,postcode\n"
                     "0161 234 5678,violent,\"Hit an officer, 2025\",2026-01-01,2026-06-01,2027-01-01,,,,\n"
                     ",high_risk_da,Panel decision,2026-01-01T12:00:00Z,,,Roy Batty,1984-03-12,,\n"
                     ",key_safe,Code with ambulance,2026-01-01,,,,,12 Acacia Avenue,BL1 1AA\n");
  REQUIRE(read);
  REQUIRE(read->size() == 3);
  const auto& first = read->at(0);
  CHECK(first.code == "violent");
  CHECK(first.why == "Hit an officer, 2025");
  CHECK(first.valid_from == parse_rfc3339("2026-01-01T00:00:00Z"));
  CHECK(first.review_at == parse_rfc3339("2026-06-01T00:00:00Z"));
  CHECK(first.valid_until == parse_rfc3339("2027-01-01T00:00:00Z"));
  CHECK(first.about.phones.at(0).first == "0161 234 5678");
  CHECK(read->at(1).valid_from == parse_rfc3339("2026-01-01T12:00:00Z"));
  CHECK(read->at(1).about.people.at(0).date_of_birth == "1984-03-12");
  CHECK(read->at(2).about.place.postcode == "BL1 1AA");
}

TEST_CASE("A marker that nobody could find for sure is refused") {
  const std::string head = "marker,why,valid_from,phone,name,date_of_birth,uprn,address,postcode,vrm\n";
  CHECK(codes_of(head + "violent,why,2026-01-01,,,,,,,\n") == std::vector<std::string>{"no_key"});
  CHECK(codes_of(head + "violent,why,2026-01-01,,Roy Batty,,,,,\n") == std::vector<std::string>{"no_key"});
  CHECK(codes_of(head + "violent,why,2026-01-01,,Roy Batty,1984,,,,\n") == std::vector<std::string>{"no_key"});
  CHECK(codes_of(head + "violent,why,2026-01-01,,,,,,BL1 1AA,\n") == std::vector<std::string>{"no_key"});
  CHECK(codes_of(head + "violent,why,2026-01-01,,,,,,,AB12 CDE\n").empty());
}

TEST_CASE("Everything wrong in a file of markers is said at once") {
  CHECK(codes_of("") == std::vector<std::string>{"missing_column"});
  CHECK(
      codes_of("marker,marker,colour\n") ==
      std::vector<std::string>{"given_twice", "unknown_column", "missing_column", "missing_column"}
  );
  CHECK(
      codes_of("marker,why,valid_from,valid_until,phone\n"
               "Violent,why,2026-01-01,,0161 234 5678\n"
               "violent,,2026-01-32,,0161 234 5678\n"
               "violent,why,2026-01-02,2026-01-01,999\n") ==
      std::vector<std::string>{
          "wrong_format", "missing", "wrong_format", "ends_before_it_begins", "wrong_format", "no_key"
      }
  );
  CHECK(codes_of("marker,why,valid_from,phone\n\"violent") == std::vector<std::string>{"open_quote"});
}
