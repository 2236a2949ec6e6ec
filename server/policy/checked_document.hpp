#pragma once
// A file of rules as a document that holds to its schema.

#include <expected>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "server/schema/json_schema.hpp"
#include "triage/fault.hpp"

namespace frontdoor::policy {

// The document in `content`. Faults, each with the name of the file: not_json, or what the schema finds. From any
// thread.
std::expected<nlohmann::json, triage::faults> checked_document(
    const std::string& file, const std::string& content, const schema::schema_set& schemas, const char* schema
);

// The same of the file of that name among `files`; missing where there is none.
std::expected<nlohmann::json, triage::faults> checked_document_of(
    const std::map<std::string, std::string>& files, const std::string& file, const schema::schema_set& schemas,
    const char* schema
);

} // namespace frontdoor::policy
