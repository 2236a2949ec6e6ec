#include "server/policy/review_rules.hpp"

#include <utility>

#include "server/policy/checked_document.hpp"
#include "server/policy/pack_directory.hpp"

namespace frontdoor::policy {

namespace {

constexpr const char* reviews_file = "reviews.json";

} // namespace

std::expected<std::shared_ptr<const triage::review::rules>, triage::faults>
read_review_rules(const std::filesystem::path& folder, const schema::schema_set& schemas) {
  const auto document =
      checked_document_of(read_pack_files(folder), reviews_file, schemas, "policy-reviews.schema.json");
  if (!document) return std::unexpected(document.error());
  auto read = triage::review::read_rules(*document, reviews_file);
  if (!read) return std::unexpected(std::move(read.error()));
  return std::make_shared<const triage::review::rules>(std::move(*read));
}

} // namespace frontdoor::policy
