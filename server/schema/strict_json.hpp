#pragma once
// JSON as this server takes it: RFC 8259 without the parts on which readers disagree (RFC 7493, I-JSON, goes the same
// way). What is refused here never reaches a schema, a log or a hash.

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"

namespace frontdoor::schema {

struct strict_limits {
  std::size_t depth = 32;             // objects and lists inside each other
  std::size_t string_bytes = 100'000; // of one text; schemas set the exact lengths, in characters
  std::size_t name_bytes = 200;       // of one name in an object
  std::size_t values = 20'000;        // texts, numbers, objects ... in one document
  std::size_t faults = 100;           // reported at most; a last one says that there were more
};

// Reads `text` in one pass. Refuses, each with the JSON Pointer of the place and a code:
//   not_json (also trailing bytes and unfinished texts), bad_utf8, lone_surrogate, nul_character, duplicate_name,
//   too_deep, too_long, too_many_values, number_too_large (integers and magnitudes beyond 2^53, and what no double
//   holds).
// What can be read past is, so that all such faults come at once; broken syntax, encoding and depth end the reading.
// Details never quote what was sent, but for names. Thread-safe; never throws but for want of memory.
std::expected<nlohmann::json, triage::faults> parse_strict(std::string_view text, const strict_limits& limits = {});

} // namespace frontdoor::schema
