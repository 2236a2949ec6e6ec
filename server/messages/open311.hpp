#pragma once
// A service's own system that takes referrals by Open311 GeoReport v2 (domain.md 8.5): POST requests.json, and GET
// tokens/{token}.json for the number behind a token.

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "triage/incident/referral_sending.hpp"

namespace frontdoor::messages {

struct open311_endpoint {
  std::string url;             // http:// or https://, whose certificate is checked; without the last slash
  std::string jurisdiction_id; // empty: the system has one only
  std::string key_file;        // its first line goes as api_key, in the body alone; empty: none
  std::chrono::milliseconds timeout{10'000};
  std::size_t answer_bytes_max = 64 * 1024;
};

// By the code of the partner.
using open311_endpoints = std::map<std::string, open311_endpoint>;

struct open311_answer {
  triage::report_referral::outcome what = triage::report_referral::outcome::failed;
  std::string reason_code;         // of what came to nothing
  std::optional<std::string> said; // number, token, or the system's own words about an error
};

// The fields of the request, in the standard's names: what the referral says, and nothing else.
std::vector<std::pair<std::string, std::string>> open311_fields(
    const triage::service_request& request, const std::string& jurisdiction_id,
    const std::optional<std::string>& api_key
);

// What an answer to a request means. Taken: 2xx with a number or a token. Certainly not taken, and worth another try:
// 429 and 503. Everything else is for a person: 4xx is a refusal, and of 5xx or an answer that cannot be read nobody
// knows.
open311_answer read_open311_request(long status, const std::string& text);

// The number behind a token, or that there is none yet.
open311_answer read_open311_token(long status, const std::string& text);

// Both block, for no longer than the endpoint's time-out, and never throw. From any thread.
open311_answer post_open311(const open311_endpoint& to, const triage::service_request& request);
open311_answer ask_open311_token(const open311_endpoint& to, const std::string& token);

} // namespace frontdoor::messages
