#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "server/policy/pack_directory.hpp"
#include "tests/support/policy_pack_files.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;

namespace {

schema::schema_set schemas() {
  auto set = schema::schema_set::load(schema::read_schema_files("schemas"));
  REQUIRE(set);
  return std::move(*set);
}

// A copy of the pack to break.
class copied_pack {
 public:
  copied_pack() {
    std::filesystem::copy("config/policies/gmp-2018", folder());
    std::filesystem::copy("config/policies/common", root_.path() / "common");
  }

  std::filesystem::path folder() const { return root_.path() / "gmp-2018"; }

  void write(const std::string& file, const std::string& content) const { std::ofstream(folder() / file) << content; }
  void write_shared(const std::string& file, const std::string& content) const {
    std::ofstream(root_.path() / "common" / file) << content;
  }
  void remove_shared(const std::string& file) const { std::filesystem::remove(root_.path() / "common" / file); }

 private:
  frontdoor::testing::temporary_folder root_;
};

} // namespace

TEST_CASE("the packs of the repository are accepted, with their schemas and scenarios") {
  const auto set = schemas();
  const std::string name = GENERATE("gmp-2018", "gmp-2022", "nchs");
  // With and without a slash at the end: the common folder is found either way.
  const std::string folder = "config/policies/" + name + GENERATE("", "/");
  const auto pack = policy::read_pack_directory(folder, set);
  if (!pack) {
    for (const auto& fault : pack.error())
      UNSCOPED_INFO(fault.file << " " << fault.pointer << ": " << fault.detail);
  }
  REQUIRE(pack);
  CHECK((*pack)->name == name);
  CHECK((*pack)->sha256.size() == 64);
}

TEST_CASE("the hash changes with any file, and not with anything else") {
  const copied_pack pack;
  const auto before = policy::hash_pack_files(policy::read_pack_files(pack.folder()));
  pack.write("notes.txt", "not part of the pack");
  CHECK(policy::hash_pack_files(policy::read_pack_files(pack.folder())) == before);
  pack.write_shared("not-named.json", "{}");
  CHECK(policy::hash_pack_files(policy::read_pack_files(pack.folder())) == before);
  pack.write_shared("flags.json", "{}");
  CHECK(policy::hash_pack_files(policy::read_pack_files(pack.folder())) != before);
}

TEST_CASE("a shared file that is missing, or stands in the pack too, refuses the pack") {
  const copied_pack missing;
  missing.remove_shared("weapons.dmn");
  const auto without = policy::read_pack_directory(missing.folder(), schemas());
  REQUIRE_FALSE(without);
  CHECK(without.error()[0].file == "pack.json");
  CHECK(without.error()[0].code == "missing");
  const copied_pack twice;
  twice.write("flags.json", tests::content_of("config/policies/common/flags.json"));
  const auto both = policy::read_pack_directory(twice.folder(), schemas());
  REQUIRE_FALSE(both);
  REQUIRE(both.error().size() == 1);
  CHECK(both.error()[0].code == "duplicate");
}

TEST_CASE("a pack reads nothing outside its folder and the common one") {
  const copied_pack pack;
  const auto head = tests::content_of("config/policies/gmp-2018/pack.json");
  const std::string name = GENERATE("../gmp-2018/pack.json", "/etc/hostname.json", "common/flags.json");
  auto other = nlohmann::json::parse(head);
  other["shared"].push_back(name);
  pack.write("pack.json", other.dump());
  CHECK_FALSE(policy::read_pack_files(pack.folder()).contains(name));
  CHECK_FALSE(policy::read_pack_directory(pack.folder(), schemas()));
}

TEST_CASE("a scenario that comes out otherwise refuses the pack") {
  const copied_pack pack;
  // With scenarios of its own in place of the shared ones.
  auto head = nlohmann::json::parse(tests::content_of("config/policies/gmp-2018/pack.json"));
  std::erase(head["shared"].get_ref<nlohmann::json::array_t&>(), nlohmann::json("scenarios.json"));
  pack.write("pack.json", head.dump());
  pack.write("scenarios.json", R"({"scenarios":[
    {"id":"wrong","given":"a fight","facts":{"violence":"ongoing"},"grade":"3","flags":["KNIFE"]},
    {"id":"misspelt","given":"?","facts":{"violense":"ongoing"},"grade":"1"}]})");
  const auto read = policy::read_pack_directory(pack.folder(), schemas());
  REQUIRE_FALSE(read);
  REQUIRE(read.error().size() == 3);
  CHECK(read.error()[0].code == "scenario_fails");
  CHECK(read.error()[1].pointer == "/scenarios/0/flags");
  CHECK(read.error()[2].code == "unknown_fact");
}

TEST_CASE("a pack.json that breaks its schema is refused") {
  const copied_pack pack;
  pack.write("pack.json", R"({"name":"Bad Name","version":"1","title":"t","grades":[],"decisions":{}})");
  const auto read = policy::read_pack_directory(pack.folder(), schemas());
  REQUIRE_FALSE(read);
  CHECK(read.error().size() > 3);
}

TEST_CASE("a folder that is not there is said") {
  CHECK_THROWS_AS(policy::read_pack_directory("config/policies/none", schemas()), std::filesystem::filesystem_error);
}
