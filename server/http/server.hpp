#pragma once
// The HTTP/1.1 server: one I/O thread, a coroutine a connection. Everything it needs is handed in; nothing of Beast is
// seen from here.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "server/auth/principal.hpp"
#include "server/http/message.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"

namespace frontdoor::observe {
class log;
class metrics;
} // namespace frontdoor::observe

namespace frontdoor::http {

// Every limit and time-out of the server. Times are kept to within half a second, or an eighth of
// the shortest of them.
struct server_options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080; // 0: any free one; server::port() tells which

  std::chrono::milliseconds header_timeout{10'000};  // from a request's first byte to the end of its header
  std::chrono::milliseconds body_timeout{30'000};    // to read one body
  std::chrono::milliseconds idle_timeout{75'000};    // between requests, and before the first
  std::chrono::milliseconds handler_timeout{60'000}; // authentication and handler; longer than any long poll
  std::chrono::milliseconds write_timeout{30'000};   // to write one answer
  std::chrono::milliseconds linger_timeout{2'000};   // reading on after a refusal, so that the peer gets to see it

  std::size_t header_bytes_max = 16 * 1024;
  std::size_t header_fields_max = 100;
  std::size_t body_bytes_max = 1024 * 1024;
  std::size_t connections_max = 4096;
  std::size_t requests_per_connection_max = 100'000;
  std::size_t in_flight_max = 2048;              // requests in handlers, over all endpoints
  std::size_t in_flight_per_endpoint_max = 1024; // where the endpoint names no limit of its own
  int backlog = 1024;

  std::size_t gzip_bytes_min = 2 * 1024;        // smaller answers are not compressed
  std::size_t gzip_bytes_max = 4 * 1024 * 1024; // nor larger ones, which would hold up the I/O thread
  int gzip_level = 1;

  std::vector<std::string> trusted_proxies; // "10.0.0.0/8" or addresses whose X-Forwarded-For is believed
  // Content-Security-Policy of answers that bring none of their own.
  std::string content_security_policy = "default-src 'none'; frame-ancestors 'none'";
};

// Tells who sends a request, from its head alone: it is asked before any of the body is read. The head has verb, path,
// query, headers, request_id and remote_address; `is_upgrade` says that it opens a WebSocket. The head outlives the
// coroutine. Not asked for endpoints that are open to anyone. A refusal is a 401, 403, 400 or 503 problem.
using authenticator = std::function<
    boost::asio::awaitable<std::expected<auth::principal, problem>>(const request& head, bool is_upgrade)>;

class server {
 public:
  // Does not listen yet. `log` and `metrics` must outlive the io_context. Throws std::invalid_argument when a trusted
  // proxy is no network.
  server(
      boost::asio::io_context& io, server_options options, router routes, authenticator who, observe::log& log,
      observe::metrics& metrics
  );
  // Closes what is still open. Handlers still running end with the io_context.
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  // Binds and begins to accept. Throws boost::system::system_error when the address cannot be had.
  void listen();
  // The port listened on; 0 before listen().
  std::uint16_t port() const;

  // Stops accepting, closes idle connections, lets requests in flight finish and their connections close; returns when
  // none is left, or at `deadline` after closing the rest hard. To be called once, on the I/O thread.
  boost::asio::awaitable<void> drain(std::chrono::milliseconds deadline);
  bool draining() const;

  // Every answer says this from now on, as `Frontdoor-Mode`; "": nothing.
  void say_mode(std::string mode);

  // Open connections, without those handed over to WebSockets.
  std::size_t connections() const;
  // Requests whose handler has not returned.
  std::size_t in_flight() const;

 private:
  std::shared_ptr<struct server_state> state_;
};

} // namespace frontdoor::http
