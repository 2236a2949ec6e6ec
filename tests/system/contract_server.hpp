#pragma once
// The server that the tests of the contract share: with the manual clock, so that every call of the contract is there.

#include <functional>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/served_frontdoor.hpp"
#include "triage/time.hpp"

namespace frontdoor::tests {

inline served_frontdoor& contract_server() {
  // Webhooks may go to this machine, and what fails there is given up at once.
  static served_frontdoor server(serve_options{
      {"--clock=manual", "--set", "webhooks.networks_allowed=127.0.0.0/8", "--set", "webhooks.attempts_max=1"}, {}, {}
  });
  return server;
}

// The document as that server serves it.
inline const nlohmann::json& served_document() {
  static const nlohmann::json document = contract_server().anonymous().get("/openapi.json").body_json;
  return document;
}

// A demo account of that server, signed in.
inline http_caller as(const char* account) {
  return contract_server().person(account);
}

// The body of an answer that must be a success.
inline nlohmann::json done(const reply& answer) {
  CAPTURE(answer.body);
  REQUIRE(answer.status / 100 == 2);
  return answer.body_json;
}

// An instant an hour on. Throws where the text is no instant.
inline std::string an_hour_after(const std::string& instant) {
  return triage::to_rfc3339(triage::parse_rfc3339(instant).value() + std::chrono::hours(1));
}

// If-Match with the present version of an incident, as its path.
inline header_list if_match(const std::string& path) {
  return {{"If-Match", as("supervisor").get(path).header("etag")}};
}

// Calls `visit` with verb, path and operation of every call in the document.
inline void
each_operation(const std::function<void(const std::string&, const std::string&, const nlohmann::json&)>& visit) {
  for (const auto& [path, item] : served_document().at("paths").items()) {
    for (const auto* verb : {"get", "post", "put", "patch", "delete"}) {
      if (item.contains(verb)) visit(verb, path, item.at(verb));
    }
  }
}

// A console's handshake, with these credentials.
inline std::string console_handshake(const http_caller& who, const std::string& protocol = "frontdoor.console.v1") {
  std::string text = "GET /v1/console HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(who.port()) +
                     "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: " +
                     protocol + "\r\n";
  for (const auto& [name, value] : who.credentials())
    text += name + ": " + value + "\r\n";
  return text + "\r\n";
}

} // namespace frontdoor::tests
