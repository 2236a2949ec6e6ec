#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "server/policy/pack_directory.hpp"

using namespace frontdoor;

namespace {

schema::schema_set schemas() {
  auto set = schema::schema_set::load(schema::read_schema_files("schemas"));
  REQUIRE(set);
  return std::move(*set);
}

// A copy of the pack to break, removed at the end.
class copied_pack {
 public:
  copied_pack() {
    std::string name = (std::filesystem::temp_directory_path() / "packXXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    std::filesystem::copy("config/policies/gmp-2018", folder_);
  }
  ~copied_pack() { std::filesystem::remove_all(folder_); }
  copied_pack(const copied_pack&) = delete;
  copied_pack& operator=(const copied_pack&) = delete;

  const std::filesystem::path& folder() const { return folder_; }

  void write(const char* file, const std::string& content) const { std::ofstream(folder_ / file) << content; }

 private:
  std::filesystem::path folder_;
};

} // namespace

TEST_CASE("the pack of the repository is accepted, with its schema and its scenarios") {
  const auto set = schemas();
  const auto pack = policy::read_pack_directory("config/policies/gmp-2018", set);
  if (!pack) {
    for (const auto& fault : pack.error())
      UNSCOPED_INFO(fault.file << " " << fault.pointer << ": " << fault.detail);
  }
  REQUIRE(pack);
  CHECK((*pack)->sha256.size() == 64);
}

TEST_CASE("the hash changes with any file, and not with anything else") {
  const copied_pack pack;
  const auto before = policy::hash_pack_files(policy::read_pack_files(pack.folder()));
  pack.write("notes.txt", "not part of the pack");
  CHECK(policy::hash_pack_files(policy::read_pack_files(pack.folder())) == before);
  pack.write("flags.json", "{}");
  CHECK(policy::hash_pack_files(policy::read_pack_files(pack.folder())) != before);
}

TEST_CASE("a scenario that comes out otherwise refuses the pack") {
  const copied_pack pack;
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
