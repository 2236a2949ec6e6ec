// Training data that is wrong: each fault has its code and its place.
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "server/policy/training_rules.hpp"
#include "tests/support/temporary_folder.hpp"
#include "training_story.hpp"
#include "triage/training/scenario.hpp"

using namespace frontdoor;
using namespace frontdoor::triage::training;
using namespace frontdoor::triage::training::testing;
using nlohmann::json;

namespace {

std::string fault_of_rules(json document) {
  const auto read = read_rules(document, "training.json");
  return read ? "" : read.error().front().code;
}

std::string fault_of_scenario(const json& document, const std::string& file = "a-knife.json") {
  const auto read = read_scenario(json::parse(document.dump()), file);
  if (read) return "";
  CHECK(read.error().front().file == file);
  return read.error().front().code;
}

std::string pointer_of_check(const json& document) {
  const auto read = read_scenario(json::parse(document.dump()), "a-knife.json");
  REQUIRE(read);
  const auto found = check_scenario(*read, the_pack(), "a-knife.json");
  return found.empty() ? "" : found.front().pointer;
}

schema::schema_set the_schemas() {
  auto set = schema::schema_set::load(schema::read_schema_files("schemas"));
  REQUIRE(set);
  return std::move(*set);
}

// A folder of training data.
class training_folder {
 public:
  training_folder() {
    write("training.json", rules_document().dump());
    write("a-knife.json", knife_document().dump());
    write("a-party.json", party_document().dump());
  }

  void write(const std::string& file, const std::string& content) const {
    std::ofstream(folder_.path() / file) << content;
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  frontdoor::testing::temporary_folder folder_;
};

} // namespace

TEST_CASE("given rules by which too high costs as much as too low, then they are refused") {
  CHECK(fault_of_rules(rules_document()).empty());
  auto one = rules_document();
  one["too_high"]["percent_a_step"] = 100U;
  CHECK(fault_of_rules(one) == "weighs_too_much");
  one = rules_document();
  one["points"]["grade"] = 0U;
  CHECK(fault_of_rules(one) == "out_of_range");
}

TEST_CASE("given a scenario that is wrong in itself, then each fault has its code") {
  CHECK(fault_of_scenario(knife_document()).empty());
  CHECK(fault_of_scenario(knife_document(), "a-sword.json") == "wrong_name");
  auto one = knife_document();
  one["lines"][0]["after_s"] = 3;
  CHECK(fault_of_scenario(one) == "out_of_order");
  one = knife_document();
  one["lines"].push_back({{"after_s", 5}, {"who", "caller"}, {"text", "Earlier."}});
  CHECK(fault_of_scenario(one) == "out_of_order");
  one = knife_document();
  one["answers"].push_back(one["answers"][0]);
  CHECK(fault_of_scenario(one) == "duplicate");
  one = knife_document();
  one["expected"]["must_ask"].push_back("cctv");
  CHECK(fault_of_scenario(one) == "not_answered");
}

TEST_CASE("given a scenario that the pack's rules contradict, then the contradiction is named") {
  CHECK(pointer_of_check(knife_document()).empty());
  auto one = knife_document();
  one["expected"]["grades"]["gmp-2018"] = "2";
  CHECK(pointer_of_check(one) == "/expected/grades");
  one["expected"]["grades"]["gmp-2018"] = "9";
  CHECK(pointer_of_check(one) == "/expected/grades");
  one = knife_document();
  one["expected"]["pathway"] = "APPOINTMENT";
  CHECK(pointer_of_check(one) == "/expected/pathway");
  one = knife_document();
  one["expected"]["flags"] = {"HERBERT"};
  CHECK(pointer_of_check(one) == "/expected/flags");
  one = knife_document();
  one["expected"]["contact_only"] = "advice_given";
  CHECK(pointer_of_check(one) == "/expected/contact_only");
  one = knife_document();
  one["answers"][0]["value"] = "waved";
  CHECK(pointer_of_check(one) == "/answers/weapon");
  one = knife_document();
  one["expected"]["grades"] = {{"nchs", "P"}};
  CHECK(pointer_of_check(one).empty()); // this pack does not play it
}

TEST_CASE("given answers that leave a more urgent grade open, then the scenario is refused") {
  auto one = json::parse(party_document().dump());
  one["answers"].erase(2); // life_threat
  one["expected"]["must_ask"] = {"violence"};
  const auto read = read_scenario(one, "a-party.json");
  REQUIRE(read);
  const auto found = check_scenario(*read, the_pack(), "a-party.json");
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().code == "scenario_fails");
}

TEST_CASE("given a folder with one wrong scenario, then the others are played and the fault is told") {
  const training_folder folder;
  folder.write("a-fault.json", R"({"scenario":"a-fault"})");
  folder.write("no-json.json", "{");
  const auto read = policy::read_training_rules(folder.path(), the_schemas(), the_pack());
  REQUIRE(read);
  CHECK(read->rules->scenarios.size() == 2);
  REQUIRE_FALSE(read->left_out.empty());
  CHECK(read->left_out.front().file == "a-fault.json");
  CHECK(read->left_out.back().file == "no-json.json");
}

TEST_CASE("given a folder without rules or with wrong ones, then it is refused whole") {
  const training_folder folder;
  folder.write("training.json", R"({"seed": 1})");
  const auto wrong = policy::read_training_rules(folder.path(), the_schemas(), the_pack());
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().front().file == "training.json");
  auto written = rules_document();
  written["words"]["stock_phrases"] = {"As above."}; // own words are compared in small letters, without stops
  folder.write("training.json", written.dump());
  CHECK_FALSE(policy::read_training_rules(folder.path(), the_schemas(), the_pack()));
  std::filesystem::remove(folder.path() / "training.json");
  const auto none = policy::read_training_rules(folder.path(), the_schemas(), the_pack());
  REQUIRE_FALSE(none);
  CHECK(none.error().front().code == "missing");
}
