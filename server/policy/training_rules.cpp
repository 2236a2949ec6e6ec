#include "server/policy/training_rules.hpp"

#include <iterator>
#include <utility>

#include "server/policy/checked_document.hpp"
#include "server/policy/pack_directory.hpp"
#include "triage/training/scenario.hpp"

namespace frontdoor::policy {

namespace {

constexpr const char* training_file = "training.json";

std::expected<triage::training::scenario, triage::faults> one_scenario(
    const std::string& file, const std::string& content, const schema::schema_set& schemas,
    const triage::policy_pack& pack
) {
  const auto document = checked_document(file, content, schemas, "policy-training-scenario.schema.json");
  if (!document) return std::unexpected(document.error());
  auto read = triage::training::read_scenario(*document, file);
  if (!read) return read;
  auto found = triage::training::check_scenario(*read, pack, file);
  return triage::unless_faulty(std::move(*read), std::move(found));
}

} // namespace

std::expected<training_data, triage::faults> read_training_rules(
    const std::filesystem::path& folder, const schema::schema_set& schemas, const triage::policy_pack& pack
) {
  const auto files = read_pack_files(folder);
  const auto document = checked_document_of(files, training_file, schemas, "policy-training.schema.json");
  if (!document) return std::unexpected(document.error());
  auto rules = triage::training::read_rules(*document, training_file);
  if (!rules) return std::unexpected(std::move(rules.error()));
  training_data out;
  for (const auto& [name, content] : files) {
    if (name == training_file || !name.ends_with(".json")) continue;
    auto one = one_scenario(name, content, schemas, pack);
    if (one)
      rules->scenarios.push_back(std::move(*one));
    else
      out.left_out.insert(
          out.left_out.end(), std::make_move_iterator(one.error().begin()), std::make_move_iterator(one.error().end())
      );
  }
  out.rules = std::make_shared<const triage::training::rules>(std::move(*rules));
  return out;
}

} // namespace frontdoor::policy
