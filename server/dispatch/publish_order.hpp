#pragma once
// The board holds open incidents only. An event of one that it does not hold, since that was closed before, can only be
// folded once the incident has been read; what comes after it waits, so that the order stays. On the I/O thread.

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/db/append.hpp"

namespace frontdoor::dispatch {

class publish_order : public std::enable_shared_from_this<publish_order> {
 public:
  // The incidents that must be read before these events can be folded.
  using missing_in = std::function<std::vector<triage::uuid>(const db::committed_events&)>;
  // Reads incidents into the board; false where the record cannot be reached now.
  using read_into_board = std::function<boost::asio::awaitable<bool>(std::vector<triage::uuid>)>;
  using publish_now = std::function<void(const db::committed_events&)>;

  publish_order(boost::asio::any_io_executor io, missing_in missing, read_into_board read, publish_now publish);

  // Publishes at once where nothing has to be read and nothing waits.
  void publish(const db::committed_events& events);
  void stop();

 private:
  static boost::asio::awaitable<void> drain(std::shared_ptr<publish_order> self);

  boost::asio::any_io_executor io_;
  missing_in missing_;
  read_into_board read_;
  publish_now publish_;
  boost::asio::steady_timer retry_;
  std::deque<db::committed_events> waiting_;
  bool stopped_ = false;
};

} // namespace frontdoor::dispatch
