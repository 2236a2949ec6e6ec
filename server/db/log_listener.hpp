#pragma once
// Hears that other servers on this database have appended. A wake-up only: whoever is woken reads the log. One thread,
// one connection, NOTIFY with a poll behind it; a lost connection is made anew with back-off, and then everybody is
// woken once, since what was notified in between is lost.

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "server/db/database_options.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::db {

class log_listener {
 public:
  // `wake` is called on the I/O thread with the newest position of the log, at each notification that is not this
  // server's own writer's (`own_backend` tells its process id) and at every poll interval.
  log_listener(
      boost::asio::any_io_executor io, database_options options, std::function<int()> own_backend,
      std::function<void(std::uint64_t)> wake, observe::log& log
  );
  ~log_listener();
  log_listener(const log_listener&) = delete;
  log_listener& operator=(const log_listener&) = delete;

  // Ends the thread. Blocks for at most one wait.
  void stop();

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

} // namespace frontdoor::db
