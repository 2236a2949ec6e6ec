#include "server/policy/checked_document.hpp"

#include <utility>

namespace frontdoor::policy {

std::expected<nlohmann::json, triage::faults> checked_document(
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

std::expected<nlohmann::json, triage::faults> checked_document_of(
    const std::map<std::string, std::string>& files, const std::string& file, const schema::schema_set& schemas,
    const char* schema
) {
  const auto found = files.find(file);
  if (found == files.end())
    return std::unexpected(triage::faults{{"", "missing", "There is no " + file + ".", {}, file}});
  return checked_document(file, found->second, schemas, schema);
}

} // namespace frontdoor::policy
