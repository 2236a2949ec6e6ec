#include "server/policy/review_rules.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "server/policy/pack_directory.hpp"

namespace frontdoor::policy {

namespace {

constexpr const char* reviews_file = "reviews.json";

} // namespace

std::expected<std::shared_ptr<const triage::review::rules>, triage::faults>
read_review_rules(const std::filesystem::path& folder, const schema::schema_set& schemas) {
  const auto files = read_pack_files(folder);
  const auto file = files.find(reviews_file);
  if (file == files.end()) {
    return std::unexpected(triage::faults{{"", "missing", "There is no reviews.json.", {}, reviews_file}});
  }
  const auto document = nlohmann::json::parse(file->second, nullptr, false);
  if (document.is_discarded()) {
    return std::unexpected(triage::faults{{"", "not_json", "The file is no JSON.", {}, reviews_file}});
  }
  auto found = schemas.validate("policy-reviews.schema.json", document);
  for (auto& one : found)
    one.file = reviews_file;
  if (!found.empty()) return std::unexpected(std::move(found));
  auto read = triage::review::read_rules(document, reviews_file);
  if (!read) return std::unexpected(std::move(read.error()));
  return std::make_shared<const triage::review::rules>(std::move(*read));
}

} // namespace frontdoor::policy
