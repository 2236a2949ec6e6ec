#pragma once
// Fields of a row as values. Private to server/db.

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "server/db/postgres.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::db {

// Empty for null.
inline std::string text_of(const pqxx::field& field) {
  return field.is_null() ? std::string() : std::string(field.c_str(), field.size());
}

inline std::optional<std::string> optional_text(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : std::optional(text_of(field));
}

inline std::optional<triage::uuid> optional_uuid(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : triage::uuid::parse(text_of(field));
}

// All zeros for null, as a column that a join left empty.
inline triage::uuid uuid_or_nil(const pqxx::field& field) {
  return optional_uuid(field).value_or(triage::uuid{});
}

// Throws std::runtime_error where the column holds none, which a migration has to rule out.
inline triage::uuid uuid_of(const pqxx::field& field) {
  const auto read = optional_uuid(field);
  if (!read) throw std::runtime_error("a row without a uuid");
  return *read;
}

inline std::optional<triage::timestamp> optional_time(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : std::optional(parse_timestamptz(field.c_str()));
}

// Of a column that holds a JSON array of texts.
inline std::vector<std::string> texts_of(const pqxx::field& field) {
  return nlohmann::json::parse(field.c_str()).get<std::vector<std::string>>();
}

// "a,b" of codes without commas, which the API checks.
inline std::string joined(const std::vector<std::string>& codes) {
  std::string out;
  for (const auto& code : codes)
    out += (out.empty() ? "" : ",") + code;
  return out;
}

} // namespace frontdoor::db
