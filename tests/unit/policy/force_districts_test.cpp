// The outlines of the districts: those that are shipped, and the faults of what is wrong.
#include <fstream>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/policy/force_districts.hpp"
#include "tests/support/policy_pack_files.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
using frontdoor::testing::temporary_folder;
using nlohmann::json;

namespace {

const schema::schema_set& outline_schemas() {
  static const auto read = schema::schema_set::load(schema::read_schema_files("schemas")).value();
  return read;
}

json triangle(const std::string& district) {
  return {
      {"type", "Feature"},
      {"properties", {{"district", district}}},
      {"geometry",
       {{"type", "Polygon"},
        {"coordinates", json::array({json::array(
                            {json::array({-2.3, 53.5}), json::array({-2.2, 53.5}), json::array({-2.2, 53.6}),
                             json::array({-2.3, 53.5})}
                        )})}}}
  };
}

json outlines(std::vector<json> features) {
  return {{"type", "FeatureCollection"}, {"source", "Made up."}, {"features", std::move(features)}};
}

// Of a force's folder with that as its outlines.
std::string first_fault(const temporary_folder& folder, const std::string& text) {
  std::ofstream(folder.path() / "districts.geojson") << text;
  const auto read = policy::read_force_districts(folder.path(), outline_schemas());
  if (read) return "";
  CHECK(read.error().front().file == "districts.geojson");
  return read.error().front().pointer + " " + read.error().front().code;
}

} // namespace

TEST_CASE("Each district that a unit belongs to has an outline in the shipped data, which says that it is no survey") {
  const auto read = policy::read_force_districts("config/force", outline_schemas());
  REQUIRE(read);
  CHECK(read->at("source").get<std::string>().find("not survey data") != std::string::npos);
  std::set<std::string> drawn;
  for (const auto& feature : read->at("features"))
    drawn.insert(feature.at("properties").at("district").get<std::string>());
  CHECK(drawn.size() == 10);
  const auto force = json::parse(tests::content_of("config/force/force.json"));
  for (const auto& unit : force.at("units")) {
    CAPTURE(unit);
    CHECK(drawn.contains(unit.at("district").get<std::string>()));
  }
}

TEST_CASE("A force without outlines has none, which is no fault") {
  const temporary_folder folder;
  const auto read = policy::read_force_districts(folder.path(), outline_schemas());
  REQUIRE(read);
  CHECK(read->is_null());
}

TEST_CASE("Outlines that cannot be drawn are refused with their place") {
  const temporary_folder folder;
  CHECK(first_fault(folder, outlines({triangle("Bury")}).dump()).empty());
  CHECK(first_fault(folder, "{") == " not_json");
  CHECK(first_fault(folder, std::string(2U << 20U, ' ')) == " too_large");
  CHECK(
      first_fault(folder, outlines({triangle("Bury"), triangle("Bury")}).dump()) ==
      "/features/1/properties/district duplicate"
  );

  auto open = triangle("Bury");
  open["geometry"]["coordinates"][0].back() = json::array({-2.31, 53.5});
  CHECK(first_fault(folder, outlines({open}).dump()) == "/features/0/geometry/coordinates/0 not_closed");

  auto beyond = triangle("Bury");
  beyond["geometry"]["coordinates"][0][1] = json::array({53.5, -95.0});
  CHECK(first_fault(folder, outlines({beyond}).dump()) == "/features/0/geometry/coordinates/0 out_of_range");

  auto unsourced = outlines({triangle("Bury")});
  unsourced.erase("source");
  CHECK(!first_fault(folder, unsourced.dump()).empty());
  CHECK(!first_fault(folder, outlines({}).dump()).empty());
}
