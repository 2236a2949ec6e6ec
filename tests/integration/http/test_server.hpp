#pragma once
// A server on a loopback port with a few endpoints to try things on, run by a thread of its own.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "server/http/server.hpp"
#include "tests/support/eventually.hpp"

namespace frontdoor::tests {

// Makes the WebSockets of a server, whose context it is given.
using make_upgrades = std::function<std::vector<http::upgrade_point>(boost::asio::io_context&)>;

// Time-outs short enough to wait for.
http::server_options quick_options();

class test_server {
 public:
  explicit test_server(
      http::server_options options = quick_options(), make_upgrades upgrades = {}, http::fallback files = {}
  );
  ~test_server();
  test_server(const test_server&) = delete;
  test_server& operator=(const test_server&) = delete;

  std::uint16_t port() const;
  http::server& http();
  boost::asio::io_context& io();

  // Runs `work` on the I/O thread and waits for it.
  void on_io_thread(const std::function<void()>& work);
  // Begins to drain; `drained()` tells when that is over.
  void start_drain(std::chrono::milliseconds deadline);
  bool wait_drained(std::chrono::milliseconds limit);
  // How often POST /v1/contacts was handled.
  int contacts_taken() const;
  // Lets requests to GET /v1/held return.
  void release_held();
  // Requests inside GET /v1/held.
  int held() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace frontdoor::tests
