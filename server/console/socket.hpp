#pragma once
// The WebSocket side of the consoles: owns the connections, their bytes in flight and their heartbeats; what is said is
// the protocol's business (transport.hpp).

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "server/console/transport.hpp"
#include "server/http/upgrade.hpp"

namespace frontdoor::observe {
class log;
} // namespace frontdoor::observe

namespace frontdoor::console {

inline constexpr std::string_view console_path = "/v1/console";
inline constexpr std::string_view console_subprotocol = "frontdoor.console.v1";

// Every limit and time-out of a console's connection. Times are kept to within an eighth of the shortest of them.
struct socket_options {
  std::chrono::milliseconds ping_interval{15'000};   // how often the server pings
  std::chrono::milliseconds silent_timeout{45'000};  // a peer not heard for this long, pongs included, is closed
  std::chrono::milliseconds stalled_timeout{20'000}; // one message that takes longer to write: closed hard
  std::chrono::milliseconds close_timeout{3'000};    // for the closing handshake, and the opening one
  std::size_t message_bytes_max = 64 * 1024;         // of a message from the console; larger: close 1009
  std::size_t bytes_in_flight_max = 256 * 1024;      // sending beyond it is a fault of the server, logged, and closes
  std::size_t connections_max = 2000;                // beyond it handshakes are answered 503
  bool deflate = false;                              // permessage-deflate; costs some 100 KiB a connection
};

// All console connections of this server. Lives on the I/O thread.
class sockets {
 public:
  // `make` gives each connection its protocol side. `log` must outlive the io_context.
  sockets(boost::asio::io_context& io, socket_options options, session_factory make, observe::log& log);
  // Closes what is still open.
  ~sockets();
  sockets(const sockets&) = delete;
  sockets& operator=(const sockets&) = delete;

  // The WebSocket's row of the routing table. This must outlive the server that has it.
  http::upgrade_point upgrade_point();

  // Open connections.
  std::size_t size() const;

  // Whether every console came by way of a trusted proxy, and so can be taken to another server by it.
  bool all_by_proxy() const;
  // While on, handshakes are answered 503; when it begins, all that are open are closed with 1012.
  void turn_away(bool on);

  // Says close(1012) to all and returns when they are gone, or at `deadline` after closing the rest hard. Handshakes
  // are refused from here on. To be called once, on the I/O thread.
  boost::asio::awaitable<void> drain(std::chrono::milliseconds deadline);

 private:
  std::shared_ptr<struct socket_group> group_;
};

} // namespace frontdoor::console
