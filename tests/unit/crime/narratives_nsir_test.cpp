// The NSIR category of the thirty fictional contacts of the shared material at the end of first contact (domain.md 5).
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "crime_rules_files.hpp"
#include "triage/incident/decide.hpp"

using namespace frontdoor;
using nlohmann::json;

TEST_CASE("the narratives' NSIR categories come out as expected") {
  const char* folder = std::getenv("FRONTDOOR_SHARED_DIR");
  std::ifstream file(std::string(folder ? folder : "../shared") + "/domain/narratives.jsonl");
  if (!file) {
    std::cout << "skipped: no narratives.jsonl\n";
    return;
  }
  const auto& pack = tests::gmp_2018();
  std::size_t count = 0;
  for (std::string text; std::getline(file, text); ++count) {
    const auto told = json::parse(text);
    triage::take_contact command;
    command.contact.id.bytes[15] = 1;
    command.contact.channel =
        triage::parse_channel(told["channel"].get<std::string>()).value_or(triage::channel::emergency_999);
    command.contact.narrative = told["narrative"].get<std::string>();
    command.contact.facts = triage::document(told["facts"]);
    std::uint8_t next = 2;
    triage::context context{
        {},
        [&next] {
          triage::uuid id;
          id.bytes[15] = next++;
          return id;
        },
        {"user:jsmith", triage::actor_kind::person, "call_handler"},
        pack
    };
    context.crimes = &tests::crime_rules();
    const auto made = triage::decide(std::nullopt, command, context);
    INFO(told["id"]);
    REQUIRE(made);
    const auto& nsir = made->contact->nsir;
    const auto given = nsir.is_null() ? json() : nsir.value().at("category");
    CHECK(given == told["expected"]["nsir"]);
  }
  CHECK(count == 30);
}
