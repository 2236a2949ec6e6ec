#pragma once
// What the connections of one server share. Internal to server/http.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/http/compression.hpp"
#include "server/http/remote_address.hpp"
#include "server/http/response_head.hpp"
#include "server/http/server.hpp"

namespace frontdoor::http {

// One open connection, as the server's watch sees it.
class watched {
 public:
  virtual ~watched() = default;
  // Acts on a deadline that has passed.
  virtual void check(std::chrono::steady_clock::time_point now) = 0;
  // Closes if no request is under way.
  virtual void begin_drain() = 0;
  // Closes at once.
  virtual void abort() = 0;

  std::size_t slot = 0; // in server_state::open
};

struct server_state {
  server_state(
      boost::asio::io_context& context, server_options chosen, router table, authenticator ask, observe::log& lines,
      observe::metrics& numbers
  );

  boost::asio::io_context& io;
  const server_options options;
  const router routes;
  const authenticator who;
  observe::log& log;
  observe::metrics& metrics;
  const trusted_proxies proxies;
  gzip_compressor gzip;
  date_header date;

  boost::asio::ip::tcp::acceptor acceptor;
  boost::asio::steady_timer tick;    // the watch: one timer for the deadlines of all connections
  boost::asio::steady_timer emptied; // cancelled when the last connection goes
  std::vector<watched*> open;
  std::size_t in_flight = 0;
  std::vector<std::size_t> in_flight_by_endpoint;
  std::string mode; // as answers say it; empty: normal
  bool draining = false;
  bool stopped = false;

  void enter(watched& connection);
  void leave(watched& connection);
  std::string new_request_id();

 private:
  std::string id_prefix_;
  std::uint64_t ids_made_ = 0;
};

// Serves one accepted socket until it closes. Defined in session.cpp.
void start_session(std::shared_ptr<server_state> state, boost::asio::ip::tcp::socket socket);

} // namespace frontdoor::http
