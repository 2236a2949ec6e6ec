#pragma once
// Whether another server of this force can do what this one cannot: asked of the other servers themselves, on a thread
// of its own, again and again, so that the answer is there when the record goes.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

namespace frontdoor::outage {

// What a server says of itself with GET /readyz: how long ago it reached the record. None where it is not "ready": one
// that goes on without the record, too, or is about to stop, can take nobody over. Pure.
std::optional<std::chrono::milliseconds> reached_ago(long status, std::string_view body);

struct peer_options {
  std::vector<std::string> urls; // "http://server-b:8080"
  std::chrono::milliseconds interval{1000};
  std::chrono::milliseconds timeout{1000};
};

class peers {
 public:
  // Asks from now on. No URLs: never, and no peer is well.
  peers(boost::asio::any_io_executor io, peer_options options);
  ~peers();
  peers(const peers&) = delete;
  peers& operator=(const peers&) = delete;

  using time_point = std::chrono::steady_clock::time_point;

  // Whether one of them was ready when they were asked last, and has reached the record since then. On the I/O thread.
  bool reached_since(time_point then) const;
  // Whether one of them was, not long ago: one answer that failed to come takes nobody back. On the I/O thread.
  bool one_is_there() const;

  // Ends the thread. Blocks for a time-out at most.
  void stop();

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

} // namespace frontdoor::outage
