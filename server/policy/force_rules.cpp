#include "server/policy/force_rules.hpp"

#include <utility>

#include "server/policy/checked_document.hpp"
#include "server/policy/pack_directory.hpp"

namespace frontdoor::policy {

namespace {

constexpr const char* force_file = "force.json";

} // namespace

std::expected<std::shared_ptr<const triage::force::rules>, triage::faults>
read_force_rules(const std::filesystem::path& folder, const schema::schema_set& schemas) {
  const auto document = checked_document_of(read_pack_files(folder), force_file, schemas, "policy-force.schema.json");
  if (!document) return std::unexpected(document.error());
  auto read = triage::force::read_rules(*document, force_file);
  if (!read) return std::unexpected(std::move(read.error()));
  return std::make_shared<const triage::force::rules>(std::move(*read));
}

} // namespace frontdoor::policy
