#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "triage/history/keys.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::history;
using nlohmann::json;

namespace {

const name_rules& rules() {
  static const auto read =
      *name_rules::read(json{{"titles", json::array()}, {"also", {"aka"}}, {"same", json::array()}}, "names.json");
  return read;
}

std::vector<std::string> as_written(const std::string& word) {
  return {word};
}

contact a_contact() {
  contact c;
  c.caller = {"0161 234 5678", "Ann Example", "victim"};
  c.subjects.push_back({"Roy Batty aka Roy Hauer", "suspect", "1984-03-12", std::nullopt});
  c.location.text = "12 Acacia Avenue";
  c.location.postcode = "BL1 1AA";
  c.location.uprn = "42";
  c.location.lat = 53.4083;
  c.location.lon = -2.1494;
  c.vehicles.push_back({"AB12 CDE", std::nullopt});
  return c;
}

std::map<key_kind, std::vector<std::string>> by_kind(const std::vector<key>& keys) {
  std::map<key_kind, std::vector<std::string>> out;
  for (const auto& one : keys)
    out[one.kind].push_back(one.text);
  return out;
}

} // namespace

TEST_CASE("A contact is kept under its number, people, place and vehicle") {
  auto kept = by_kind(keys_to_keep(traces_of(a_contact()), rules(), as_written));
  CHECK(kept[key_kind::phone] == std::vector<std::string>{"+441612345678"});
  CHECK(kept[key_kind::property] == std::vector<std::string>{"42"});
  CHECK(kept[key_kind::address] == std::vector<std::string>{"BL11AA 12"});
  CHECK(kept[key_kind::postcode] == std::vector<std::string>{"BL11AA"});
  CHECK(kept[key_kind::near].size() == 1);
  CHECK(kept[key_kind::vehicle] == std::vector<std::string>{"AB12CDE"});
  CHECK(kept[key_kind::person] == std::vector<std::string>{"batty roy 1984-3-12", "hauer roy 1984-3-12"});
  CHECK(kept[key_kind::person_year] == std::vector<std::string>{"batty roy 1984", "hauer roy 1984"});
  CHECK(kept[key_kind::person_name] == std::vector<std::string>{"ann example", "batty roy", "hauer roy"});
  CHECK(
      kept[key_kind::person_one_name] == std::vector<std::string>{"roy 1984-3-12", "batty 1984-3-12", "hauer 1984-3-12"}
  );
}

TEST_CASE("It is looked for under all of those, and in the squares beside its own") {
  const auto kept = keys_to_keep(traces_of(a_contact()), rules(), as_written);
  const auto sought = keys_to_find(traces_of(a_contact()), rules(), as_written);
  for (const auto& one : kept)
    CHECK(std::ranges::find(sought, one) != sought.end());
  CHECK(by_kind(sought)[key_kind::near].size() == 4);
  CHECK(sought.size() == kept.size() + 3);
}

TEST_CASE("Each key says whose it is") {
  for (const auto& one : keys_to_keep(traces_of(a_contact()), rules(), as_written)) {
    CAPTURE(one.text);
    if (one.kind == key_kind::phone) CHECK(one.role == "victim");
    if (one.kind == key_kind::person) CHECK(one.role == "suspect");
    if (one.kind == key_kind::property || one.kind == key_kind::vehicle) CHECK(one.role.empty());
  }
}

TEST_CASE("A contact that tells of nobody has no keys, and a vague position is no place") {
  contact nobody;
  nobody.caller.phone = "999";
  nobody.location.text = "town centre";
  nobody.location.lat = 53.4;
  nobody.location.lon = -2.1;
  nobody.location.radius_m = 500;
  CHECK(keys_to_keep(traces_of(nobody), rules(), as_written).empty());
  CHECK(words_to_sound(traces_of(nobody), rules()).empty());
}

TEST_CASE("The words whose sound is asked for are those asked for in advance") {
  const auto words = words_to_sound(traces_of(a_contact()), rules());
  std::vector<std::string> asked;
  keys_to_find(traces_of(a_contact()), rules(), [&](const std::string& word) {
    asked.push_back(word);
    return std::vector<std::string>{word};
  });
  for (const auto& word : asked)
    CHECK(std::ranges::find(words, word) != words.end());
  CHECK_FALSE(asked.empty());
}

TEST_CASE("However many people a contact names, its keys are bounded") {
  contact many;
  for (int i = 0; i < 50; ++i) {
    const auto letter =
        std::string(1, static_cast<char>('a' + i % 26)) + std::string(1, static_cast<char>('a' + i / 26));
    many.subjects.push_back(
        {"Aa" + letter + " Zz" + letter, "other", "1984-03-" + std::to_string(10 + i % 19), std::nullopt}
    );
  }
  CHECK(keys_to_find(traces_of(many), rules(), as_written).size() <= keys_max);
  CHECK(keys_to_find(traces_of(many), rules(), as_written).size() > 200);
}

TEST_CASE("The code of every kind of key reads back") {
  for (std::size_t i = 0; i < key_kind_count; ++i) {
    const auto kind = static_cast<key_kind>(i);
    CHECK(parse_key_kind(to_string(kind)) == kind);
    CHECK_FALSE(reason(kind).empty());
  }
  CHECK_FALSE(parse_key_kind("sound"));
}
