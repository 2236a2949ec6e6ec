#pragma once
// What a schema file may hold, and its references put in. Internal.

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "triage/fault.hpp"

namespace frontdoor::schema {

// Faults of one schema file: keywords outside the subset or of the wrong kind, pattern or format without maxLength.
triage::faults check_subset(const std::string& file, const nlohmann::json& schema);

// Finds what "file#/pointer" or "#/pointer" names, seen from `file`. nullptr: nothing. `file` becomes the one it lies
// in.
const nlohmann::json*
find_reference(const std::map<std::string, nlohmann::json>& files, const std::string& reference, std::string& file);

// A copy of `file`'s schema with every $ref replaced by what it names, and without definitions. Appends faults for
// references that lead nowhere or in a circle.
nlohmann::json
put_in_references(const std::map<std::string, nlohmann::json>& files, const std::string& file, triage::faults& found);

} // namespace frontdoor::schema
