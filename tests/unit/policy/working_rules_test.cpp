#include "triage/policy/working_rules.hpp"

#include <set>

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;

namespace {

const std::vector<std::string> grades{"1", "2", "3", "4", "5"};

json gmp() {
  return json::parse(tests::files_of("config/policies/gmp-2018").at("working.json"));
}

faults faults_of(const json& rules) {
  faults found;
  read_working_rules(json::parse(rules.dump()), grades, found);
  return found;
}

} // namespace

TEST_CASE("The working life of gmp-2018 is read whole") {
  const auto& rules = tests::gmp_2018().working;
  CHECK(rules.undo_within == std::chrono::minutes(2));
  REQUIRE(rules.find_lowering("1", "5") != nullptr);
  CHECK(rules.find_lowering("1", "5")->approvals == 2);
  CHECK(rules.find_lowering("5", "1") == nullptr);
  CHECK(has_code(rules.refused_reasons, "no_resource"));
  CHECK_FALSE(rules.find_outcome("no_reply")->resolves_risk);
  CHECK(rules.find_task("tell_caller")->outcomes.size() == 3);
  CHECK(rules.find_post("force_duty_officer")->on_call);
}

TEST_CASE("Every task that can be opened can be ended, and every grade that can be asked for has somebody to approve it"
) {
  const auto& rules = tests::gmp_2018().working;
  for (const auto& task : rules.tasks)
    CHECK((task.kind == task_kind::decide_approval || !task.outcomes.empty()));
  for (const auto& line : rules.lowering)
    CHECK((line.approvals == 0 || !line.posts.empty()));
}

TEST_CASE("A pack without the file lowers and closes nothing, and is no fault") {
  faults found;
  const auto rules = read_working_rules(nullptr, grades, found);
  CHECK(found.empty());
  CHECK(rules.outcomes.empty());
  CHECK(rules.find_lowering("1", "2") == nullptr);
}

TEST_CASE("What is wrong with the file is named by its place") {
  CHECK(faults_of(gmp()).empty());
  auto rules = gmp();
  rules["undo_within"] = "two minutes";
  rules["colour"] = "red";
  rules["open_risk_grades"] = {"9"};
  rules["lowering"]["matrix"][0]["posts"] = {"chief"};
  rules["outcomes"].push_back(rules["outcomes"][0]);
  std::erase_if(rules["tasks"].get_ref<json::array_t&>(), [](const json& task) {
    return task["kind"] == "tell_caller";
  });
  std::vector<std::string> codes;
  for (const auto& one : faults_of(rules)) {
    CHECK(one.file == "working.json");
    codes.push_back(one.code);
  }
  std::ranges::sort(codes);
  CHECK(
      codes ==
      std::vector<std::string>{"bad_duration", "duplicate", "missing", "unknown_grade", "unknown_key", "unknown_post"}
  );
}

TEST_CASE("Words are somebody's own when enough is left besides stock phrases") {
  own_words_rule rule;
  rule.characters_min = 12;
  rule.words_min = 3;
  rule.stock_phrases = {"thrive considered", "as per log", "nfa"};
  CHECK(own_words(rule, "He has left, the unit saw him go."));
  CHECK(own_words(rule, "THRIVE considered; he left by train"));
  CHECK_FALSE(own_words(rule, "THRIVE considered."));
  CHECK_FALSE(own_words(rule, "As per log -- NFA, nfa!"));
  CHECK_FALSE(own_words(rule, "left"));
  CHECK_FALSE(own_words(rule, "              "));
  CHECK_FALSE(own_words(rule, ""));
}

TEST_CASE("Stock phrases are compared in small letters without punctuation, the longest first") {
  const auto rule = own_words_of(12, 3, {"N.F.A.", "As per log", "As per log, no further action"});
  CHECK(rule.characters_min == 12);
  CHECK(rule.words_min == 3);
  CHECK(rule.stock_phrases == std::vector<std::string>{"as per log no further action", "as per log", "n f a"});
  CHECK_FALSE(own_words(rule, "As per log: no further action."));
}

TEST_CASE("The ladder of gmp-2018 is read whole, and says what falls due first at each grade") {
  const auto& pack = tests::gmp_2018();
  const auto& ladder = pack.working.ladder;
  REQUIRE(ladder.find("unallocated_sergeant") != nullptr);
  CHECK(ladder.find("unallocated_sergeant")->to == "district_sergeant");
  CHECK(ladder.after("district_sergeant") == "district_inspector");
  CHECK(ladder.after("force_duty_officer") == "force_duty_officer");
  CHECK(ladder.voiced("1"));
  CHECK_FALSE(ladder.voiced("2"));
  CHECK(ladder.first_due(pack.grades.at(*pack.find_grade("1"))) == std::chrono::minutes(2));
  CHECK(ladder.first_due(pack.grades.at(*pack.find_grade("2"))) == std::chrono::minutes(40));
}

TEST_CASE("A pack without a ladder tells nobody, and is no fault") {
  auto rules = gmp();
  rules.erase("ladder");
  CHECK(faults_of(rules).empty());
}

TEST_CASE("What is wrong with a ladder is named by its place") {
  auto rules = gmp();
  auto& ladder = rules["ladder"];
  ladder["rungs"][0]["to"] = "chief";
  ladder["rungs"][1]["condition"] = "bored";
  ladder["rungs"][2]["grades"] = {"9"};
  ladder["rungs"][3]["clock"] = "received";
  ladder["rungs"].push_back(ladder["rungs"][4]);
  ladder["paces"].erase(0);
  ladder["paces"][0]["acknowledge_within"] = "PT0S";
  ladder["paces"][0]["warn_at_percent"] = 100;
  ladder["climb"].push_back("nobody");
  ladder["repeat_at_most"] = "PT0S";
  std::set<std::string> codes;
  for (const auto& one : faults_of(rules)) {
    CHECK(one.pointer.starts_with("/ladder"));
    codes.insert(one.code);
  }
  CHECK(
      codes ==
      std::set<std::string>{"unknown_post", "unknown_code", "unknown_grade", "duplicate", "missing", "out_of_range"}
  );
}
