#include "server/export/national_grid.hpp"

#include <cmath>
#include <numbers>

namespace frontdoor::exports {

namespace {

constexpr double radians = std::numbers::pi / 180;

struct ellipsoid {
  double a; // semi-major axis, metres
  double b;
  double e2() const { return (a * a - b * b) / (a * a); }
};
constexpr ellipsoid airy{6377563.396, 6356256.909};
constexpr ellipsoid grs80{6378137.000, 6356752.3141};

struct cartesian {
  double x, y, z;
};

cartesian to_cartesian(double lat, double lon, const ellipsoid& on) {
  const double s = std::sin(lat);
  const double nu = on.a / std::sqrt(1 - on.e2() * s * s);
  return {nu * std::cos(lat) * std::cos(lon), nu * std::cos(lat) * std::sin(lon), nu * (1 - on.e2()) * s};
}

// Translations in metres, rotations in seconds of arc, scale in parts per million, from WGS 84 to OSGB36.
cartesian shifted(const cartesian& p) {
  constexpr double tx = -446.448, ty = 125.157, tz = -542.060;
  constexpr double second = radians / 3600;
  constexpr double rx = -0.1502 * second, ry = -0.2470 * second, rz = -0.8421 * second;
  constexpr double s = 1 + 20.4894e-6;
  return {
      tx + s * p.x - rz * p.y + ry * p.z,
      ty + rz * p.x + s * p.y - rx * p.z,
      tz - ry * p.x + rx * p.y + s * p.z,
  };
}

// Latitude and longitude in radians.
struct geodetic {
  double lat, lon;
};

geodetic to_geodetic(const cartesian& p, const ellipsoid& on) {
  const double flat = std::hypot(p.x, p.y);
  double lat = std::atan2(p.z, flat * (1 - on.e2()));
  for (int i = 0; i < 10; ++i) {
    const double s = std::sin(lat);
    const double nu = on.a / std::sqrt(1 - on.e2() * s * s);
    lat = std::atan2(p.z + on.e2() * nu * s, flat);
  }
  return {lat, std::atan2(p.y, p.x)};
}

grid_point project(const geodetic& at) {
  constexpr double scale = 0.9996012717;
  constexpr double lat0 = 49 * radians, lon0 = -2 * radians;
  constexpr double east0 = 400'000, north0 = -100'000;
  const double n = (airy.a - airy.b) / (airy.a + airy.b);
  const double s = std::sin(at.lat), c = std::cos(at.lat), t = std::tan(at.lat);
  const double nu = airy.a * scale / std::sqrt(1 - airy.e2() * s * s);
  const double rho = airy.a * scale * (1 - airy.e2()) / std::pow(1 - airy.e2() * s * s, 1.5);
  const double eta2 = nu / rho - 1;
  const double d = at.lat - lat0, sum = at.lat + lat0;
  const double m = airy.b * scale *
                   ((1 + n + 1.25 * n * n + 1.25 * n * n * n) * d -
                    (3 * n + 3 * n * n + 2.625 * n * n * n) * std::sin(d) * std::cos(sum) +
                    (1.875 * n * n + 1.875 * n * n * n) * std::sin(2 * d) * std::cos(2 * sum) -
                    35.0 / 24 * n * n * n * std::sin(3 * d) * std::cos(3 * sum));
  const double c3 = c * c * c, c5 = c3 * c * c, t2 = t * t, t4 = t2 * t2;
  const double one = m + north0;
  const double two = nu / 2 * s * c;
  const double three = nu / 24 * s * c3 * (5 - t2 + 9 * eta2);
  const double three_a = nu / 720 * s * c5 * (61 - 58 * t2 + t4);
  const double four = nu * c;
  const double five = nu / 6 * c3 * (nu / rho - t2);
  const double six = nu / 120 * c5 * (5 - 18 * t2 + t4 + 14 * eta2 - 58 * t2 * eta2);
  const double l = at.lon - lon0, l2 = l * l;
  return {
      east0 + four * l + five * l2 * l + six * l2 * l2 * l,
      one + two * l2 + three * l2 * l2 + three_a * l2 * l2 * l2,
  };
}

} // namespace

grid_point project_airy(double lat, double lon) {
  return project({lat * radians, lon * radians});
}

std::optional<grid_point> to_national_grid(double lat, double lon) {
  const auto here = to_cartesian(lat * radians, lon * radians, grs80);
  const auto out = project(to_geodetic(shifted(here), airy));
  const bool inside = out.easting >= 0 && out.easting <= 700'000 && out.northing >= 0 && out.northing <= 1'300'000;
  if (!inside) return std::nullopt;
  return out;
}

} // namespace frontdoor::exports
