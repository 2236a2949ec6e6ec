#pragma once
// A stretch of network that can be cut, be slow, or swallow everything: a TCP proxy on this machine, in a thread of its
// own, between two programs that do not know of it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace frontdoor::tests {

class faulty_proxy {
 public:
  // Passes on to a port of this machine, or to a unix socket.
  explicit faulty_proxy(std::uint16_t target_port);
  explicit faulty_proxy(const std::string& target_socket);
  ~faulty_proxy();
  faulty_proxy(const faulty_proxy&) = delete;
  faulty_proxy& operator=(const faulty_proxy&) = delete;

  // Where to connect to in the target's place.
  std::uint16_t port() const;
  // Connections accepted so far.
  std::size_t connections() const;

  // Resets every connection, and new ones as they come, until `mend`.
  void cut();
  // Connections stay, and no byte passes: a cable that was pulled. Until `mend`.
  void swallow();
  // Each piece of at most 16 KiB is late by `delay`, and goes at no more than `bytes_per_second`. Until `mend`.
  void slow_down(std::chrono::milliseconds delay, std::size_t bytes_per_second);
  // From now on everything passes; what was swallowed comes after all.
  void mend();
  // Connections made from now on go to that port: the target was started anew.
  void lead_to(std::uint16_t target_port);

 private:
  struct network;
  std::unique_ptr<network> network_;
};

} // namespace frontdoor::tests
