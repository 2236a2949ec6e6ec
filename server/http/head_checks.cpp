#include "server/http/head_checks.hpp"

#include <algorithm>
#include <cctype>

#include "server/http/target.hpp"

namespace frontdoor::http {
namespace {

// Sixteen bytes in base 64: 22 characters and "==".
bool is_key(std::string_view key) {
  if (key.size() != 24 || !key.ends_with("==")) return false;
  return std::ranges::all_of(key.substr(0, 22), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '/';
  });
}

} // namespace

bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (is_same_word(trim(list.substr(0, comma)), word)) return true;
    list.remove_prefix(std::min(list.size(), comma + 1));
  }
  return false;
}

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == ':' || c == '=';
  });
}

bool is_json(std::string_view content_type) {
  const auto semicolon = std::min(content_type.find(';'), content_type.size());
  const auto type = trim(content_type.substr(0, semicolon));
  const bool suffixed = type.size() > 17 && is_same_word(type.substr(0, 12), "application/") &&
                        is_same_word(type.substr(type.size() - 5), "+json");
  if (!is_same_word(type, "application/json") && !suffixed) return false;
  if (semicolon == content_type.size()) return true;
  const auto parameter = trim(content_type.substr(semicolon + 1));
  return is_same_word(parameter, "charset=utf-8") || is_same_word(parameter, "charset=\"utf-8\"");
}

problem malformed(std::string detail) {
  return problem(400, "malformed_request", "The request is not well-formed HTTP.", std::move(detail));
}

std::optional<problem> check_framing(const request& head, bool http_1_0) {
  const auto host = head.header("host");
  if (!host && !http_1_0) return malformed("There is no Host header.");
  if (host && !is_valid_host(*host)) return malformed("The Host header is no host.");
  const auto coding = head.header("transfer-encoding");
  if (coding) {
    if (http_1_0) return malformed("HTTP/1.0 has no Transfer-Encoding.");
    if (head.header("content-length")) return malformed("Both Content-Length and Transfer-Encoding are there.");
    if (!is_same_word(*coding, "chunked")) {
      return problem(501, "unknown_transfer_coding", "This server knows the transfer coding chunked only.");
    }
  }
  if (const auto length = head.header("content-length")) {
    if (length->empty() || length->find_first_not_of("0123456789") != std::string_view::npos) {
      return malformed("Content-Length is not one number.");
    }
  }
  if (const auto expected = head.header("expect"); expected && !is_same_word(*expected, "100-continue")) {
    return problem(417, "unknown_expectation", "This server knows the expectation 100-continue only.");
  }
  return std::nullopt;
}

std::optional<problem> check_body_type(const request& head, bool json_only) {
  if (const auto coding = head.header("content-encoding"); coding && !is_same_word(*coding, "identity")) {
    return problem(415, "unsupported_encoding", "The body must not be compressed.");
  }
  if (json_only && !is_json(head.header("content-type").value_or(""))) {
    return problem(
        415, "unsupported_media_type", "The body must be JSON.", "Send it with Content-Type: application/json."
    );
  }
  return std::nullopt;
}

handshake_verdict check_handshake(const request& head, std::string_view subprotocol) {
  handshake_verdict verdict;
  if (!lists(head.header("connection").value_or(""), "upgrade") ||
      !lists(head.header("upgrade").value_or(""), "websocket")) {
    verdict.refused = problem(426, "upgrade_required", "This path is a WebSocket.");
    verdict.headers.emplace_back("upgrade", "websocket");
    return verdict;
  }
  if (head.header("sec-websocket-version").value_or("") != "13") {
    verdict.refused = problem(426, "websocket_version", "This server knows WebSocket version 13 only.");
    verdict.headers.emplace_back("sec-websocket-version", "13");
    return verdict;
  }
  if (!is_key(head.header("sec-websocket-key").value_or(""))) {
    verdict.refused = problem(400, "bad_handshake", "Sec-WebSocket-Key is not 16 bytes in base 64.");
    return verdict;
  }
  if (!lists(head.header("sec-websocket-protocol").value_or(""), subprotocol)) {
    verdict.refused = problem(
        400, "subprotocol_required", "The WebSocket's subprotocol is missing.",
        "Offer Sec-WebSocket-Protocol: " + std::string(subprotocol) + "."
    );
  }
  return verdict;
}

} // namespace frontdoor::http
