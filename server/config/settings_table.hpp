#pragma once
// The one table of keys, for the files of this folder and their test only.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/config/settings.hpp"

namespace frontdoor::config {

// Where a key's value lives in `settings`; the type of the field is the type of the key.
using text_field = std::string& (*)(settings&);
using number_field = std::size_t& (*)(settings&);
using duration_field = std::chrono::milliseconds& (*)(settings&);
using list_field = std::vector<std::string>& (*)(settings&);

struct key {
  std::string_view name; // "http.header_timeout_ms"; a duration's unit is the name's ending, _ms or _s
  std::variant<text_field, number_field, duration_field, list_field> field;
  std::string_view standard; // the default, as the environment would write it
  std::int64_t least = 0;    // of numbers and durations, in the key's unit; of texts: characters
  std::int64_t most = 0;
  std::string_view choices; // of texts, separated by '|'; empty: any text
  std::string_view unit;    // "bytes", "threads", ...; for the reference
  std::string_view meaning; // one or two sentences

  // Milliseconds in one unit of a duration key.
  std::int64_t scale() const { return name.ends_with("_ms") ? 1 : 1000; }
  // "text", "whole number", "duration" or "list of texts".
  std::string_view type_name() const;
  // "FRONTDOOR_HTTP_HEADER_TIMEOUT_MS".
  std::string environment_name() const;
};

struct section {
  std::string_view name;
  std::string_view meaning;
};

std::span<const key> keys();
std::span<const section> sections();

// Names beginning with FRONTDOOR_ that are not settings of the server and are passed over.
bool foreign_environment_name(std::string_view name);

} // namespace frontdoor::config
