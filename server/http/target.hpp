#pragma once
// The request target of RFC 9112 section 3.2, taken apart strictly: what could be read in two ways is refused.

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/message.hpp"

namespace frontdoor::http {

struct target {
  std::string path; // percent-decoded; "*" for the asterisk form
  std::vector<std::pair<std::string, std::string>> query;
  std::string_view authority; // of the absolute form, else empty; points into the text given
};

// Reads origin form, absolute form (http and https) and, for OPTIONS, "*". Refused with plain words: a path that does
// not begin with "/", dot segments, encoded "/", "\" or control characters, raw bytes beyond ASCII, bad
// percent-encoding, what does not decode to UTF-8, fragments, and more than 64 query parameters.
std::expected<target, std::string> parse_target(std::string_view text, method verb);

// Whether `text` is one "host" or "host:port" of RFC 3986 (names, IPv4 and bracketed IPv6).
bool is_valid_host(std::string_view text);

} // namespace frontdoor::http
