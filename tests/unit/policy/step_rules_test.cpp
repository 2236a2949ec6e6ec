#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <set>

#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;

namespace {

std::set<std::string> faults_with(const std::function<void(json&)>& change) {
  auto files = tests::files_of("config/policies/gmp-2018");
  auto rules = json::parse(files.at("working.json"));
  change(rules);
  files["working.json"] = rules.dump();
  const auto read = load_pack(files, "0");
  std::set<std::string> out;
  if (read) return out;
  for (const auto& one : read.error())
    out.insert(one.code);
  return out;
}

} // namespace

TEST_CASE("Each pack of the repository has partners, steps and deferral on its own scale") {
  for (const char* name : {"gmp-2018", "gmp-2022", "nchs"}) {
    INFO(name);
    const auto pack = tests::read_pack(name);
    const auto& working = pack.working;
    CHECK(working.steps.size() == 23);
    REQUIRE(working.partners.find("ambulance") != nullptr);
    CHECK(working.partners.find_sender("key:ambulance") == working.partners.find("ambulance"));
    CHECK(working.partners.find_sender("key:nobody") == nullptr);
    CHECK_FALSE(working.deferral.reasons.empty());
    CHECK_FALSE(working.lowering.empty());
    // Every grade below the first can be asked for from every one above it.
    for (std::size_t from = 0; from < pack.grades.size(); ++from) {
      for (std::size_t to = from + 1; to < pack.grades.size(); ++to)
        CHECK(working.find_lowering(pack.grades[from].code, pack.grades[to].code) != nullptr);
    }
    const auto& ambulance = *working.partners.find("ambulance");
    CHECK(ambulance.answer_time(pack.grades.front().code) < ambulance.answer_time(std::nullopt));
  }
}

TEST_CASE("Every task that a step opens can be ended by somebody at hand") {
  for (const auto& step : tests::gmp_2018().working.steps) {
    const auto* task = tests::gmp_2018().working.find_task(step.task);
    REQUIRE(task != nullptr);
    INFO(step.task);
    CHECK(std::ranges::any_of(task->outcomes, [](const task_outcome& one) { return one.roles.empty(); }));
    CHECK(task->due_within > std::chrono::microseconds(0));
  }
}

TEST_CASE("What is wrong with steps, partners and deferral is named") {
  using codes = std::set<std::string>;
  CHECK(faults_with([](json&) {}).empty());
  CHECK(faults_with([](json& r) { r["steps"][0]["task"] = "tea"; }) == codes{"unknown_task"});
  CHECK(faults_with([](json& r) { r["steps"][0]["when"] = json::object(); }) == codes{"always_true"});
  CHECK(faults_with([](json& r) { r["steps"][0]["when"] = {{"flags_any", {"X"}}}; }) == codes{"unknown_flag"});
  CHECK(faults_with([](json& r) { r["steps"][0]["when"] = {{"grades", {"9"}}}; }) == codes{"unknown_grade"});
  CHECK(faults_with([](json& r) { r["steps"][0]["when"] = {{"facts", {{"tea", {true}}}}}; }) == codes{"unknown_fact"});
  CHECK(faults_with([](json& r) {
          r["steps"][0]["when"] = {{"facts", {{"weapon", {"spoon"}}}}};
        }) == codes{"unknown_value"});
  CHECK(faults_with([](json& r) { r["steps"][0]["when"] = {{"facts", {{"weapon", 3}}}}; }) == codes{"wrong_type"});
  CHECK(faults_with([](json& r) { r["partners"]["list"][0]["kind"] = "friend"; }) == codes{"unknown_code"});
  CHECK(faults_with([](json& r) { r["partners"]["list"].push_back(r["partners"]["list"][0]); }) == codes{"duplicate"});
  CHECK(faults_with([](json& r) { r["partners"]["barring_facts"] = {"tea"}; }) == codes{"unknown_fact"});
  CHECK(faults_with([](json& r) { r["deferral"]["escalates"][0]["grades"] = {"9"}; }) == codes{"unknown_grade"});
  CHECK(faults_with([](json& r) {
          std::erase_if(r["tasks"].get_ref<json::array_t&>(), [](const json& one) {
            return one["kind"] == "handoff_returned";
          });
        }) == codes{"missing"});
}

TEST_CASE("A service whose own system takes referrals says what it can be asked for, and when it is asked again") {
  using codes = std::set<std::string>;
  const auto with = [](auto&& change, const std::string& partner = "council_referral") {
    return faults_with([&](json& r) {
      for (auto& one : r["partners"]["list"]) {
        if (one["partner"] != partner) continue;
        one["open311"] = {
            {"services", {{{"code", "fly_tipping"}, {"text", "Fly-tipping"}}}},
            {"answer_within", "PT1M"},
            {"retry_after", {"PT1M", "PT10M"}},
            {"token_asked_every", "PT15M"}
        };
        change(one["open311"], r);
      }
    });
  };
  const auto leave = [](json&, json&) {};
  CHECK(with(leave).empty());
  CHECK(with(leave, "ambulance") == codes{"not_a_service"});
  CHECK(with([](json& one, json&) { one["services"] = json::array(); }) == codes{"missing"});
  CHECK(with([](json& one, json&) { one["answer_within"] = "PT0S"; }) == codes{"out_of_range"});
  CHECK(with([](json& one, json&) { one["token_asked_every"] = "PT0S"; }) == codes{"out_of_range"});
  CHECK(with([](json& one, json&) { one["retry_after"] = {"soon"}; }) == codes{"bad_duration"});
  CHECK(with([](json& one, json&) { one["url"] = "https://council.example"; }) == codes{"unknown_key"});
  CHECK(with([](json&, json& r) {
          std::erase_if(r["tasks"].get_ref<json::array_t&>(), [](const json& one) {
            return one["kind"] == "referral_failed";
          });
        }) == codes{"missing"});
}
