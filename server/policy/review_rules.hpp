#pragma once
// The force's review queues and forms, read from their folder.

#include <expected>
#include <filesystem>
#include <memory>

#include "server/schema/json_schema.hpp"
#include "triage/fault.hpp"
#include "triage/review/rules.hpp"

namespace frontdoor::policy {

// Reads reviews.json of the folder and holds it to policy-reviews.schema.json; every fault otherwise.
std::expected<std::shared_ptr<const triage::review::rules>, triage::faults>
read_review_rules(const std::filesystem::path& folder, const schema::schema_set& schemas);

} // namespace frontdoor::policy
