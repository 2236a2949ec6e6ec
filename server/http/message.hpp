#pragma once
// What a handler sees of HTTP: plain values. Beast stays behind server/http/session.cpp.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdoor::http {

enum class method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

std::string_view to_string(method m);

// One complete request. Owned values: a handler may keep it across suspension.
struct request {
  http::method verb = method::get;
  std::string path;                                         // percent-decoded, no query, no dot segments
  std::vector<std::pair<std::string, std::string>> query;   // decoded, in order
  std::vector<std::pair<std::string, std::string>> headers; // names in lower case, in order
  std::string body;
  std::string request_id;     // the caller's X-Request-Id when it is well formed, else made here
  std::string remote_address; // of the socket's peer, or of the client as a trusted proxy names it
  bool by_proxy = false;      // it came by way of a trusted proxy
  std::map<std::string, std::string, std::less<>> path_parameters; // "{id}" of the endpoint's path

  request() = default;

  // First value of a header (lower-case name), or nullopt.
  std::optional<std::string_view> header(std::string_view name) const;
  // First value of a query parameter, or nullopt.
  std::optional<std::string_view> query_value(std::string_view name) const;
};

// One complete response. `body` is shared so that a cached file or frame is never copied.
struct response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<const std::string> body = std::make_shared<const std::string>();

  response() = default;
  response(int status_code, std::string type, std::string text)
      : status(status_code), content_type(std::move(type)), body(std::make_shared<const std::string>(std::move(text))) {
  }
};

} // namespace frontdoor::http
