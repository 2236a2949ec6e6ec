#pragma once
// RFC 8785 (JSON Canonicalization Scheme): one text for one value, so that its hash can be checked by anyone.

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace frontdoor::triage {

// Writes `value` as RFC 8785 text. Numbers are written as ECMAScript writes them; NaN, infinities and integers beyond
// 2^53 are refused with std::domain_error, since a reader in another language could not give the same text back.
std::string canonical_json(const nlohmann::json& value);

// The same, put behind what `out` holds already.
void append_canonical_json(std::string& out, const nlohmann::json& value);

// The text of a string value, quotes included.
void append_canonical_string(std::string& out, std::string_view text);

} // namespace frontdoor::triage
