#include <catch2/catch.hpp>

#include "triage/history/phone.hpp"

using frontdoor::triage::history::e164;

TEST_CASE("The same United Kingdom number is one number however it was written") {
  for (const auto* written :
       {"0161 234 5678", "+44 161 234 5678", "+44 (0)161 234 5678", "0044 161 2345678", "(0161) 234-5678",
        "0161.234.5678", "0161 234 5678 ext. 12", "01612345678x9", "+441612345678;ext=4"}) {
    CAPTURE(written);
    CHECK(e164(written) == "+441612345678");
  }
  CHECK(e164("07700 900123") == "+447700900123");
  CHECK(e164("020 7946 0000") == "+442079460000");
  CHECK(e164("016977 2345") == "+44169772345"); // an area whose numbers have a digit less
  CHECK(e164("0800 1111") == "+448001111");
  CHECK(e164("0800 123456") == "+44800123456");
}

TEST_CASE("Numbers abroad keep their country") {
  CHECK(e164("+33 1 23 45 67 89") == "+33123456789");
  CHECK(e164("00353 1 234 5678") == "+35312345678");
  CHECK(e164("+1 (212) 555-0100") == "+12125550100");
}

TEST_CASE("What is no subscriber's number is none") {
  for (const auto* written :
       {"",
        "withheld",
        "999",
        "101",
        "112",
        "61016",
        "2345678",
        "0161 234",
        "07700 90012",
        "07700 9001234",
        "020 7946 000",
        "+44 7700 90012",
        "+0 123 456 7890",
        "+12345",
        "+1234567890123456",
        "0",
        "00",
        "+",
        "0612345678",
        "+44"}) {
    CAPTURE(written);
    CHECK_FALSE(e164(written));
  }
}
