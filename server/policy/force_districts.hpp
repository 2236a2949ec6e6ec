#pragma once
// Outlines of the force's districts, for the console's map.

#include <expected>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "server/schema/json_schema.hpp"
#include "triage/fault.hpp"

namespace frontdoor::policy {

// Reads districts.geojson of the folder: held to policy-force-districts.schema.json, each outline closed, within the
// latitudes that a map can show, and no district twice; every fault otherwise. A folder without the file gives null:
// the map then has no outlines. Throws std::filesystem::filesystem_error when the file cannot be looked at.
std::expected<nlohmann::json, triage::faults>
read_force_districts(const std::filesystem::path& folder, const schema::schema_set& schemas);

} // namespace frontdoor::policy
