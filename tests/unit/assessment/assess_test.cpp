// Assessment under gmp-2018, read as given / when / then.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "tests/unit/assessment/facts_of.hpp"
#include "triage/assessment/assess.hpp"

using namespace frontdoor;
using nlohmann::json;

namespace {

json assessed(const json& given) {
  const auto& pack = tests::gmp_2018();
  return triage::to_json(triage::assess(pack, tests::facts_of(given)), pack);
}

std::vector<std::string> fact_keys_of(const json& list) {
  std::vector<std::string> keys;
  for (const auto& entry : list)
    keys.push_back(entry["fact"]);
  return keys;
}

bool contains(const json& list, const json& value) {
  return std::ranges::find(list, value) != list.end();
}

const json calm{{"life_threat", "none"}, {"violence", "none"}};

} // namespace

TEST_CASE("the scenarios of each pack hold") {
  const std::string name = GENERATE("gmp-2018", "gmp-2022", "nchs");
  const auto scenarios = json::parse(tests::files_of("config/policies/" + name).at("scenarios.json"));
  const auto found = triage::check_scenarios(tests::read_pack(name), scenarios, "scenarios.json");
  for (const auto& fault : found) {
    INFO(name << fault.pointer << ": " << fault.detail);
    CHECK(false);
  }
  CHECK(found.empty());
}

TEST_CASE("given nothing, then ungraded, anything possible, and life threat asked first after the place") {
  const auto result = assessed(json::object());
  CHECK(result["proposed_grade"].is_null());
  CHECK(result["most_urgent_possible"] == "1");
  CHECK(result["reasons"].empty());
  CHECK(result["pathway"].is_null());
  REQUIRE_FALSE(result["next_questions"].empty());
  CHECK(result["next_questions"][0]["fact"] == "life_threat");
  CHECK(result["next_questions"][0]["could_raise_to"] == "1");
}

TEST_CASE("every matched rule is a reason, most urgent first, with the facts it looked at") {
  const auto result = assessed(
      {{"domestic", true},
       {"violence", "ongoing"},
       {"suspect_present", true},
       {"weapon", "seen"},
       {"weapon_type", "knife"}}
  );
  CHECK(result["proposed_grade"] == "1");
  REQUIRE(result["reasons"].size() >= 5);
  CHECK(result["reasons"].front()["grade"] == "1");
  CHECK(result["reasons"].back()["grade"] >= "2");
  const auto it = std::ranges::find_if(result["reasons"], [](const json& reason) { return reason["rule"] == "R12"; });
  REQUIRE(it != result["reasons"].end());
  CHECK((*it)["decision"] == "domestic_abuse");
  CHECK(contains((*it)["facts"], "domestic"));
  CHECK(contains((*it)["facts"], "suspect_present"));
  CHECK_FALSE((*it)["text"].get<std::string>().empty());
}

TEST_CASE("nothing delays a grade 1 or 2: only the place is asked") {
  CHECK(
      fact_keys_of(assessed({{"violence", "ongoing"}})["next_questions"]) ==
      std::vector<std::string>{"location_quality"}
  );
  CHECK(assessed({{"violence", "ongoing"}, {"location_quality", "exact"}})["next_questions"].empty());
  CHECK(
      fact_keys_of(assessed({{"welfare_concern", true}})["next_questions"]) ==
      std::vector<std::string>{"location_quality"}
  );
}

TEST_CASE("grade 5 asks every starred question that has no answer") {
  auto given = calm;
  given["other_agency_lead"] = "highways";
  const auto result = assessed(given);
  CHECK(result["proposed_grade"] == "5");
  const auto asked = fact_keys_of(result["next_questions"]);
  for (const char* fact : {"weapon", "suspect_present", "vulnerability", "location_quality"}) {
    INFO(fact);
    CHECK(std::ranges::find(asked, fact) != asked.end());
  }
}

TEST_CASE("an update asks whether anything is new and anyone in danger, and no more about it") {
  const auto asked = fact_keys_of(assessed({{"police_update_request", true}})["next_questions"]);
  CHECK(std::ranges::find(asked, "life_threat") != asked.end());
  CHECK(std::ranges::find(asked, "new_risk") != asked.end());
  CHECK(std::ranges::find(asked, "weapon") == asked.end());
  CHECK(std::ranges::find(asked, "vulnerability") == asked.end());
}

TEST_CASE("an unknown keeps the range open; its answer closes it") {
  json given{{"other_danger", false},       {"domestic", true},          {"life_threat", "none"},
             {"violence", "none"},          {"weapon", "none"},          {"vulnerability", json::array()},
             {"location_quality", "exact"}, {"children_present", false}, {"time_since_event", "days"}};
  const auto open = assessed(given);
  CHECK(open["proposed_grade"] == "3");
  CHECK(open["most_urgent_possible"] == "2");
  CHECK(open["least_urgent_possible"] == "3");
  CHECK(open["unknown"] == json{"suspect_present"});
  given["suspect_present"] = true;
  const auto closed = assessed(given);
  CHECK(closed["proposed_grade"] == "2");
  CHECK(closed["most_urgent_possible"] == "2");
  CHECK(closed["least_urgent_possible"] == "2");
}

TEST_CASE("withheld and asked without answer count as unknown even where nobody would ask") {
  auto given = calm;
  given["other_agency_lead"] = "council";
  CHECK_FALSE(contains(assessed(given)["unknown"], "sexual"));
  given["sexual"] = "withheld";
  CHECK(contains(assessed(given)["unknown"], "sexual"));
  given["sexual"] = nullptr;
  CHECK(contains(assessed(given)["unknown"], "sexual"));
}

TEST_CASE("what would change: single facts, most urgent first") {
  const auto result =
      assessed({{"domestic", true}, {"suspect_present", false}, {"violence", "none"}, {"life_threat", "none"}});
  CHECK(result["proposed_grade"] == "3");
  const auto& changes = result["what_would_change"];
  CHECK(contains(changes, {{"fact", "life_threat"}, {"from", "none"}, {"to", "immediate"}, {"grade", "1"}}));
  CHECK(contains(changes, {{"fact", "suspect_present"}, {"from", false}, {"to", true}, {"grade", "2"}}));
  for (std::size_t i = 1; i < changes.size(); ++i) {
    if (changes[i]["grade"].is_string() && changes[i - 1]["grade"].is_string())
      CHECK(changes[i - 1]["grade"] <= changes[i]["grade"]);
  }
}

TEST_CASE("an exclusion bars resolution without deployment and grades nothing") {
  auto given = calm;
  given["advice_only"] = true;
  CHECK(assessed(given)["proposed_grade"] == "5");
  given["complaint_about_police"] = true;
  const auto result = assessed(given);
  CHECK(result["proposed_grade"].is_null());
  CHECK(result["exclusions"][0]["code"] == "X-CUST");
}

TEST_CASE("a risk fact promotes a contact that wanted no incident") {
  const auto& pack = tests::gmp_2018();
  const auto promotes = [&](const json& given) {
    return triage::assess(pack, *triage::read_facts(pack.facts, given, "")).promotes_contact;
  };
  CHECK_FALSE(promotes(json::object()));
  CHECK_FALSE(promotes({{"police_update_request", true}, {"domestic", true}, {"new_risk", false}}));
  CHECK_FALSE(promotes({{"booked_test", true}}));
  CHECK(promotes({{"life_threat", "possible"}}));
  CHECK(promotes({{"pressed_55", true}}));
  CHECK(promotes({{"premises", "dwelling"}, {"entry_forced", true}}));
}

TEST_CASE("the caller is told what happens next") {
  const auto& pack = tests::gmp_2018();
  const auto said = [&](const json& given) {
    return std::string(triage::say_to_caller(triage::assess(pack, *triage::read_facts(pack.facts, given, "")), pack));
  };
  CHECK(said({{"violence", "ongoing"}}).starts_with("Officers are being sent now"));
  auto council = calm;
  council["other_agency_lead"] = "council";
  CHECK(said(council).find("council") != std::string::npos);
  CHECK(said(json::object()).empty());
}

TEST_CASE("THRIVE levels follow the facts") {
  const auto thrive = assessed(
      {{"violence", "ongoing"}, {"suspect_present", true}, {"vulnerability", {"child"}}, {"perishable_evidence", true}}
  )["thrive"];
  CHECK(thrive["threat"] == "high");
  CHECK(thrive["risk"] == "high");
  CHECK(thrive["vulnerability"] == "high");
  CHECK(thrive["investigation"] == "high");
  CHECK(assessed(json::object())["thrive"]["threat"] == "none");
}

TEST_CASE("the policy is named with the assessment") {
  const auto policy = assessed(json::object())["policy"];
  CHECK(policy["pack"] == "gmp-2018");
  CHECK(policy["version"] == "1.0.0");
}

TEST_CASE("every decision is explained by its matched rules, with the words and facts of each") {
  const auto& pack = tests::gmp_2018();
  const auto facts = triage::read_facts(pack.facts, {{"domestic", true}, {"suspect_present", true}}, "");
  REQUIRE(facts);
  const auto result = triage::assess(pack, *facts);
  const auto told = triage::explanation(result, pack);
  const auto decision = [&](const char* name) {
    const auto it = std::ranges::find_if(told, [&](const json& each) { return each["decision"] == name; });
    return it == told.end() ? json() : *it;
  };
  const auto abuse = decision("domestic_abuse");
  REQUIRE(abuse.is_object());
  CHECK(abuse["file"] == "domestic.dmn");
  const auto& rule = abuse["rules"][0];
  CHECK(rule["gives"] == pack.grades[*result.proposed_grade].code);
  CHECK(contains(rule["facts"], "domestic"));
  CHECK_FALSE(rule["text"].get<std::string>().empty());
  CHECK_FALSE(rule["source"].get<std::string>().empty());
  CHECK(decision("flags_people").is_object());
  CHECK(decision("pathway").is_object());
  CHECK(decision("fraud").is_null());
}
