// `frontdoor policy` as an author runs it: on folders, with exit codes, for people and for machines.
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/policy_command.hpp"
#include "tests/support/small_pack.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
using nlohmann::json;
using tests::small_pack;

namespace {

// A pack, or what should be one.
class pack_folder {
 public:
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_.path() / name) << content;
  }
  void write(const small_pack& pack) const {
    for (const auto& [name, content] : pack.files())
      write(name, content);
  }
  std::string path(const std::string& name = {}) const { return (folder_.path() / name).string(); }

 private:
  testing::temporary_folder folder_;
};

struct ended {
  int exit_code = 0;
  std::string out;
  std::string err;
};

ended run(int (*command)(const policy_arguments&, std::ostream&, std::ostream&), policy_arguments given) {
  given.schemas_folder = "schemas";
  std::ostringstream out;
  std::ostringstream err;
  const auto exit_code = command(given, out, err);
  return {exit_code, out.str(), err.str()};
}

policy_arguments on(const pack_folder& folder, bool as_json = false) {
  policy_arguments given;
  given.folder = folder.path();
  given.json = as_json;
  return given;
}

} // namespace

TEST_CASE("verify ends with 0 for a sound pack, and says what it does meanwhile") {
  const pack_folder folder;
  folder.write(small_pack{});
  const auto said = run(run_policy_verify, on(folder));
  INFO(said.out << said.err);
  CHECK(said.exit_code == policy_verified);
  CHECK(said.out.find("Verified.") != std::string::npos);
  CHECK(said.err.find("proving: monotonicity") != std::string::npos);
  const auto machine = run(run_policy_verify, on(folder, true));
  CHECK(machine.err.empty());
  CHECK(json::parse(machine.out)["verified"] == true);
}

TEST_CASE("verify ends with 1 for a pack that loading, the schema or a proof refuses") {
  const pack_folder folder;
  small_pack pack;
  pack.safety()["properties"][0]["then"] = {{"grade_is", "2"}};
  folder.write(pack);
  CHECK(run(run_policy_verify, on(folder)).exit_code == policy_refused);
  folder.write("safety.json", R"({"properties":[],"propertys":[]})");
  const auto said = run(run_policy_verify, on(folder, true));
  CHECK(said.exit_code == policy_refused);
  CHECK(json::parse(said.out)["checks"]["reading"]["refuted"] > 0);
}

TEST_CASE("what cannot be read ends with 2") {
  policy_arguments given;
  given.folder = "/nowhere";
  for (auto* command : {run_policy_verify, run_policy_diff, run_policy_mix}) {
    const auto said = run(command, given);
    CHECK(said.exit_code == policy_unreadable);
    CHECK(said.out.empty());
    CHECK(said.err.find("/nowhere") != std::string::npos);
  }
}

TEST_CASE("diff compares two folders") {
  const pack_folder before;
  const pack_folder after;
  before.write(small_pack{});
  small_pack changed;
  changed.with(
      {"danger",
       "PRIORITY",
       {"life_threat", "injured"},
       {"1", "2", "5"},
       {{"\"immediate\"", "-", "\"1\""}, {"-", "true", "\"1\""}, {"\"none\"", "false", "\"5\""}}}
  );
  after.write(changed);
  auto given = on(before, true);
  given.other_folder = after.path();
  const auto said = run(run_policy_diff, given);
  INFO(said.err);
  CHECK(said.exit_code == 0);
  const auto changes = json::parse(said.out)["changes"];
  REQUIRE(changes.size() == 1);
  CHECK(changes[0]["direction"] == "raised");
  given.json = false;
  CHECK(run(run_policy_diff, given).out.find("2 -> 1: raised") != std::string::npos);
}

TEST_CASE("mix plays the day's file, and names what is wrong in it") {
  const pack_folder folder;
  folder.write(small_pack{});
  folder.write(
      "day.json",
      json{
          {"incidents", 10},
          {"contacts", 20},
          {"seconds_a_question", 10},
          {"hours", std::vector<int>(24, 1)},
          {"kinds", {{{"id", "a"}, {"incidents", 1}, {"others", 1}, {"said", {{"injured", true}}}}}}
      }.dump()
  );
  auto given = on(folder, true);
  given.day_file = folder.path("day.json");
  CHECK(json::parse(run(run_policy_mix, given).out)["grades"]["2"]["percent"] == 100);
  folder.write("day.json", "{}");
  const auto said = run(run_policy_mix, given);
  CHECK(said.exit_code == policy_unreadable);
  CHECK(said.err.find("/kinds") != std::string::npos);
}
