#pragma once
// Writes the head of an answer as text (RFC 9112 section 4).

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/message.hpp"

namespace frontdoor::http {

// "Not Found" for 404; a plain word for numbers that have no phrase.
std::string_view reason_phrase(int status);

// The Date header, made once a second.
class date_header {
 public:
  // "Date: Tue, 15 Nov 1994 08:12:31 GMT\r\n" for `now`; valid until the next call.
  std::string_view at(std::time_t now);

 private:
  std::time_t second_ = -1;
  std::string text_;
};

// What the session adds to a handler's answer.
struct framing {
  std::string_view date; // a whole header line
  std::string_view request_id;
  std::string_view mode;               // Frontdoor-Mode; empty: the normal one, which is not said
  std::string_view security_policy;    // Content-Security-Policy where the answer has none
  std::optional<std::uint64_t> length; // Content-Length; none for 204 and 304
  bool keep_alive = true;
  bool http_1_0 = false; // the peer speaks HTTP/1.0 and must be told of keep-alive
};

// Appends status line and headers to `out`. Names and values that could break the header apart are left out and counted
// in the result. Defaults that the answer does not set itself: Cache-Control: no-store, X-Content-Type-Options,
// Referrer-Policy, X-Frame-Options, Cross-Origin-Resource-Policy, Content-Security-Policy.
std::size_t append_head(std::string& out, const response& answer, const framing& frame);

} // namespace frontdoor::http
