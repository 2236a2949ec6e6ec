#pragma once
// The seam between the WebSocket (server/console/socket.cpp, one of the two Beast files) and the console protocol
// (server/console/session.cpp, which never sees Beast). All calls happen on the I/O thread.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server/auth/principal.hpp"

namespace frontdoor::console {

// Why a connection ended; the numbers are WebSocket close codes (RFC 6455 7.4.1).
enum class close_code : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  policy = 1008,
  too_big = 1009,
  internal = 1011,
  restart = 1012
};

// One connected console as the protocol sees it. The socket owns the bytes in flight; the protocol is asked for more
// when there is room ("pull"), so a slow console can never grow a queue.
class connection {
 public:
  virtual ~connection() = default;

  // Hands one text message to the socket. Bytes count as in flight until written to the kernel.
  virtual void send(std::shared_ptr<const std::string> message) = 0;
  // Bytes handed to send() and not yet written.
  virtual std::size_t bytes_in_flight() const = 0;
  // Polite close for a healthy peer; hard close after the configured time. Idempotent.
  virtual void close(close_code code, std::string_view reason) = 0;
};

// What the protocol does on each thing that happens on a connection. Never throws.
class session {
 public:
  virtual ~session() = default;

  virtual void on_open() = 0;
  virtual void on_message(std::string text) = 0;
  // Some bytes left the server: there is room for more.
  virtual void on_drained() = 0;
  // The connection is gone, for whatever reason; the last call.
  virtual void on_closed() = 0;
};

// Makes the protocol side of a connection that has passed authentication. The session may keep `connection` weakly.
using session_factory = std::function<std::shared_ptr<session>(std::weak_ptr<connection>, auth::principal)>;

} // namespace frontdoor::console
