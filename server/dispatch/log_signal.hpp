#pragma once
// Lets requests wait for the log to grow (long poll). On the I/O thread.

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace frontdoor::dispatch {

class log_signal {
 public:
  explicit log_signal(boost::asio::any_io_executor io) : io_(io) {}

  // The last position published here.
  std::uint64_t position() const { return position_; }
  void reached(std::uint64_t position);

  // Returns when the log has gone beyond `after`, when `limit` has passed, or when the server drains.
  boost::asio::awaitable<void> wait_beyond(std::uint64_t after, std::chrono::milliseconds limit);
  void drain();

 private:
  void wake();

  boost::asio::any_io_executor io_;
  std::uint64_t position_ = 0;
  bool draining_ = false;
  std::vector<std::weak_ptr<boost::asio::steady_timer>> waiting_;
};

} // namespace frontdoor::dispatch
