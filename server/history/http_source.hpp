#pragma once
// Another record that is asked over HTTP.
//
// It gets POST {"kind","originator","reason_code","phones":[],"names":[{"name","date_of_birth"}],"uprn","postcode",
// "address","registrations":[]} and answers 200 {"results":[{...}],"markers":[{"marker","why","valid_from","review_at",
// "valid_until","matched_by"}]}: objects that people are shown as they are, and, where it has some, warnings under the
// pack's codes. Both empty: none. Everything else, a redirect too, is unavailable. docs/integration.md is the contract.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "server/history/external_source.hpp"

namespace frontdoor::history {

struct http_source_options {
  std::string name;
  triage::history::source_kind kind = triage::history::source_kind::other;
  std::string url; // http:// or https://, whose certificate is checked
  std::chrono::milliseconds timeout{1000};
  std::size_t at_once_max = 8;
  std::size_t answer_bytes_max = 256 * 1024;
};

// One thread for each request that may be under way; they end with the source, after at most one time-out.
std::unique_ptr<external_source> make_http_source(http_source_options options);

} // namespace frontdoor::history
