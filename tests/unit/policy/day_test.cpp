// A day made of a few kinds of contact, whose grades are known beforehand.
#include <numeric>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "tests/support/small_pack.hpp"
#include "triage/policy/day/chance.hpp"
#include "triage/policy/day/day.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;

namespace {

json small_day() {
  return {
      {"incidents", 100},
      {"contacts", 150},
      {"seconds_a_question", 30},
      {"hours", std::vector<int>(24, 1)},
      {"kinds",
       {{{"id", "hurt"}, {"incidents", 1}, {"units", 2}, {"minutes", 30}, {"said", {{"injured", true}}}},
        {{"id", "chat"}, {"others", 1}, {"said", {{"quiet", true}, {"colour", "red"}}}}}}
  };
}

day_plan planned(const json& document, const policy_pack& pack) {
  auto plan = read_day(document, pack, "day.json");
  REQUIRE(plan);
  return std::move(*plan);
}

} // namespace

TEST_CASE("the same seed plays the same day, another seed another") {
  const auto pack = tests::small_pack{}.load();
  auto document = small_day();
  document["kinds"][0]["said"] = {{"injured", {{"true", 1}, {"false", 1}}}};
  const auto plan = planned(document, pack);
  const auto text = [&](std::uint64_t seed) { return to_json(play_day(pack, plan, seed), pack, plan).dump(); };
  CHECK(text(1) == text(1));
  CHECK(text(1) != text(2));
}

TEST_CASE("grades, units and the share of incidents add up") {
  const auto pack = tests::small_pack{}.load();
  const auto plan = planned(small_day(), pack);
  const auto result = play_day(pack, plan, 7);
  CHECK(result.grades == std::vector<std::size_t>{0, 100, 0, 0});
  CHECK(std::accumulate(result.contacts_by_hour.begin(), result.contacts_by_hour.end(), 0.0) == 150);
  // 100 incidents, two units for half an hour each: 100 unit hours.
  CHECK(std::accumulate(result.units_by_hour.begin(), result.units_by_hour.end(), 0.0) == Approx(100));
  CHECK(result.made_incidents == 100);
  CHECK(plan.facts_left_out == std::vector<std::string>{"colour"});
  CHECK(to_text(result, pack, plan).find("66.7 %") != std::string::npos);
}

TEST_CASE("handlers ask what the pack would ask, each question once") {
  const auto& pack = tests::gmp_2018();
  auto document = small_day();
  document["kinds"][0]["said"] = {{"advice_only", true}};
  document["kinds"][0]["told_when_asked"] = {{"life_threat", "none"}, {"violence", "none"}};
  document["kinds"][1]["said"] = {{"life_threat", "immediate"}};
  const auto plan = planned(document, pack);
  const auto result = play_day(pack, plan, 7);
  CHECK(result.questions > 150);
  CHECK(result.questions < 150.0 * static_cast<double>(pack.questions.size()));
  CHECK(result.question_minutes == Approx(result.questions / 2));
  CHECK(result.kinds[0].grades.at(4) == 100); // nobody need come
}

TEST_CASE("every fault of a day is named") {
  const auto pack = tests::small_pack{}.load();
  const auto found = read_day(
      {{"incidents", 10},
       {"contacts", 5},
       {"hours", {1, 2}},
       {"kinds", {7, {{"id", "a"}, {"incidents", 1}, {"said", {{"life_threat", "huge"}, {"age", {{"from", 9}}}}}}}}},
      pack, "day.json"
  );
  REQUIRE_FALSE(found);
  std::vector<std::string> places;
  for (const auto& fault : found.error()) {
    places.push_back(fault.pointer);
    CHECK(fault.file == "day.json");
  }
  CHECK(
      places ==
      std::vector<std::string>{
          "/seconds_a_question", "/contacts", "/hours", "/kinds/0", "/kinds/1/said/age/to", "/kinds/1/said/life_threat"
      }
  );
}

TEST_CASE("chance is the same everywhere") {
  chance first(42);
  CHECK(first.between(0, 1'000'000) == 741565);
  chance again(42);
  CHECK(again.between(3, 3) == 3);
  CHECK(again.pick({0, 0, 1, 0}) == 2);
}
