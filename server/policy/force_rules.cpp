#include "server/policy/force_rules.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "server/policy/pack_directory.hpp"

namespace frontdoor::policy {

namespace {

constexpr const char* force_file = "force.json";

} // namespace

std::expected<std::shared_ptr<const triage::force::rules>, triage::faults>
read_force_rules(const std::filesystem::path& folder, const schema::schema_set& schemas) {
  const auto files = read_pack_files(folder);
  const auto file = files.find(force_file);
  if (file == files.end())
    return std::unexpected(triage::faults{{"", "missing", "There is no force.json.", {}, force_file}});
  const auto document = nlohmann::json::parse(file->second, nullptr, false);
  if (document.is_discarded())
    return std::unexpected(triage::faults{{"", "not_json", "The file is no JSON.", {}, force_file}});
  auto found = schemas.validate("policy-force.schema.json", document);
  for (auto& one : found)
    one.file = force_file;
  if (!found.empty()) return std::unexpected(std::move(found));
  auto read = triage::force::read_rules(document, force_file);
  if (!read) return std::unexpected(std::move(read.error()));
  return std::make_shared<const triage::force::rules>(std::move(*read));
}

} // namespace frontdoor::policy
