#pragma once
// Looks for what came back after it had been resolved early, among the contacts that history has keyed, and has it
// noted on the incident of the contact. Behind the intake, which it never holds up. Every server may run one: what is
// noted twice is noted once.

#include <chrono>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/command/command_runner.hpp"
#include "server/db/screening_queries.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::command {

class return_finder : public std::enable_shared_from_this<return_finder> {
 public:
  return_finder(
      boost::asio::any_io_executor io, db::screening_queries& queries, command_runner& commands, observe::log& log
  );

  // On the I/O thread.
  void start(std::chrono::milliseconds interval);
  void stop();

  // Looks until nothing new is found. False where the record could not be reached; the rest is found at the next look.
  boost::asio::awaitable<bool> catch_up();

 private:
  static boost::asio::awaitable<void> run(std::shared_ptr<return_finder> self, std::chrono::milliseconds interval);

  boost::asio::any_io_executor io_;
  db::screening_queries& queries_;
  command_runner& commands_;
  observe::log& log_;
  boost::asio::steady_timer wake_;
  std::uint64_t position_ = 0; // of the last look
  bool stopped_ = false;
};

} // namespace frontdoor::command
