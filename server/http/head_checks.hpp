#pragma once
// What is judged of a request by its head alone: plain functions.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/ascii.hpp"
#include "server/http/message.hpp"
#include "server/http/problem.hpp"

namespace frontdoor::http {

// Whether a comma-separated list names `word`, whatever the letter case.
bool lists(std::string_view list, std::string_view word);

// 1 to 128 letters, digits or "-_.:=": what is taken over from X-Request-Id.
bool is_request_id(std::string_view text);

// application/json, application/merge-patch+json and their like, with charset utf-8 or none.
bool is_json(std::string_view content_type);

// 400 "malformed_request".
problem malformed(std::string detail);

// RFC 9112 sections 3.2 and 6: what makes two readers disagree on where a request ends is refused, never mended.
std::optional<problem> check_framing(const request& head, bool http_1_0);

// 415 for a body that is compressed or, with `json_only`, not JSON.
std::optional<problem> check_body_type(const request& head, bool json_only);

// Why a request is no WebSocket handshake we answer, if so, with headers that say what we do answer.
struct handshake_verdict {
  std::optional<problem> refused;
  std::vector<std::pair<std::string, std::string>> headers;
};

// Checks the client's part of RFC 6455 section 4.2.1 and that `subprotocol` is among those offered.
handshake_verdict check_handshake(const request& head, std::string_view subprotocol);

} // namespace frontdoor::http
