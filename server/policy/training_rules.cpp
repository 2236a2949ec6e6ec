#include "server/policy/training_rules.hpp"

#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/policy/pack_directory.hpp"
#include "triage/training/scenario.hpp"

namespace frontdoor::policy {

namespace {

constexpr const char* training_file = "training.json";

// A file's document, held to that schema.
std::expected<nlohmann::json, triage::faults> training_document(
    const std::string& file, const std::string& content, const schema::schema_set& schemas, const char* schema
) {
  auto document = nlohmann::json::parse(content, nullptr, false);
  if (document.is_discarded())
    return std::unexpected(triage::faults{{"", "not_json", "The file is no JSON.", {}, file}});
  auto found = schemas.validate(schema, document);
  for (auto& one : found)
    one.file = file;
  return triage::unless_faulty(std::move(document), std::move(found));
}

std::expected<triage::training::scenario, triage::faults> one_scenario(
    const std::string& file, const std::string& content, const schema::schema_set& schemas,
    const triage::policy_pack& pack
) {
  const auto document = training_document(file, content, schemas, "policy-training-scenario.schema.json");
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
  const auto rules_file = files.find(training_file);
  if (rules_file == files.end())
    return std::unexpected(triage::faults{{"", "missing", "There is no training.json.", {}, training_file}});
  const auto document = training_document(training_file, rules_file->second, schemas, "policy-training.schema.json");
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
