// The thirty fictional contacts of the shared material through each policy pack. What is expected there is written in
// five grades; a pack's own scale says which of its grades stands for each. Where the outcome differs,
// tests/data/narrative-differences.json argues why; nothing else may differ, and nothing listed may agree.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "tests/unit/assessment/facts_of.hpp"
#include "triage/assessment/assess.hpp"

using namespace frontdoor;
using nlohmann::json;

namespace {

std::string shared_folder() {
  const char* folder = std::getenv("FRONTDOOR_SHARED_DIR");
  return folder ? folder : "../shared";
}

std::set<std::string> as_set(const json& list) {
  return list.get<std::set<std::string>>();
}

// The differences of one contact as "id field", with what was expected and given.
void compare(
    const triage::policy_pack& pack, const json& contact, const json& given,
    std::map<std::string, std::pair<json, json>>& differences
) {
  const auto id = contact["id"].get<std::string>();
  const auto& expected = contact["expected"];
  const auto step = pack.find_result(expected["grade"].get<std::string>());
  REQUIRE(step);
  if (given["proposed_grade"] != pack.grades[*step].code)
    differences[id + " grade"] = {pack.grades[*step].code, given["proposed_grade"]};
  if (given["pathway"] != expected["pathway"]) differences[id + " pathway"] = {expected["pathway"], given["pathway"]};
  if (as_set(given["flags"]) != as_set(expected["flags"]))
    differences[id + " flags"] = {as_set(expected["flags"]), as_set(given["flags"])};
}

} // namespace

TEST_CASE("the narratives come out as expected, differences argued one by one") {
  std::ifstream file(shared_folder() + "/domain/narratives.jsonl");
  if (!file) {
    std::cout << "skipped: no narratives.jsonl under " << shared_folder() << '\n';
    return;
  }
  const std::string name = GENERATE("gmp-2018", "gmp-2022", "nchs");
  INFO(name);
  const auto pack = tests::read_pack(name);
  std::map<std::string, std::pair<json, json>> differences;
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const auto contact = json::parse(line);
    const auto facts = tests::facts_of(contact["facts"], pack);
    const auto result = triage::assess(pack, facts);
    compare(pack, contact, triage::to_json(result, pack), differences);
    INFO(contact["id"]);
    CHECK(triage::grade(pack, facts) == result.proposed_grade);
  }
  CHECK(count == 30);
  std::ifstream argued_file("tests/data/narrative-differences.json");
  std::set<std::string> argued;
  for (const auto& entry : json::parse(argued_file)["differences"]) {
    const auto key = entry["id"].get<std::string>() + " " + entry["field"].get<std::string>();
    INFO(key);
    argued.insert(key);
    REQUIRE(differences.contains(key));
    const auto& [expected, given] = differences[key];
    CHECK((expected.is_array() ? as_set(expected) == as_set(entry["expected"]) : expected == entry["expected"]));
    CHECK((given.is_array() ? as_set(given) == as_set(entry["given"]) : given == entry["given"]));
    CHECK_FALSE(entry["why"].get<std::string>().empty());
  }
  for (const auto& [key, values] : differences) {
    INFO(key << ": expected " << values.first << ", given " << values.second);
    CHECK(argued.contains(key));
  }
}
