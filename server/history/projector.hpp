#pragma once
// Follows the log and keeps the keys of its contacts. Every server runs one; whoever holds the database's lock works,
// and what is kept twice is kept once. It never holds up the intake: it reads what is committed.

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/db/history_queries.hpp"
#include "server/history/contact_keying.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::history {

class projector : public std::enable_shared_from_this<projector> {
 public:
  struct options {
    std::chrono::milliseconds interval{250}; // between two looks
    std::size_t positions_max = 2000;        // of the log a transaction
  };

  // `log_position` tells how far the log is known to reach, so that nothing is asked while nothing happens.
  projector(
      boost::asio::any_io_executor io, db::history_queries& queries, db::contact_keyer keyer, db::digest secret_check,
      std::function<std::uint64_t()> log_position, options chosen, observe::log& log
  );

  void start();
  void stop();

  // Projects until the end of the log, or until another server is found at it.
  boost::asio::awaitable<db::query_result<db::projected>> catch_up();

  // Waits until all that the log held at the call is projected, here or elsewhere; false where that took longer than
  // `limit`.
  boost::asio::awaitable<bool> reach_end(std::chrono::milliseconds limit);

 private:
  static boost::asio::awaitable<void> run(std::shared_ptr<projector> self);

  boost::asio::any_io_executor io_;
  db::history_queries& queries_;
  db::contact_keyer keyer_;
  db::digest secret_check_;
  std::function<std::uint64_t()> log_position_;
  options options_;
  observe::log& log_;
  boost::asio::steady_timer wake_;
  std::uint64_t position_ = 0;
  bool stopped_ = false;
};

} // namespace frontdoor::history
