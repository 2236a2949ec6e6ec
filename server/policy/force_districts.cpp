#include "server/policy/force_districts.hpp"

#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "server/policy/checked_document.hpp"
#include "server/whole_file.hpp"

namespace frontdoor::policy {

namespace {

using nlohmann::json;
using triage::faults;

constexpr const char* districts_file = "districts.geojson";
constexpr std::uintmax_t districts_bytes_max = std::uintmax_t{1} << 20U; // it goes to each console whole
constexpr double latitude_max = 85;                                      // Web Mercator ends a little beyond

faults refused_file(std::string code, std::string detail) {
  return {{"", std::move(code), std::move(detail), {}, districts_file}};
}

// What the schema cannot say.
faults check_outlines(const json& document) {
  faults found;
  std::set<std::string> names;
  std::size_t index = 0;
  for (const auto& feature : document.at("features")) {
    const auto pointer = "/features/" + std::to_string(index++);
    if (!names.insert(feature.at("properties").at("district").get<std::string>()).second)
      found.push_back(
          {pointer + "/properties/district", "duplicate", "The district has an outline already.", {}, districts_file}
      );
    const auto& outline = feature.at("geometry").at("coordinates").at(0);
    if (outline.front() != outline.back())
      found.push_back(
          {pointer + "/geometry/coordinates/0", "not_closed", "The outline does not end where it begins.",
           "Repeat its first point at the end.", districts_file}
      );
    for (const auto& point : outline) {
      if (std::abs(point.at(1).get<double>()) <= latitude_max) continue;
      found.push_back(
          {pointer + "/geometry/coordinates/0", "out_of_range", "A latitude lies beyond what the map can show.",
           "Give longitude first, then latitude.", districts_file}
      );
      break;
    }
  }
  return found;
}

} // namespace

std::expected<json, faults>
read_force_districts(const std::filesystem::path& folder, const schema::schema_set& schemas) {
  const auto path = folder / districts_file;
  if (!std::filesystem::exists(path)) return json();
  if (std::filesystem::file_size(path) > districts_bytes_max)
    return std::unexpected(refused_file("too_large", "The file is larger than a mebibyte."));
  const auto content = content_of(path);
  if (!content) return std::unexpected(refused_file("unreadable", "The file cannot be read."));
  auto document = checked_document(districts_file, *content, schemas, "policy-force-districts.schema.json");
  if (!document) return document;
  auto found = check_outlines(*document);
  return triage::unless_faulty(std::move(*document), std::move(found));
}

} // namespace frontdoor::policy
