#pragma once
// WGS 84 to the Ordnance Survey's National Grid (OSGB36), by the seven-parameter transformation and the formulas of the
// Ordnance Survey's "A guide to coordinate systems in Great Britain", annexes B and C. Good to about five metres, which
// the guide says of this transformation, and less than what most callers' positions are known to.

#include <optional>

namespace frontdoor::exports {

struct grid_point {
  double easting = 0; // metres
  double northing = 0;
};

// None outside the grid (0 to 700 km east, 0 to 1,300 km north).
std::optional<grid_point> to_national_grid(double lat, double lon);

// The projection alone, of a latitude and longitude on the Airy 1830 ellipsoid; degrees.
grid_point project_airy(double lat, double lon);

} // namespace frontdoor::exports
