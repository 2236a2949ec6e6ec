#pragma once
// schemas/openapi.yaml as /openapi.json serves it: JSON, and complete in itself.

#include <expected>
#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"

namespace frontdoor::schema {

// Reads YAML (1.2 core schema: only unquoted true, false, null and numbers are anything but text), keeping order.
// A fault says the line. Merge keys (<<) are refused; anchors and aliases are put in.
std::expected<nlohmann::ordered_json, triage::faults> read_yaml(const std::string& text);

// The document with every reference to a file of `schema_files` (name -> text, as read_schema_files gives them) moved
// to
// #/components/schemas and draft-07's words changed to those of OpenAPI 3.1. Faults for references that lead nowhere.
std::expected<nlohmann::ordered_json, triage::faults>
openapi_document(const std::string& yaml, const std::map<std::string, std::string>& schema_files);

// Its compact text, ready to be sent.
std::expected<std::string, triage::faults>
openapi_json(const std::string& yaml, const std::map<std::string, std::string>& schema_files);

} // namespace frontdoor::schema
