// `frontdoor crime import` and `frontdoor markers import` as an operator runs them: what is right is taken whole, and
// of what is not nothing is, with each fault named by its place and what to do.

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "tests/support/run_binary.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_database.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

class import_folder {
 public:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }
  std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator(folder_.path()))
      ++count;
    return count;
  }

 private:
  frontdoor::testing::temporary_folder folder_;
};

ended_command import_codes(const import_folder& folder, const std::string& csv) {
  return run_binary(
      {"crime", "import", csv, "--version", "April 2026", "--source", "Counting rules", "--out",
       folder.path("codes.json")}
  );
}

bool tells(const ended_command& command, const std::string& words) {
  return command.err.find(words) != std::string::npos;
}

const char* const good_codes = "code,title,group,kind,max_years,notes\n"
                               "28E,Burglary in a dwelling,Theft,property,14,\n"
                               "5D,\"Grievous bodily harm, with intent\",Violence,violence,life,\n";

} // namespace

TEST_CASE("given a right table of codes, when it is imported, then it is written whole, one code a line") {
  const import_folder folder;
  const auto done = import_codes(folder, folder.write("codes.csv", good_codes));
  CAPTURE(done.out, done.err);
  CHECK(done.exit_code == 0);
  CHECK(done.out.find("Wrote 2 codes") != std::string::npos);
  CHECK(done.err.empty());
  const auto table = json::parse(content_of(folder.path("codes.json")));
  CHECK(table.at("version") == "April 2026");
  CHECK(table.at("source") == "Counting rules");
  REQUIRE(table.at("codes").size() == 2);
  CHECK(table.at("codes").at(1).at("title") == "Grievous bodily harm, with intent");
  CHECK(folder.files() == 2); // no half-written one beside it
}

TEST_CASE("given a table with faults, when it is imported, then each is named and the table in use stays as it was") {
  const import_folder folder;
  folder.write("codes.json", "the table in use");
  const auto done = import_codes(
      folder, folder.write(
                  "codes.csv", "code,title,group,kind,max_years\n"
                               "28E,Burglary in a dwelling,Theft,property,14\n"
                               "28E,Burglary again,Theft,property,14\n"
                               "5D,Grievous bodily harm,Violence,temper,fourteen\n"
                               ",No code,Theft,property,\n"
                               "7X,Too few\n"
              )
  );
  CAPTURE(done.err);
  CHECK(done.exit_code == 1);
  CHECK(done.out.empty());
  CHECK(tells(done, "nothing was written"));
  CHECK(tells(done, "line 3, column 1: The code 28E is in line 2 already. Keep one of them."));
  CHECK(tells(done, "line 4"));
  CHECK(tells(done, "\"temper\" is no kind of offence. Use violence"));
  CHECK(tells(done, "\"fourteen\" is no number of years. Write years such as 14"));
  CHECK(tells(done, "The code is missing. Fill it in."));
  CHECK(tells(done, "The row has 2 cells, the first row has 5. Quote cells that hold commas."));
  CHECK(content_of(folder.path("codes.json")) == "the table in use");
  CHECK(folder.files() == 2);
}

TEST_CASE("given no table at all, or one that is none, then nothing is written either") {
  const import_folder folder;
  for (const auto& [content, words] : std::vector<std::pair<std::string, std::string>>{
           {"", "The file has no rows. Export the sheet with its first row."},
           {"code,title,group,kind\n", "The file has no codes. Add a row for each."},
           {"code,titel,group,kind\n1,x,x,property\n", "line 1, column 6: There is no column \"titel\"."},
           {"code,title,group,kind\n1,caf\xe9,x,property\n", "line 2, column 6: The text is not UTF-8."},
           {"code,title,group,kind\n1,\"x,x,property\n", "The quote that begins here is not closed. Close it."}
       }) {
    const auto done = import_codes(folder, folder.write("codes.csv", content));
    CAPTURE(content, done.err);
    CHECK(done.exit_code == 1);
    CHECK(tells(done, words));
    CHECK_FALSE(std::filesystem::exists(folder.path("codes.json")));
  }
  const auto missing = import_codes(folder, folder.path("nowhere.csv"));
  CHECK(missing.exit_code == 1);
  CHECK(tells(missing, "nowhere.csv cannot be read."));
  const auto right = folder.write("codes.csv", good_codes);
  const auto nowhere = run_binary(
      {"crime", "import", right, "--version", "1", "--source", "x", "--out", folder.path("no/such/folder/codes.json")}
  );
  CHECK(nowhere.exit_code == 1);
  CHECK(tells(nowhere, "cannot be written."));
  CHECK(run_binary({"crime", "import", right}).exit_code != 0); // of no edition and from nowhere
}

TEST_CASE("given markers, when they are imported, then they are found; a file with faults changes nothing") {
  const import_folder folder;
  const auto database = frontdoor::testing::fresh_database();
  const auto secret = folder.path("secret");
  const served_frontdoor server(serve_options{{"--set", "history.secret_file=" + secret}, database, {}});
  const auto import = [&](const std::string& csv, const std::string& keyed_with) {
    return run_binary(
        {"markers", "import", csv, "--source", "pnc", "--set", "database.url=" + database.url, "--set",
         "database.owner_url=" + database.owner_url, "--set", "history.secret_file=" + keyed_with}
    );
  };
  const auto markers_of = [&](const std::string& phone) {
    const auto answer = server.person("supervisor").get("/v1/history?phone=" + phone);
    CAPTURE(answer.body);
    REQUIRE(answer.status == 200);
    std::vector<std::string> out;
    for (const auto& source : answer.body_json.at("sources")) {
      if (source.at("source") != "markers") continue;
      for (const auto& one : source.at("results"))
        out.push_back(one.at("marker"));
    }
    return out;
  };
  const std::string head = "marker,why,valid_from,valid_until,phone,name,date_of_birth\n";
  const auto right = import(
      folder.write("right.csv", head + "violent,Hit an officer in 2025,2026-01-01,2099-01-01,0161 496 0123,,\n"), secret
  );
  CAPTURE(right.out, right.err);
  REQUIRE(right.exit_code == 0);
  CHECK(right.out.find("Keeps 1 markers of pnc.") != std::string::npos);
  CHECK(markers_of("01614960123") == std::vector<std::string>{"violent"});

  const auto wrong = import(
      folder.write(
          "wrong.csv", head + "weapons,Carries a knife,2026-01-01,2099-01-01,0161 496 0124,,\n"
                              "Violent!,Hit an officer,yesterday,,0161 496 0125,,\n"
                              "weapons,Nobody knows whose,2026-01-01,,,,\n"
      ),
      secret
  );
  CAPTURE(wrong.err);
  CHECK(wrong.exit_code == 1);
  CHECK(wrong.out.empty());
  CHECK(tells(wrong, "nothing was changed"));
  CHECK(tells(wrong, "line 3, column 1: This is no marker. Write it in snake_case."));
  CHECK(tells(wrong, "This is not a date. Write it as 2026-03-01."));
  CHECK(tells(wrong, "line 4, column 1: Nobody could find this marker for sure. Give a telephone number"));
  CHECK(markers_of("01614960123") == std::vector<std::string>{"violent"});
  CHECK(markers_of("01614960124").empty());

  const auto other_secret = import(folder.path("right.csv"), folder.path("another_secret"));
  CHECK(other_secret.exit_code == 1);
  CHECK(tells(other_secret, "keyed with another secret; nothing was changed. Use the servers' history.secret_file."));
  CHECK(markers_of("01614960123") == std::vector<std::string>{"violent"});

  const auto replaced = import(
      folder.write("less.csv", head + "weapons,Carries a knife,2026-01-01,2099-01-01,0161 496 0124,,\n"), secret
  );
  CHECK(replaced.exit_code == 0);
  CHECK(markers_of("01614960123").empty());
  CHECK(markers_of("01614960124") == std::vector<std::string>{"weapons"});
}

TEST_CASE("given no file, no database or no history, then markers are not imported, and it says why") {
  const import_folder folder;
  const auto right = folder.write("right.csv", "marker,why,valid_from,phone\nviolent,Hit,2026-01-01,0161 496 0123\n");
  const std::vector<std::string> nobody{
      "--set", "database.url=host=127.0.0.1 port=1 dbname=none user=none", "--set",
      "database.owner_url=host=127.0.0.1 port=1 dbname=none user=none"
  };
  const auto import = [&](const std::string& csv, std::vector<std::string> more) {
    std::vector<std::string> words{"markers", "import", csv, "--source", "pnc"};
    words.insert(words.end(), more.begin(), more.end());
    return run_binary(words);
  };
  const auto missing = import(folder.path("nowhere.csv"), nobody);
  CHECK(missing.exit_code == 1);
  CHECK(tells(missing, "nowhere.csv cannot be read."));
  const auto unreached = import(right, nobody);
  CHECK(unreached.exit_code == 1);
  CHECK_FALSE(unreached.err.empty());
  const auto unset = import(right, {"--set", "history.enabled=perhaps"});
  CHECK(unset.exit_code == 2);
  CHECK(tells(unset, "history.enabled"));
}
