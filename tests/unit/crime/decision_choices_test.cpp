// What a screen offers when a person decides on a crime.

#include "triage/crime/decision_choices.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "crime_rules_files.hpp"

namespace triage = frontdoor::triage;
namespace tests = frontdoor::tests;

namespace {

const nlohmann::json* choice_of(const nlohmann::json& among, const std::string& code) {
  const auto found = std::ranges::find_if(among, [&](const auto& one) { return one["code"] == code; });
  return found == among.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("every reason of the force is offered beside its decision") {
  const auto& rules = tests::crime_rules();
  const auto choices = triage::crime::decision_choices(rules);
  const auto& reasons = choices["reasons"];
  CHECK(reasons["crime_related"].size() == rules.settings.crime_related_reasons.size());
  CHECK(reasons["not_crime"].size() == rules.settings.not_crime_reasons.size());
  CHECK(reasons["n100"].size() == rules.settings.n100_reasons.size());
  for (const auto& each : rules.settings.not_crime_reasons) {
    const auto* offered = choice_of(reasons["not_crime"], each.code);
    REQUIRE(offered != nullptr);
    CHECK((*offered)["text"] == each.text);
    CHECK((*offered)["supervisor"] == each.supervisor);
    CHECK((*offered)["reference"] == each.reference);
  }
}

TEST_CASE("the five grounds on which a crime is taken off say what each needs") {
  const auto choices = triage::crime::decision_choices(tests::crime_rules());
  const auto& grounds = choices["cancellations"];
  REQUIRE(grounds.size() == 5);
  const auto* other_force = choice_of(grounds, "C1");
  REQUIRE(other_force != nullptr);
  CHECK((*other_force)["needs"] == nlohmann::json{"force", "reference"});
  const auto* verified = choice_of(grounds, "C2");
  REQUIRE(verified != nullptr);
  CHECK((*verified)["needs"] == nlohmann::json{"account", "verified_by", "verified_how"});
  for (const char* code : {"C3", "C4", "C5"})
    CHECK(choice_of(grounds, code) != nullptr);
}
