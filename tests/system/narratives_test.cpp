// Every narrative of the shared domain material, posted as an integrator posts it. Grades are compared here; pathway
// and flags by tests/unit/assessment.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/served_frontdoor.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

std::string shared_folder() {
  const char* folder = std::getenv("FRONTDOOR_SHARED_DIR");
  return folder != nullptr ? folder : "../shared";
}

// Grades that are argued to differ, by the narrative's id.
std::map<std::string, json> argued_grades() {
  std::ifstream file("tests/data/narrative-differences.json");
  std::map<std::string, json> argued;
  for (const auto& entry : json::parse(file).at("differences")) {
    if (entry.at("field") == "grade") argued.emplace(entry.at("id").get<std::string>(), entry);
  }
  return argued;
}

// What of a narrative a contact can be posted with.
json contact_of(const json& narrative) {
  json contact;
  for (const auto* name : {"channel", "narrative", "facts"})
    contact[name] = narrative.at(name);
  return contact;
}

} // namespace

TEST_CASE("given the narratives posted through REST, then each gets its grade, or the one argued by name") {
  std::ifstream file(shared_folder() + "/domain/narratives.jsonl");
  if (!file) {
    std::cout << "skipped: no narratives.jsonl under " << shared_folder() << '\n';
    return;
  }
  const auto program = shared_server().program();
  auto argued = argued_grades();
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const auto narrative = json::parse(line);
    const auto id = narrative.at("id").get<std::string>();
    CAPTURE(id);
    const auto answer = program.post("/v1/contacts", contact_of(narrative), {{"Idempotency-Key", "narrative-" + id}});
    CAPTURE(answer.body);
    REQUIRE(answer.status == 201);
    json expected = narrative.at("expected").at("grade");
    if (const auto differs = argued.find(id); differs != argued.end()) {
      expected = differs->second.at("given");
      argued.erase(differs);
    }
    CHECK(answer.body_json.at("assessment").at("proposed_grade") == expected);
    REQUIRE(answer.body_json.at("incident").is_object());
    CHECK(answer.body_json.at("incident").at("grade") == expected);
    const auto kept = program.get("/v1/incidents/" + answer.body_json.at("incident").at("id").get<std::string>());
    CHECK(kept.status == 200);
    CHECK(kept.body_json.value("grade", json()) == expected);
  }
  CHECK(count == 30);
  CHECK(argued.empty());
}
