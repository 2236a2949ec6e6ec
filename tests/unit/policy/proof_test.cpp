// Small packs with one certain fault each: the proof finds it, and shows a contact.
#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/small_pack.hpp"
#include "triage/assessment/assess.hpp"
#include "triage/policy/proof/verify.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;
using proof::check;
using proof::verdict;
using tests::small_pack;

namespace {

proof::proof_report verified(const small_pack& pack) {
  return proof::verify(pack.load(), {});
}

// The only thing that is found about the pack.
proof::finding only_finding(const small_pack& pack) {
  const auto report = verified(pack);
  INFO(proof::to_text(report));
  REQUIRE(report.findings.size() == 1);
  CHECK(report.verified() == report.findings[0].warning);
  return report.findings[0];
}

json contact(const small_pack& pack, const std::optional<fact_set>& facts) {
  REQUIRE(facts);
  return to_json(pack.load().facts, *facts);
}

json property(const char* id, const json& when, const json& then) {
  return {{"id", id}, {"text", "a promise"}, {"when", when}, {"then", then}};
}

} // namespace

TEST_CASE("a sound pack is verified, and every question was asked") {
  const auto report = verified(small_pack{});
  INFO(proof::to_text(report));
  CHECK(report.verified());
  CHECK(report.findings.empty());
  for (const auto each :
       {check::gap, check::dead_rule, check::masked_rule, check::unreachable, check::monotonicity, check::safety})
    CHECK(report.checks[static_cast<std::size_t>(each)].proved > 0);
  REQUIRE(report.properties.size() == 1);
  CHECK(report.properties[0].given == verdict::proved);
}

TEST_CASE("a table with cells that only FEEL reads is undecided, so that its pack is refused") {
  small_pack pack;
  pack.with({"danger", "PRIORITY", {"age"}, {"1", "2"}, {{"? * 2 > 120", "\"1\""}, {"-", "\"2\""}}});
  const auto report = verified(pack);
  INFO(proof::to_text(report));
  CHECK_FALSE(report.verified());
  CHECK(std::ranges::any_of(report.findings, [](const auto& each) {
    return each.subject == "danger" && each.given == verdict::undecided;
  }));
}

TEST_CASE("a pack that promises nothing is refused") {
  small_pack pack;
  pack.safety() = {{"properties", json::array()}};
  CHECK(only_finding(pack).text.find("promises nothing") != std::string::npos);
}

TEST_CASE("a gap in a result that another table tests is shown by a contact that no rule matches") {
  small_pack pack;
  pack.with({"band", "FIRST", {"age"}, {"young", "old"}, {{"< 18", "\"young\""}, {">= 20", "\"old\""}}});
  pack.with({"marks", "COLLECT", {"band"}, {}, {{"\"young\"", "\"LOUD\""}}});
  const auto found = only_finding(pack);
  CHECK(found.which == check::gap);
  CHECK(found.subject == "band");
  CHECK(contact(pack, found.facts) == json::object()); // a contact of which nothing is known
}

TEST_CASE("a gap that only known values have is shown by its value") {
  small_pack pack;
  pack.with({"age_known", "FIRST", {"age"}, {"yes", "no"}, {{">= 0", "\"yes\""}, {"-", "\"no\""}}});
  pack.with(
      {"band",
       "FIRST",
       {"age_known", "age"},
       {"young", "old"},
       {{"\"no\"", "-", "\"old\""}, {"-", "< 18", "\"young\""}, {"-", ">= 20", "\"old\""}}}
  );
  pack.with({"marks", "COLLECT", {"band"}, {}, {{"\"young\"", "\"LOUD\""}}});
  const auto found = only_finding(pack);
  CHECK(found.which == check::gap);
  CHECK(contact(pack, found.facts) == json{{"age", 18}});
}

TEST_CASE("a default output closes a gap, and a level of THRIVE needs no rule") {
  small_pack pack;
  pack.with({"band", "FIRST", {"age"}, {"young", "old"}, {{"< 18", "\"young\""}}, "\"old\""});
  pack.with({"marks", "COLLECT", {"band"}, {}, {{"\"young\"", "\"LOUD\""}}});
  pack.with({"level_risk", "FIRST", {"age"}, {"none", "low"}, {{"< 18", "\"low\""}}});
  const auto report = verified(pack);
  INFO(proof::to_text(report));
  CHECK(report.verified());
}

TEST_CASE("a grade without a pathway is a gap, ungraded without one is not") {
  small_pack pack;
  pack.with({"way", "FIRST", {"grade"}, {}, {{"\"1\", \"2\"", "\"SEND\""}, {"\"5\"", "\"TALK\""}}});
  CHECK(verified(pack).verified());
  pack.with({"way", "FIRST", {"grade", "quiet"}, {}, {{"\"1\", \"2\"", "-", "\"SEND\""}, {"\"5\"", "true", "\"TALK\""}}}
  );
  const auto found = only_finding(pack);
  CHECK(found.which == check::gap);
  CHECK(found.subject == "way");
}

TEST_CASE("two rules of a UNIQUE table that match together are an overlap") {
  small_pack pack;
  pack.with({"level_risk", "UNIQUE", {"age"}, {"none", "low"}, {{"< 18", "\"low\""}, {">= 17", "\"none\""}}, "\"none\""}
  );
  const auto found = only_finding(pack);
  CHECK(found.which == check::overlap);
  CHECK(contact(pack, found.facts) == json{{"age", 17}});
}

TEST_CASE("rules of an ANY table may overlap when they agree, not when they differ") {
  small_pack pack;
  pack.with(
      {"level_risk",
       "ANY",
       {"age", "injured"},
       {"none", "low"},
       {{"< 18", "-", "\"low\""}, {"-", "true", "\"low\""}, {">= 18", "false", "\"none\""}},
       "\"none\""}
  );
  CHECK(verified(pack).verified());
  pack.with(
      {"level_risk",
       "ANY",
       {"age", "injured"},
       {"none", "low"},
       {{"< 18", "-", "\"low\""}, {"-", "true", "\"none\""}},
       "\"none\""}
  );
  const auto found = only_finding(pack);
  CHECK(found.which == check::overlap);
  CHECK(contact(pack, found.facts) == json{{"age", 0}, {"injured", true}});
}

TEST_CASE("a rule that no contact matches is dead, through other tables too") {
  small_pack pack;
  pack.with({"age_band", "FIRST", {"age"}, {"child", "adult"}, {{"< 18", "\"child\""}, {"-", "\"adult\""}}});
  pack.with(
      {"level_risk",
       "FIRST",
       {"age_band", "age"},
       {"none", "low"},
       {{"\"child\"", ">= 30", "\"low\""}, {"\"child\"", "-", "\"low\""}, {"-", "-", "\"none\""}}}
  );
  const auto found = only_finding(pack);
  CHECK(found.which == check::dead_rule);
  CHECK(found.subject == "rule level_risk1 of level_risk");
}

TEST_CASE("a rule behind one that always decides otherwise is masked") {
  small_pack pack;
  pack.with(
      {"level_risk", "FIRST", {"age"}, {"none", "low"}, {{"< 18", "\"low\""}, {"< 10", "\"none\""}, {"-", "\"none\""}}}
  );
  const auto found = only_finding(pack);
  CHECK(found.which == check::masked_rule);
  CHECK(found.subject == "rule level_risk2 of level_risk");
  CHECK_FALSE(found.warning);
}

TEST_CASE("a rule that only repeats an earlier one is worth a look, and so is a floor below another") {
  small_pack pack;
  pack.with(
      {"level_risk", "FIRST", {"age"}, {"none", "low"}, {{"< 18", "\"low\""}, {"< 10", "\"low\""}, {"-", "\"none\""}}}
  );
  CHECK(only_finding(pack).warning);
  small_pack floors;
  floors.with(
      {"danger",
       "PRIORITY",
       {"life_threat", "injured"},
       {"1", "2", "5"},
       {{"\"immediate\"", "-", "\"1\""},
        {"-", "true", "\"2\""},
        {"\"immediate\"", "true", "\"2\""},
        {"\"none\"", "false", "\"5\""}}}
  );
  const auto found = only_finding(floors);
  CHECK(found.warning);
  CHECK(found.which == check::masked_rule);
}

TEST_CASE("a value that nothing yields is unreachable") {
  small_pack pack;
  pack.with({"mood", "FIRST", {"quiet"}, {"calm", "loud", "odd"}, {{"true", "\"calm\""}, {"-", "\"loud\""}}});
  pack.with({"marks", "COLLECT", {"mood"}, {}, {{"\"loud\"", "\"LOUD\""}}});
  const auto found = only_finding(pack);
  CHECK(found.which == check::unreachable);
  CHECK(found.subject == "value of mood odd");
}

TEST_CASE("a grade that nothing proposes is unreachable") {
  small_pack pack;
  pack.with(
      {"danger", "PRIORITY", {"life_threat"}, {"1", "2", "5"}, {{"\"immediate\"", "\"1\""}, {"\"none\"", "\"5\""}}}
  );
  const auto found = only_finding(pack);
  CHECK(found.which == check::unreachable);
  CHECK(found.subject == "grade 2");
}

TEST_CASE("a pathway that only a person's choice of grade leads to is reachable") {
  small_pack pack;
  pack.with(
      {"way", "FIRST", {"grade", "life_threat"}, {}, {{"\"5\"", "\"immediate\"", "\"TALK\""}, {"-", "-", "\"SEND\""}}}
  );
  CHECK(verified(pack).verified());
}

TEST_CASE("a worse fact that lowers urgency is shown by two contacts") {
  small_pack pack;
  pack.with(
      {"danger",
       "PRIORITY",
       {"life_threat", "injured"},
       {"1", "2", "5"},
       {{"\"immediate\"", "-", "\"1\""},
        {"\"none\"", "true", "\"2\""},
        {"\"possible\"", "-", "\"5\""},
        {"\"none\"", "false", "\"5\""}}}
  );
  const auto found = only_finding(pack);
  CHECK(found.which == check::monotonicity);
  CHECK(found.subject == "life_threat");
  CHECK(contact(pack, found.facts) == json{{"life_threat", "none"}});     // ungraded: a person looks
  CHECK(contact(pack, found.worse) == json{{"life_threat", "possible"}}); // grade 5: nobody does
}

TEST_CASE("a stated exception excuses a fact, and is shown") {
  small_pack pack;
  pack.with(
      {"danger",
       "PRIORITY",
       {"life_threat", "injured"},
       {"1", "2", "5"},
       {{"\"immediate\"", "-", "\"1\""}, {"\"none\"", "true", "\"2\""}, {"\"possible\", \"none\"", "-", "\"5\""}}}
  );
  pack.safety()["monotonicity_exceptions"] = {{{"fact", "life_threat"}, {"why", "it is a test"}}};
  const auto report = verified(pack);
  INFO(proof::to_text(report));
  CHECK(report.verified());
  REQUIRE(report.exceptions.size() == 1);
  CHECK(report.exceptions[0].why == "it is a test");
  CHECK(proof::to_text(report).find("it is a test") != std::string::npos);
}

TEST_CASE("a number and a set get worse step by step") {
  small_pack pack;
  pack.vocabulary()[2]["worse"] = "down"; // the younger, the worse
  pack.with(
      {"danger",
       "PRIORITY",
       {"age", "needs", "life_threat"},
       {"1", "2", "5"},
       {{"-", "-", "\"immediate\"", "\"1\""},
        {"> 60", "-", "-", "\"2\""},
        {"-", "not(list contains(?, \"elderly\"))", "-", "\"2\""},
        {"<= 60", "-", "\"none\"", "\"5\""}}}
  );
  const auto report = verified(pack);
  INFO(proof::to_text(report));
  REQUIRE(report.findings.size() == 2);
  CHECK(report.findings[0].subject == "age");
  CHECK(contact(pack, report.findings[0].facts)["age"] == 61);
  CHECK(report.findings[1].subject == "needs");
  CHECK(contact(pack, report.findings[1].worse)["needs"] == json{"elderly"});
}

TEST_CASE("a broken promise is shown by the smallest contact that breaks it") {
  small_pack pack;
  const json hurt{{"injured", "true"}};
  const auto breaks = [&](const json& when, const json& then) {
    small_pack tried = pack;
    tried.safety()["properties"] = json::array({property("p", when, then)});
    return contact(tried, only_finding(tried).facts);
  };
  CHECK(breaks(hurt, {{"grade_is", "1"}}) == json{{"injured", true}});
  CHECK(breaks(hurt, {{"grade_at_least", "1"}}) == json{{"injured", true}});
  CHECK(
      breaks({{"life_threat", "\"none\""}}, {{"never_without_deployment", true}}) ==
      json{{"life_threat", "none"}, {"injured", false}}
  );
  CHECK(breaks({{"needs", "list contains(?, \"elderly\")"}}, {{"excluded", true}}) == json{{"needs", {"elderly"}}});
  CHECK(breaks(json::object(), {{"exclusions", {"X-CHILD"}}}) == json::object());
  CHECK(breaks(hurt, {{"pathway_not", {"SEND"}}}) == json{{"injured", true}});
  CHECK(breaks({{"quiet", "true"}}, {{"flags", {"LOUD"}}}) == json{{"quiet", true}});
  CHECK(breaks({{"level_harm", "\"low\""}}, {{"grade_is", "1"}}) == json{{"injured", true}});
}

TEST_CASE("promises that hold are proved, with their exceptions") {
  small_pack pack;
  auto excused = property("hurt", {{"injured", "true"}}, {{"grade_is", "2"}});
  excused["except"] = {{{"when", {{"life_threat", "\"immediate\""}}}, {"why", "then it is grade 1"}}};
  pack.safety()["properties"] = {
      excused, property("child", {{"needs", "list contains(?, \"child\")"}}, {{"exclusions", {"X-CHILD"}}}),
      property("child-goes-nowhere", {{"needs", "list contains(?, \"child\")"}}, {{"never_without_deployment", true}}),
      property("loud", {{"quiet", "false"}}, {{"flags", {"LOUD"}}}),
      property("send", {{"injured", "true"}}, {{"pathway_not", {"TALK"}}})
  };
  const auto report = verified(pack);
  INFO(proof::to_text(report));
  CHECK(report.verified());
  REQUIRE(report.properties.size() == 5);
  CHECK(report.properties[0].exceptions == std::vector<std::string>{"then it is grade 1"});
}

TEST_CASE("a promise about contacts that cannot be is refused") {
  small_pack pack;
  pack.safety()["properties"] =
      json::array({property("never", {{"injured", "true"}, {"level_harm", "\"none\""}}, {{"grade_is", "1"}})});
  const auto found = only_finding(pack);
  CHECK(found.which == check::safety);
  CHECK(found.text.find("speaks of no contact") != std::string::npos);
}

TEST_CASE("what loading refuses goes through the same report") {
  small_pack pack;
  auto files = pack.files();
  files["safety.json"] = R"({"properties":[{"id":"a","text":"b","when":{"injurd":"true"},
    "then":{"grade_at_leest":"1","flags":["LOUT"],"grade_is":"7"}}],
    "monotonicity_exceptions":[{"fact":"quiet","why":"x"},{"fact":"lifethreat","why":"x"}]})";
  const auto read = load_pack(files, "0");
  REQUIRE_FALSE(read);
  const auto report = proof::refused(read.error());
  CHECK_FALSE(report.verified());
  const auto text = proof::to_text(report);
  INFO(text);
  for (const char* hint :
       {"did you mean \"injured\"?", "did you mean \"grade_at_least\"?", "did you mean \"LOUD\"?", "no grade \"7\"",
        "no worse direction", "did you mean \"life_threat\"?"})
    CHECK(text.find(hint) != std::string::npos);
}

TEST_CASE("the report for machines says the same") {
  small_pack pack;
  pack.safety()["properties"] = json::array({property("p", {{"injured", "true"}}, {{"grade_is", "1"}})});
  const auto document = proof::to_json(verified(pack));
  CHECK(document["verified"] == false);
  CHECK(document["checks"]["safety"]["refuted"] == 1);
  CHECK(document["properties"][0]["verdict"] == "refuted");
  CHECK(document["findings"][0]["facts"] == json{{"injured", true}});
  CHECK(document["findings"][0]["outcome"].get<std::string>().starts_with("grade 2 by rule danger2 of danger"));
}
