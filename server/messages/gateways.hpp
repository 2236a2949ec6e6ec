#pragma once
// The gateways there are, all over libcurl: HTTP with JSON, and SMTP for a provider that turns mail into texts.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "server/messages/gateway.hpp"

namespace frontdoor::messages {

struct gateway_options {
  std::string url; // http://, https://, smtp:// or smtps://, whose certificate is checked
  std::chrono::milliseconds timeout{10'000};
  std::size_t answer_bytes_max = 16 * 1024;
  std::string token_file; // HTTP: its content goes as a bearer token; empty: none
  std::string from;       // SMTP: sender's address
  std::string domain;     // SMTP: a text to +447700900123 goes to 447700900123@domain
  std::string user;       // SMTP: signs in with this and the password of `password_file`; empty: does not
  std::string password_file;
  bool tls_required = true; // SMTP: never in the clear; off only for a relay on the same machine
};

// POST {"id","to","text"}, with Idempotency-Key; 2xx: sent, with the member "reference" or "id" of the answer as its
// reference; 408, 425, 429 and 5xx: unavailable; everything else: refused.
std::unique_ptr<gateway> make_http_gateway(gateway_options options);

// A mail with Message-ID <id@domain> and the text as its body, in UTF-8. A permanent refusal (5xx) is refused.
std::unique_ptr<gateway> make_smtp_gateway(gateway_options options);

// By the scheme of the URL; nullptr where it is none of these.
std::unique_ptr<gateway> make_gateway(gateway_options options);

} // namespace frontdoor::messages
