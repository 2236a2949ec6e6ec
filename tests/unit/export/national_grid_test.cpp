#include "server/export/national_grid.hpp"

#include <catch2/catch.hpp>

using namespace frontdoor::exports;

namespace {

double degrees(double whole, double minutes, double seconds) {
  return whole + minutes / 60 + seconds / 3600;
}

} // namespace

TEST_CASE("given the worked example of the Ordnance Survey's guide, then the projection gives its easting and northing"
) {
  const auto out = project_airy(degrees(52, 39, 27.2531), degrees(1, 43, 4.5177));
  CHECK(out.easting == Approx(651409.903).margin(0.01));
  CHECK(out.northing == Approx(313177.270).margin(0.01));
}

TEST_CASE("given a place by satellite, then its square of the National Grid is right within the transformation's metres"
) {
  // The same point on WGS 84: 52 deg 39' 28.723" N, 1 deg 42' 57.787" E (the guide's annex C).
  const auto out = to_national_grid(degrees(52, 39, 28.723), degrees(1, 42, 57.787));
  REQUIRE(out);
  CHECK(out->easting == Approx(651409.9).margin(5));
  CHECK(out->northing == Approx(313177.3).margin(5));
}

TEST_CASE("given a place beyond the grid, then it has none there") {
  CHECK_FALSE(to_national_grid(48.8566, 20.0));
  CHECK_FALSE(to_national_grid(-33.9, 18.4));
}
