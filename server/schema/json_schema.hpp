#pragma once
// The files under schemas/ as the server uses them: every fault of a body at once, each with its place, a stable code
// and what to do about it.
//
// JSON Schema here is a listed subset of draft-07; a schema that uses anything else is refused at start, so that no
// keyword is ever silently ignored:
//   $schema $id $ref definitions title description default examples
//   type enum const
//   properties required additionalProperties propertyNames minProperties maxProperties dependencies (lists of names)
//   items (one schema) minItems maxItems uniqueItems
//   minLength maxLength pattern format
//   minimum maximum exclusiveMinimum exclusiveMaximum
//   allOf anyOf
//   x-remedy: what to do about a fault of this value, in plain words
// `pattern` is RE2 and unanchored; `format` is one of date-time, date, uuid, duration. Both need a maxLength beside
// them and are looked at only when that holds.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <expected>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"

namespace frontdoor::schema {

// Every *.schema.json in `folder`, by file name. Throws std::filesystem::filesystem_error or std::runtime_error when
// the folder or a file cannot be read.
std::map<std::string, std::string> read_schema_files(const std::filesystem::path& folder);

// Schemas that may refer to each other. Immutable once loaded; may be shared by threads.
class schema_set {
 public:
  // Reads `files` (name -> text) and prepares them. Faults carry the file's name: not strict JSON, a keyword outside
  // the subset, a keyword's value of the wrong kind, a $ref that leads nowhere or in a circle, a pattern RE2 refuses.
  static std::expected<schema_set, triage::faults> load(const std::map<std::string, std::string>& files);

  // Checks `document`; an empty list means that it holds to the schema. Codes: wrong_type, missing, unknown_name,
  // not_one_of, too_short, too_long, too_few, too_many, too_small, too_large, wrong_form, not_unique, no_form_fits; at
  // most 100 faults, then more_faults. Throws std::invalid_argument for a file that was not loaded.
  triage::faults validate(std::string_view schema_file, const nlohmann::json& document) const;

  bool has(std::string_view schema_file) const;
  std::vector<std::string> names() const;

  ~schema_set();
  schema_set(schema_set&&) noexcept;
  schema_set& operator=(schema_set&&) noexcept;

 private:
  struct prepared;
  explicit schema_set(std::unique_ptr<prepared> schemas);
  std::unique_ptr<prepared> schemas_;
};

} // namespace frontdoor::schema
