// Two packs side by side: which kinds of contact get another grade, each with a contact.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/small_pack.hpp"
#include "triage/policy/proof/difference.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;
using tests::small_pack;

namespace {

json compared(const small_pack& before, const small_pack& after) {
  return proof::to_json(proof::compare(before.load(), after.load(), {}));
}

} // namespace

TEST_CASE("a pack does not differ from itself") {
  CHECK(compared({}, {})["changes"].empty());
  CHECK(proof::to_text(proof::compare(small_pack{}.load(), small_pack{}.load(), {})).find("No contact") == 0);
}

TEST_CASE("grades raised, lowered and lost are told apart, by rule and with a contact") {
  small_pack after;
  after.with(
      {"danger",
       "PRIORITY",
       {"life_threat", "injured"},
       {"1", "2", "5"},
       {{"\"immediate\"", "-", "\"2\""}, {"-", "true", "\"1\""}}}
  );
  const auto changes = compared({}, after)["changes"];
  INFO(changes.dump(2));
  REQUIRE(changes.size() == 3);
  CHECK(changes[0]["from"] == "1");
  CHECK(changes[0]["to"] == "2");
  CHECK(changes[0]["direction"] == "lowered");
  CHECK(changes[0]["complete"] == true);
  CHECK(changes[0]["kinds"][0]["facts"] == json{{"life_threat", "immediate"}});
  CHECK(changes[0]["kinds"][0]["rule_before"] == "rule danger1 of danger");
  CHECK(changes[1]["direction"] == "raised");
  CHECK(changes[1]["kinds"][0]["facts"] == json{{"injured", true}});
  CHECK(changes[2]["to"] == "ungraded");
  CHECK(changes[2]["direction"] == "now ungraded");
  CHECK(changes[2]["kinds"][0]["rule_after"] == "");
}

TEST_CASE("facts and values that only one pack knows are left out, and said") {
  small_pack after;
  after.vocabulary()[0]["values"] = {"none", "immediate"};
  after.vocabulary()[4]["key"] = "silent";
  after.with({"marks", "COLLECT", {"silent"}, {}, {{"false", "\"LOUD\""}}});
  after.with(
      {"danger",
       "PRIORITY",
       {"life_threat", "injured"},
       {"1", "2", "5"},
       {{"\"immediate\"", "-", "\"1\""}, {"\"none\"", "true", "\"2\""}, {"\"none\"", "false", "\"5\""}}}
  );
  const auto found = compared({}, after);
  CHECK(found["facts_left_out"] == json{"quiet", "silent"});
  REQUIRE(found["changes"].size() == 1);
  CHECK(found["changes"][0]["kinds"][0]["facts"] == json{{"injured", true}}); // threat to life not known
}
