#pragma once
// The force's training data, read from its folder.

#include <expected>
#include <filesystem>
#include <memory>

#include "server/schema/json_schema.hpp"
#include "triage/fault.hpp"
#include "triage/training/rules.hpp"

namespace frontdoor::policy {

struct training_data {
  std::shared_ptr<const triage::training::rules>
      rules;               // with every scenario that is right and that the pack agrees with
  triage::faults left_out; // why others are not among them; by file
};

// Reads training.json of the folder, held to policy-training.schema.json, and every other *.json in it, held to
// policy-training-scenario.schema.json and to the pack's own rules. A scenario at fault is left out, and does not keep
// the server from taking calls; only training.json itself must be right. Throws as read_pack_files does.
std::expected<training_data, triage::faults> read_training_rules(
    const std::filesystem::path& folder, const schema::schema_set& schemas, const triage::policy_pack& pack
);

} // namespace frontdoor::policy
