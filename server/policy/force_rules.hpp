#pragma once
// The force's units, queue and thresholds, read from their folder.

#include <expected>
#include <filesystem>
#include <memory>

#include "server/schema/json_schema.hpp"
#include "triage/fault.hpp"
#include "triage/force/rules.hpp"

namespace frontdoor::policy {

// Reads force.json of the folder and holds it to policy-force.schema.json; every fault otherwise.
std::expected<std::shared_ptr<const triage::force::rules>, triage::faults>
read_force_rules(const std::filesystem::path& folder, const schema::schema_set& schemas);

} // namespace frontdoor::policy
