// The scenarios that are shipped, against the packs that are shipped.
#include <set>

#include <catch2/catch.hpp>

#include "server/policy/training_rules.hpp"
#include "tests/support/policy_pack_files.hpp"

using namespace frontdoor;

TEST_CASE("every scenario is right, and what it expects is what the pack's own rules say") {
  const auto schemas = schema::schema_set::load(schema::read_schema_files("schemas"));
  REQUIRE(schemas);
  const std::string name = GENERATE("gmp-2018", "gmp-2022", "nchs");
  CAPTURE(name);
  const auto pack = tests::read_pack(name);
  const auto read = policy::read_training_rules("config/training", *schemas, pack);
  REQUIRE(read);
  for (const auto& fault : read->left_out)
    UNSCOPED_INFO(fault.file << " " << fault.pointer << " " << fault.code << ": " << fault.detail);
  CHECK(read->left_out.empty());
  CHECK(read->rules->scenarios.size() >= 12);
  std::set<std::string> grades;
  std::set<std::string> channels;
  bool without_incident = false;
  for (const auto& one : read->rules->scenarios) {
    CAPTURE(one.code);
    REQUIRE(one.grade_for(name) != nullptr);
    grades.insert(*one.grade_for(name));
    channels.insert(one.channel);
    without_incident = without_incident || one.expected.contact_only;
    CHECK(one.lines.size() >= 3);
    CHECK(one.version >= 1);
  }
  CHECK(grades.size() == pack.grades.size()); // every grade is to be found by somebody
  CHECK(channels.size() >= 5);
  CHECK(without_incident);
}
