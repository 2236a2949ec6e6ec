// Two packs side by side: whether any contact sees a difference, and proof that none does.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/small_pack.hpp"
#include "triage/assessment/assess.hpp"
#include "triage/policy/proof/effect.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;
using tests::small_pack;

namespace {

proof::effect_answer between(const small_pack& before, const small_pack& after) {
  return proof::find_effect(before.load(), after.load(), std::chrono::seconds(30));
}

void check_effect(const small_pack& after, proof::effect_on what, const json& facts) {
  const auto given = between({}, after);
  CHECK(given.decided);
  REQUIRE(given.found);
  CHECK(proof::to_text(given.found->what) == proof::to_text(what));
  CHECK(to_json(small_pack{}.load().facts, given.found->facts) == facts);
}

} // namespace

TEST_CASE("a pack and itself have no effect apart, and that is proved") {
  const auto given = between({}, {});
  CHECK(given.decided);
  CHECK_FALSE(given.found);
}

TEST_CASE("a rule that another covers can go without effect") {
  small_pack doubled;
  doubled.with({"marks", "COLLECT", {"quiet"}, {}, {{"false", "\"LOUD\""}, {"false", "\"LOUD\""}}});
  const auto given = between(doubled, {});
  CHECK(given.decided);
  CHECK_FALSE(given.found);
}

TEST_CASE("each kind of effect is found, with the facts that show it") {
  SECTION("a grade that is raised") {
    small_pack after;
    after.with(
        {"danger",
         "PRIORITY",
         {"life_threat", "injured"},
         {"1", "2", "5"},
         {{"\"immediate\"", "-", "\"1\""}, {"-", "true", "\"1\""}, {"\"none\"", "false", "\"5\""}}}
    );
    check_effect(after, proof::effect_on::grade, {{"injured", true}});
  }
  SECTION("a flag that is lost") {
    small_pack after;
    after.with({"marks", "COLLECT", {"quiet"}, {}, {{"true", "\"LOUD\""}}});
    const auto given = between({}, after);
    REQUIRE(given.found);
    CHECK(given.found->what == proof::effect_on::flags);
  }
  SECTION("an exclusion") {
    small_pack after;
    after.with({"bars", "COLLECT", {"needs", "injured"}, {}, {{"list contains(?, \"child\")", "true", "\"X-CHILD\""}}});
    const auto given = between({}, after);
    REQUIRE(given.found);
    CHECK(to_json(small_pack{}.load().facts, given.found->facts).at("needs") == json{"child"});
  }
  SECTION("a pathway") {
    small_pack after;
    after.with({"way", "FIRST", {"grade"}, {}, {{"\"1\"", "\"SEND\""}, {"-", "\"TALK\""}}});
    check_effect(after, proof::effect_on::pathway, {{"injured", true}});
  }
  SECTION("a contact that becomes an incident") {
    small_pack after;
    after.with({"promotes", "COLLECT", {"life_threat"}, {}, {{"\"possible\"", "\"risk\""}}});
    after.roles()["promotion"] = "promotes";
    check_effect(after, proof::effect_on::promotion, {{"life_threat", "possible"}});
  }
}

TEST_CASE("a scenario names grades by code or by step, and may say what becomes an incident") {
  auto files = small_pack{}.files();
  auto head = json::parse(files.at("pack.json"));
  head["grades"][0]["code"] = "E";
  head["grades"][0]["results"] = {"1"};
  files["pack.json"] = head.dump();
  files["safety.json"] = R"({"properties":[{"id":"life","text":"a","source":"b","when":{"life_threat":"\"immediate\""},
                             "then":{"grade_is":"1"}}]})";
  files["tables.dmn"].replace(files["tables.dmn"].find("\"1\", \"2\"</text>"), 8, "\"E\", \"2\"");
  const auto pack = load_pack(files, "0");
  REQUIRE(pack);
  REQUIRE(pack->safety);
  CHECK(pack->safety->properties[0].grade_is == 0);
  const auto faults_of = [&](const json& scenario) {
    return check_scenarios(*pack, {{"scenarios", {scenario}}}, "scenarios.json").size();
  };
  json scenario{{"id", "a"}, {"facts", {{"life_threat", "immediate"}}}, {"grade", "1"}, {"promotes", true}};
  CHECK(faults_of(scenario) == 0);
  scenario["grade"] = "E";
  CHECK(faults_of(scenario) == 0);
  scenario["grade"] = "2";
  CHECK(faults_of(scenario) == 1);
  scenario["promotes"] = false;
  CHECK(faults_of(scenario) == 2);
}
