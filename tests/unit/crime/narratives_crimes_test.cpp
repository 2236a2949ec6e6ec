// The crimes of the thirty fictional contacts of the shared material: what is recorded at first contact, and what is
// owed a decision.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "crime_rules_files.hpp"

using namespace frontdoor;
using nlohmann::json;
using triage::crime::recording;

namespace {

std::string shared_folder() {
  const char* folder = std::getenv("FRONTDOOR_SHARED_DIR");
  return folder ? folder : "../shared";
}

} // namespace

TEST_CASE("the narratives' crimes come out as expected, differences argued one by one") {
  std::ifstream file(shared_folder() + "/domain/narratives.jsonl");
  if (!file) {
    std::cout << "skipped: no narratives.jsonl under " << shared_folder() << '\n';
    return;
  }
  std::map<std::string, json> argued;
  std::ifstream argued_file("tests/data/narrative-crime-differences.json");
  const auto arguments = json::parse(argued_file);
  for (const auto& entry : arguments["differences"])
    argued[entry["id"].get<std::string>()] = entry;
  const auto& rules = tests::crime_rules();
  const auto& vocabulary = tests::gmp_2018().facts;
  std::map<std::string, std::set<std::string>> owed;
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const auto contact = json::parse(line);
    const auto id = contact["id"].get<std::string>();
    const auto facts = triage::read_facts(vocabulary, contact["facts"], "/facts");
    REQUIRE(facts);
    std::set<std::string> recorded;
    for (const auto& one : triage::crime::propose(rules, vocabulary, *facts)) {
      if (one.recording == recording::record) recorded.insert(one.principal);
      if (one.recording == recording::n100) recorded.insert("N100");
      if (one.recording == recording::crime_related) owed[id].insert(one.principal);
    }
    INFO(id << ": " << json(recorded).dump());
    const auto expected = contact["expected"]["crimes"].get<std::set<std::string>>();
    if (const auto found = argued.find(id); found != argued.end()) {
      CHECK(recorded != expected);
      CHECK(recorded == found->second["given"].get<std::set<std::string>>());
      CHECK_FALSE(found->second["why"].get<std::string>().empty());
      argued.erase(found);
    } else {
      CHECK(recorded == expected);
    }
  }
  CHECK(count == 30);
  CHECK(argued.empty());
  // Nobody confirmed these yet, and each is owed a decision all the same.
  const std::set<std::string> crime_related{"PARTNER-01", "PARTNER-06", "WEB-04", "WEB-08"};
  std::set<std::string> found;
  for (const auto& [id, codes] : owed) {
    INFO(id << ": " << json(codes).dump());
    CHECK(crime_related.contains(id));
    found.insert(id);
  }
  CHECK(found == crime_related);
}
