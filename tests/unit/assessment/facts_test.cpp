#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "triage/assessment/facts.hpp"

using namespace frontdoor;
using nlohmann::json;

namespace {

const triage::vocabulary& words() {
  return tests::gmp_2018().facts;
}

triage::faults refused(const json& facts) {
  auto read = triage::read_facts(words(), facts, "/facts");
  REQUIRE_FALSE(read);
  return read.error();
}

} // namespace

TEST_CASE("facts are read with their values and given back as they came") {
  const json sent{{"weapon", "seen"},      {"suspect_present", true},
                  {"victim_age", 7},       {"vulnerability", {"child", "autism"}},
                  {"injury", "unknown"},   {"location_quality", "unknown"},
                  {"violence", "withheld"}};
  const auto facts = triage::read_facts(words(), sent, "/facts");
  REQUIRE(facts);
  CHECK(triage::to_json(words(), *facts) == sent);
  CHECK(facts->status(*words().find("injury")) == triage::fact_status::asked);
  CHECK(facts->known(*words().find("location_quality"))); // "unknown" is one of its own values
  CHECK(facts->status(*words().find("violence")) == triage::fact_status::withheld);
  CHECK(facts->status(*words().find("domestic")) == triage::fact_status::unknown);
}

TEST_CASE("JSON null means asked and unknown") {
  const auto facts = triage::read_facts(words(), {{"domestic", nullptr}}, "/facts");
  REQUIRE(facts);
  CHECK(facts->status(*words().find("domestic")) == triage::fact_status::asked);
  CHECK(triage::to_json(words(), *facts) == json{{"domestic", "unknown"}});
}

TEST_CASE("every fault of the facts is listed at once") {
  const auto found = refused(
      {{"weapn", "seen"},
       {"weapon", "laser"},
       {"suspect_present", "yes"},
       {"victim_age", 400},
       {"casualties", 1.5},
       {"vulnerability", {"child", "tall"}},
       {"a/b~c", 1}}
  );
  REQUIRE(found.size() == 7);
  const auto at = [&](const std::string& pointer) {
    for (const auto& fault : found) {
      if (fault.pointer == pointer) return fault;
    }
    FAIL("no fault at " << pointer);
    return triage::fault{};
  };
  CHECK(at("/facts/weapn").code == "unknown_fact");
  CHECK(at("/facts/weapn").remedy == "did you mean \"weapon\"?");
  CHECK(at("/facts/weapon").code == "unknown_value");
  CHECK(at("/facts/weapon").remedy.find("none, implied, seen, used") != std::string::npos);
  CHECK(at("/facts/suspect_present").code == "wrong_type");
  CHECK(at("/facts/victim_age").code == "out_of_range");
  CHECK(at("/facts/casualties").code == "wrong_type");
  CHECK(at("/facts/vulnerability").code == "unknown_value");
  CHECK(at("/facts/a~1b~0c").code == "unknown_fact");
}

TEST_CASE("facts that are no object are refused") {
  CHECK(refused(json::array({1})).front().code == "wrong_type");
}

TEST_CASE("a union keeps what is known, and the newer of two known values") {
  const auto older = triage::read_facts(words(), {{"weapon", "seen"}, {"domestic", true}, {"injury", "minor"}}, "");
  const auto newer = triage::read_facts(
      words(), {{"weapon", "used"}, {"domestic", nullptr}, {"injury", "withheld"}, {"sexual", nullptr}}, ""
  );
  const auto both = triage::to_json(words(), triage::union_of(*older, *newer));
  CHECK(both == json{{"weapon", "used"}, {"domestic", true}, {"injury", "minor"}, {"sexual", "unknown"}});
}

TEST_CASE("a vocabulary lists all its faults") {
  const auto read = triage::vocabulary::read(
      {{"facts",
        {{{"key", "Bad Key"}, {"label", "x"}, {"type", "boolean"}},
         {{"key", "a"}, {"label", "a"}, {"type", "enum"}},
         {{"key", "b"}, {"label", "b"}, {"type", "enum"}, {"values", {"one", "one"}}},
         {{"key", "c"}, {"type", "strange"}},
         {{"key", "a"}, {"label", "again"}, {"type", "boolean"}, {"colour", 1}}}}},
      "vocabulary.json"
  );
  REQUIRE_FALSE(read);
  std::vector<std::string> codes;
  for (const auto& fault : read.error()) {
    codes.push_back(fault.code);
    CHECK(fault.file == "vocabulary.json");
  }
  CHECK_THAT(codes, Catch::Contains(std::vector<std::string>{"bad_key"}));
  CHECK_THAT(codes, Catch::Contains(std::vector<std::string>{"unknown_key"}));
  CHECK_THAT(codes, Catch::Contains(std::vector<std::string>{"duplicate"}));
  CHECK_THAT(codes, Catch::Contains(std::vector<std::string>{"unknown_value"}));
  CHECK_THAT(codes, Catch::Contains(std::vector<std::string>{"missing"}));
}
