#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "triage/history/person.hpp"

using namespace frontdoor::triage::history;
using nlohmann::json;

namespace {

name_rules rules_with_titles() {
  const json given{
      {"titles", {"mr", "mrs"}}, {"also", {"aka"}}, {"same", {{"robert", "bob"}, {"stephen", "steven", "steve"}}}
  };
  return *name_rules::read(given, "names.json");
}

using words = std::vector<std::vector<std::string>>;

} // namespace

TEST_CASE("A text holds names without titles, other forms of a first name as its first") {
  CHECK(rules_with_titles().names_in("Mr Bob Smith") == words{{"robert", "smith"}});
  CHECK(
      rules_with_titles().names_in("SMITH, Mrs Steve aka Jonno Brown") ==
      words{{"smith", "stephen"}, {"jonno", "brown"}}
  );
  CHECK(rules_with_titles().names_in("Siobhan O'Neill-Jones") == words{{"siobhan", "oneilljones"}});
  CHECK(rules_with_titles().names_in("aka").empty());
  CHECK(rules_with_titles().names_in("").empty());
}

TEST_CASE("What is wrong in the rules of names is said with its place") {
  const auto read = name_rules::read(
      json{{"titles", "mr"}, {"also", {"AKA"}}, {"same", {{"robert"}, {"ann", "anne"}, {"anna", "ann"}}}}, "names.json"
  );
  REQUIRE_FALSE(read);
  std::vector<std::string> places;
  for (const auto& fault : read.error())
    places.push_back(fault.pointer + " " + fault.code);
  CHECK(
      places ==
      std::vector<std::string>{"/titles wrong_type", "/also wrong_type", "/same/0 wrong_type", "/same/2 given_twice"}
  );
}

TEST_CASE("A date of birth is read in parts, and its day and month in either order are one") {
  CHECK(read_birth_date("1984-03-12") == birth_date{1984, 3, 12});
  CHECK(read_birth_date("1984-03") == birth_date{1984, 3, 0});
  CHECK(read_birth_date("1984") == birth_date{1984, 0, 0});
  for (const auto* text : {"84", "1984-13", "1984-03-32", "1984-00", "1984/03/12", "19840312", ""}) {
    CAPTURE(text);
    CHECK_FALSE(read_birth_date(text));
  }
  CHECK(tolerant({1984, 3, 12}) == tolerant({1984, 12, 3}));
  CHECK(tolerant({1984, 3, 12}) != tolerant({1984, 3, 11}));
  CHECK(tolerant({1984, 3, 25}) == "1984-3-25");
  CHECK(tolerant({1984, 12, 25}) == "1984-12-25");
  CHECK_FALSE(tolerant({1984, 3, 0}));
}

TEST_CASE("Names are paired by sound whichever comes first, and what has no sound as it is written") {
  const sounds sound = [](const std::string& word) -> std::vector<std::string> {
    if (word == "smith" || word == "smyth") return {"SM0", "XMT"};
    if (word == "robert") return {"RPRT"};
    return {};
  };
  CHECK(sound_pairs({"robert", "smith"}, sound) == sound_pairs({"smyth", "robert"}, sound));
  CHECK(sound_pairs({"robert", "smith"}, sound) == std::vector<std::string>{"RPRT SM0", "RPRT XMT"});
  CHECK(sound_pairs({"robert"}, sound).empty());
  CHECK(sound_words({"robert", "smith"}, sound) == std::vector<std::string>{"RPRT", "SM0", "XMT"});
  CHECK(sound_words({"李"}, sound) == std::vector<std::string>{"=李"});
}
