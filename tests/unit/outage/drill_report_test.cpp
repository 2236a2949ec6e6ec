#include "server/drill_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontdoor;

TEST_CASE("Given every acknowledged contact is in the log once, then nothing was lost") {
  drill_findings found;
  found.acknowledged = {"a", "b"};
  found.in_log = {{"a", 1}, {"b", 1}, {"never acknowledged", 1}};
  const auto report = to_json(found);
  CHECK(report.at("ok") == true);
  CHECK(report.at("lost").empty());
  CHECK(report.at("doubled").empty());
  CHECK(to_text(found).starts_with("Nothing was lost"));
}

TEST_CASE("Given one is missing and one is there twice, then the report names both and is not ok") {
  drill_findings found;
  found.acknowledged = {"a", "b"};
  found.in_log = {{"b", 2}};
  const auto report = to_json(found);
  CHECK(report.at("ok") == false);
  CHECK(report.at("lost") == nlohmann::json{"a"});
  CHECK(report.at("doubled") == nlohmann::json{"b"});
  CHECK(to_text(found).find("LOST a") != std::string::npos);
  CHECK(to_text(found).find("TWICE b") != std::string::npos);
}
