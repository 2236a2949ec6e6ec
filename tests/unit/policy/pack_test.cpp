// A pack is refused with everything that is wrong with it. Each case starts from the good pack and breaks something.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "tests/support/small_pack.hpp"
#include "triage/policy/pack.hpp"

using namespace frontdoor;
using nlohmann::json;

namespace {

using files = std::map<std::string, std::string>;

files good() {
  static const auto read = tests::files_of("config/policies/gmp-2018");
  return read;
}

void replace(files& pack, const std::string& file, const std::string& from, const std::string& to) {
  auto& content = pack.at(file);
  const auto at = content.find(from);
  REQUIRE(at != std::string::npos);
  content.replace(at, from.size(), to);
}

triage::faults refused(const files& pack) {
  const auto read = triage::load_pack(pack, "0");
  REQUIRE_FALSE(read);
  for (const auto& fault : read.error())
    CHECK_FALSE(fault.detail.empty());
  return read.error();
}

bool has(const triage::faults& found, const std::string& file, const std::string& code) {
  return std::ranges::any_of(found, [&](const auto& fault) { return fault.file == file && fault.code == code; });
}

} // namespace

TEST_CASE("the gmp-2018 pack loads") {
  const auto& pack = tests::gmp_2018();
  CHECK(pack.name == "gmp-2018");
  REQUIRE(pack.grades.size() == 5);
  CHECK(pack.grades[0].acknowledge_within == std::chrono::seconds(15));
  CHECK(pack.grades[1].arrive_by == std::chrono::minutes(60));
  CHECK_FALSE(pack.grades[4].deploys);
  CHECK(pack.facts.find("life_threat"));
  for (const auto& fact : pack.facts.all()) {
    if (fact.starred) CHECK(pack.question_of_fact[*pack.facts.find(fact.key)] != triage::policy_pack::no_question);
  }
}

TEST_CASE("every rule of the pack says why and where it comes from") {
  const auto& pack = tests::gmp_2018();
  for (std::size_t t = 0; t < pack.tables.size(); ++t) {
    for (const auto& rule : pack.tables[t].rules) {
      INFO(pack.tables[t].name << " " << rule.id);
      CHECK_FALSE(rule.why.empty());
      CHECK_FALSE(rule.source.empty());
    }
  }
}

TEST_CASE("what the screens need of the pack") {
  const auto described = triage::describe(tests::gmp_2018());
  CHECK(described["grades"][0]["grade"] == "1");
  CHECK(described["grades"][0]["dispatch"] == true);
  CHECK(described["vocabulary"][0]["fact"] == "life_threat");
  CHECK_FALSE(described["questions"].empty());
  CHECK(described["flags"][0]["flag"] == "DA");
  CHECK(described["working"]["undo_within"] == "PT2M"); // how long one's own slip may be taken back
}

TEST_CASE("missing files are all named") {
  auto pack = good();
  for (const char* file : {"flags.json", "pathways.json", "questions.json"})
    pack.erase(file);
  const auto found = refused(pack);
  CHECK(has(found, "flags.json", "missing"));
  CHECK(has(found, "pathways.json", "missing"));
  CHECK(has(found, "questions.json", "missing"));
}

TEST_CASE("broken JSON and broken XML are named") {
  auto pack = good();
  pack["flags.json"] = "{";
  pack["weapons.dmn"] = "<definitions";
  const auto found = refused(pack);
  CHECK(has(found, "flags.json", "not_json"));
  CHECK(std::ranges::any_of(found, [](const auto& fault) { return fault.file == "weapons.dmn"; }));
}

TEST_CASE("a misspelt value in a table is found, with its place") {
  auto pack = good();
  replace(
      pack, "weapons.dmn", "<text>\"seen\", \"used\"</text></inputEntry>", "<text>\"sen\", \"used\"</text></inputEntry>"
  );
  const auto found = refused(pack);
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "unknown_value");
  CHECK(found[0].file == "weapons.dmn");
  CHECK(found[0].pointer.find("rule[1]") != std::string::npos);
}

TEST_CASE("a misspelt fact is found, with the nearest known one") {
  auto pack = good();
  replace(pack, "weapons.dmn", "<text>weapon</text>", "<text>wepon</text>");
  const auto found = refused(pack);
  CHECK(found[0].code == "unknown_fact");
  CHECK(found[0].remedy == "did you mean \"weapon\"?");
}

TEST_CASE("a flag or pathway that is not listed is found") {
  auto pack = good();
  replace(pack, "flags.json", "\"KNIFE\"", "\"KNIVES\"");
  replace(pack, "pathways.json", "\"APPOINTMENT\"", "\"VISIT\"");
  const auto found = refused(pack);
  CHECK(has(found, "flags.dmn", "unknown_code"));
  CHECK(has(found, "pathway.dmn", "unknown_code"));
}

TEST_CASE("a grade that the scale does not have is found") {
  auto pack = good();
  replace(pack, "weapons.dmn", "\"4\", \"5\"</text></outputValues>", "\"4\", \"9\"</text></outputValues>");
  replace(
      pack, "weapons.dmn", "<outputEntry id=\"W06_result\"><text>\"4\"", "<outputEntry id=\"W06_result\"><text>\"9\""
  );
  CHECK(has(refused(pack), "weapons.dmn", "unknown_grade"));
}

TEST_CASE("a decision that pack.json forgets, or that no file has, is found") {
  auto pack = good();
  replace(pack, "pack.json", "\"weapons\"", "\"swords\"");
  const auto found = refused(pack);
  CHECK(has(found, "pack.json", "unknown_decision"));
  CHECK(has(found, "weapons.dmn", "unused_decision"));
}

TEST_CASE("grades out of order, bad durations and unknown keys are found together") {
  auto pack = good();
  replace(pack, "pack.json", "\"arrive_by\": \"PT15M\"", "\"arrive_by\": \"soon\"");
  replace(pack, "pack.json", "\"deploys\": true", "\"deploys\": false");
  replace(pack, "pack.json", "\"questions_wait\"", "\"question_waits\"");
  const auto found = refused(pack);
  CHECK(has(found, "pack.json", "bad_duration"));
  CHECK(has(found, "pack.json", "out_of_order"));
  CHECK(has(found, "pack.json", "unknown_key"));
}

TEST_CASE("a rule that does not say why is refused") {
  auto pack = good();
  replace(pack, "weapons.dmn", "A weapon was seen or used and the suspect is there.", "");
  CHECK(has(refused(pack), "weapons.dmn", "missing"));
}

TEST_CASE("a question about an unknown fact, or with an impossible condition, is refused") {
  auto pack = good();
  auto questions = json::parse(pack["questions.json"]);
  questions["questions"][0]["fact"] = "where";
  questions["questions"][1]["enableWhen"] = {{{"question", "weapon"}, {"operator", "="}, {"answer", "sword"}}};
  questions["questions"][2]["enableWhen"] = 7;
  questions["questions"][3]["answerOption"] = {{{"value", "maybe"}, {"display", "perhaps"}}};
  pack["questions.json"] = questions.dump();
  const auto found = refused(pack);
  CHECK(has(found, "questions.json", "unknown_fact"));
  CHECK(has(found, "questions.json", "unknown_value"));
  CHECK(has(found, "questions.json", "wrong_type"));
  CHECK(has(found, "questions.json", "missing")); // the starred location_quality lost its question
}

TEST_CASE("a cue that cannot be asked, found or graded is refused") {
  struct wrong {
    const char* member;
    json value;
    const char* code;
  };
  const std::vector<wrong> cases{
      {"fact", "wepon", "unknown_fact"},
      {"fact", "booked_test", "missing"},
      {"value", "sword", "unknown_value"},
      {"value", nullptr, "missing"},
      {"patterns", {"("}, "bad_pattern"},
      {"unless", {"["}, "bad_pattern"},
      {"words", json::array(), "missing"},
      {"words", {""}, "wrong_type"},
      {"words", {7}, "wrong_type"},
      {"effect", "shout", "unknown_value"},
      {"floor", "2", "missing"},
      {"id", "gun", "duplicate"},
      {"text", 3, "missing"},
      {"colour", "red", "unknown_key"},
  };
  for (const auto& each : cases) {
    INFO(each.member << " " << each.value);
    auto pack = good();
    auto cue = json::parse(
        R"({"id":"own","words":["x"],"fact":"weapon","value":"seen","effect":"ask","text":"t","source":"s"})"
    );
    cue[each.member] = each.value;
    if (std::string(each.member) == "fact" && each.value == "booked_test") cue["value"] = true;
    auto cues = json::parse(pack["cues.json"]);
    cues["cues"].push_back(cue);
    pack["cues.json"] = cues.dump();
    CHECK(has(refused(pack), "cues.json", each.code));
  }
}

TEST_CASE("the floor of a cue is a step that sends somebody") {
  auto pack = good();
  replace(pack, "cues.json", "\"floor\": \"2\"", "\"floor\": \"5\"");
  CHECK(has(refused(pack), "cues.json", "unknown_grade"));
}

TEST_CASE("one result stands for one grade") {
  auto pack = good();
  auto head = json::parse(pack["pack.json"]);
  head["grades"][0]["results"] = {"1", "2"};
  pack["pack.json"] = head.dump();
  CHECK(has(refused(pack), "pack.json", "duplicate"));
}

TEST_CASE("entries of the wrong kind are faults, never a crash") {
  auto pack = good();
  pack["pathways.json"] = R"({"pathways":[1,{"code":2},{"code":"A","text":"a","say_to_caller":3}]})";
  pack["exclusions.json"] = R"({"exclusions":{}})";
  const auto found = refused(pack);
  CHECK(has(found, "pathways.json", "wrong_type"));
  CHECK(has(found, "exclusions.json", "missing"));
  // Of the head each entry, in a pack that is quick to read.
  auto small = tests::small_pack().files();
  auto head = json::parse(small.at("pack.json"));
  head["shared"] = json::array();
  small["pack.json"] = head.dump();
  REQUIRE(triage::load_pack(small, "0"));
  for (const auto& [key, value] : head.items()) {
    for (const json& wrong : {json(7), json("x"), json::array({1}), json::object({{"a", 1}}), json(nullptr)}) {
      auto other = small;
      auto changed = head;
      changed[key] = wrong;
      other["pack.json"] = changed.dump();
      if (const auto read = triage::load_pack(other, "0")) CHECK(changed[key].is_string() == value.is_string());
    }
  }
}
