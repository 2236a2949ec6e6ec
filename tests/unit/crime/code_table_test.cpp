// The table of codes and its import from a spreadsheet's export.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "crime_rules_files.hpp"
#include "triage/crime/csv.hpp"

using namespace frontdoor;
using namespace frontdoor::triage::crime;
using nlohmann::json;

namespace {

std::vector<std::string> places(const triage::faults& found) {
  std::vector<std::string> out;
  for (const auto& one : found)
    out.push_back(one.pointer + " " + one.code);
  return out;
}

std::vector<std::string> texts_of(const csv_row& row) {
  std::vector<std::string> out;
  for (const auto& cell : row)
    out.push_back(cell.text);
  return out;
}

} // namespace

TEST_CASE("CSV: quotes, commas and line ends inside cells, either line end, a UTF-8 mark") {
  const auto rows = read_csv("\xEF\xBB\xBF"
                             "a,\"b, \"\"c\"\"\",\r\n\n\"two\nlines\",x,y");
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK(texts_of((*rows)[0]) == std::vector<std::string>{"a", "b, \"c\"", ""});
  CHECK(texts_of((*rows)[1]) == std::vector<std::string>{"two\nlines", "x", "y"});
  CHECK((*rows)[1][1].line == 4);
  CHECK((*rows)[1][1].column == 8);
}

TEST_CASE("CSV: every fault has its line and column") {
  const auto rows = read_csv(std::string("a,b\"c\n\"d\"e,f\r,g\n\"open", 20));
  REQUIRE_FALSE(rows);
  CHECK(
      places(rows.error()) ==
      std::vector<std::string>{
          "line 1, column 4 quote_inside_cell", "line 2, column 4 text_after_quote",
          "line 2, column 7 bare_carriage_return", "line 3, column 1 open_quote"
      }
  );
  CHECK(read_csv(std::string(csv_bytes_max + 1, 'a')).error().front().code == "too_large");
  for (const char* bad :
       {"a,b\nc\xFF", "a,b\nc\xC3", "a,b\nc\xE0\x80\x80", "a,b\nc\xED\xA0\x80", "a,b\nc\xF4\x90\x80\x80"})
    CHECK(places(read_csv(bad).error()) == std::vector<std::string>{"line 2, column 2 not_utf8"});
  CHECK(read_csv("caf\xC3\xA9,\xE2\x82\xAC,\xF0\x9F\x98\x80"));
}

TEST_CASE("the code table is what its spreadsheet gives") {
  const auto imported = import_codes(tests::content_of("config/crime/codes.csv"), "s", "v");
  REQUIRE(imported);
  const auto document = json::parse(tests::content_of("config/crime/codes.json"));
  const auto table = code_table_from_json(document, "codes.json");
  REQUIRE(table);
  CHECK(table->codes == imported->codes);
  CHECK(to_json(*table) == document);
  CHECK_FALSE(table->source.empty());
  CHECK_FALSE(table->version.empty());
  CHECK(table->codes.size() == 109);
}

TEST_CASE("importing lists every fault of every row") {
  const auto bad = import_codes(
      "code,title,group,kind,max_years,status\n"
      "1,Murder,Violence,violence,life,\n"
      ",Untitled,Violence,violence,3,\n"
      "2,Other,Violence,cruelty,many,open\n"
      "1,Again,Violence,violence,-1,closed\n"
      "3,Short\n",
      "s", "v"
  );
  REQUIRE_FALSE(bad);
  CHECK(
      places(bad.error()) ==
      std::vector<std::string>{
          "line 3, column 1 missing", "line 4, column 18 unknown_value", "line 4, column 26 wrong_type",
          "line 4, column 31 unknown_value", "line 5, column 27 wrong_type", "line 5, column 1 duplicate",
          "line 6, column 1 wrong_width"
      }
  );
  const auto head = import_codes("code,titel,code\n", "s", "v");
  REQUIRE_FALSE(head);
  CHECK(
      places(head.error()) ==
      std::vector<std::string>{
          "line 1, column 6 unknown_column", "line 1, column 12 duplicate", "line 1, column 1 missing_column",
          "line 1, column 1 missing_column", "line 1, column 1 missing_column"
      }
  );
  CHECK(places(import_codes("", "", "").error()).size() == 3);
}

TEST_CASE("a table that cannot be read says where") {
  const auto read = code_table_from_json(
      json::parse(
          R"({"source":"s","codes":[{"code":"1","title":"t","group":"g","kind":"k","max_years":-1},{"code":"1"}]})"
      ),
      "codes.json"
  );
  REQUIRE_FALSE(read);
  CHECK(
      places(read.error()) ==
      std::vector<std::string>{
          "/version missing", "/codes/0/kind unknown_value", "/codes/0/max_years wrong_type", "/codes/1/title missing",
          "/codes/1/group missing", "/codes/1/kind unknown_value", "/codes/1/code duplicate"
      }
  );
}

TEST_CASE("a longer sentence, life the longest, not known the shortest") {
  const std::optional<max_sentence> none;
  const std::optional half(max_sentence{0.5, false});
  const std::optional ten(max_sentence{10, false});
  const std::optional life(max_sentence{0, true});
  CHECK(longer(life, ten));
  CHECK(longer(ten, half));
  CHECK(longer(half, none));
  CHECK_FALSE(longer(none, half));
  CHECK_FALSE(longer(life, life));
  CHECK_FALSE(longer(none, none));
}

TEST_CASE("the rules refuse what they cannot use, naming file and place") {
  auto files = tests::files_of("config/crime");
  const auto& facts = tests::gmp_2018().facts;
  REQUIRE(read_rules(files, facts));
  auto settings = json::parse(files["crime.json"]);
  settings["warn_after"] = {"PT20H", "PT8H"};
  settings["number_format"] = "CR";
  files["crime.json"] = settings.dump();
  auto codes = json::parse(files["codes.json"]);
  std::erase_if(codes["codes"].get_ref<json::array_t&>(), [](const json& one) { return one["code"] == "28E"; });
  files["codes.json"] = codes.dump();
  const auto read = read_rules(files, facts);
  REQUIRE_FALSE(read);
  for (const auto& place : places(read.error()))
    UNSCOPED_INFO(place);
  CHECK(
      places(read.error()) ==
      std::vector<std::string>{
          "/warn_after out_of_order", "/number_format missing", "decision[property_offence] unknown_code"
      }
  );
  CHECK(read_rules({}, facts).error().size() == 4);
}

TEST_CASE("crime numbers in the force's own form") {
  CHECK(crime_number("CR/NNNNNNN/YY", 2026, 42) == "CR/0000042/26");
  CHECK(crime_number("06AB/NN/YYYY", 2026, 123) == "06AB/123/2026");
}

TEST_CASE("a policy that lacks a fact of the rules leaves it unknown") {
  auto words = json::parse(tests::content_of("config/policies/common/vocabulary.json"));
  std::erase_if(words["facts"].get_ref<json::array_t&>(), [](const json& one) {
    return one["key"] == "rape" || one["key"] == "victim_sex";
  });
  const auto facts = triage::vocabulary::read(words, "vocabulary.json");
  REQUIRE(facts);
  const auto rules = read_rules(tests::files_of("config/crime"), *facts);
  REQUIRE(rules);
  const auto told = triage::read_facts(*facts, {{"caller_role", "victim"}, {"sexual", true}, {"victim_age", 9}}, "");
  const auto proposed = propose(*rules, *facts, *told);
  REQUIRE(proposed.size() == 1);
  CHECK(proposed[0].principal == "17B");
  CHECK(proposed[0].alternatives == std::vector<std::string>{"20B"});
}
