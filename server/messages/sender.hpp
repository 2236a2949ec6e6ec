#pragma once
// Sends what the log's outbox holds. A try is in the log before it is made; whoever recorded it makes it, and records
// what came of it. A server that dies in between leaves a try without an answer, which the message's timer finds: a
// text may then go twice, with the same id, and is never lost.

#include <cstddef>
#include <cstdint>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "server/command/command_runner.hpp"
#include "server/db/log_queries.hpp"
#include "server/messages/gateway.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::messages {

class sender {
 public:
  struct options {
    std::size_t at_once_max = 4; // threads; more tries wait in their queue
    std::size_t waiting_max = 256;
  };

  // Without a gateway every try fails, and somebody is given the task to tell the caller.
  sender(
      boost::asio::any_io_executor io, db::log_queries& queries, command::command_runner& commands,
      std::unique_ptr<gateway> out, options chosen, observe::log& log
  );
  ~sender();
  sender(const sender&) = delete;
  sender& operator=(const sender&) = delete;

  // Makes a try that was just recorded. On the I/O thread; returns at once.
  void make(triage::uuid incident, triage::uuid message, std::uint32_t attempt);

 private:
  boost::asio::awaitable<void> run(triage::uuid incident, triage::uuid message, std::uint32_t attempt);
  boost::asio::awaitable<void> report(triage::uuid incident, triage::report_message command);
  boost::asio::awaitable<delivery> deliver(outgoing message);

  boost::asio::any_io_executor io_;
  db::log_queries& queries_;
  command::command_runner& commands_;
  std::unique_ptr<gateway> gateway_;
  options options_;
  observe::log& log_;
  std::size_t under_way_ = 0; // on the I/O thread alone
  boost::asio::thread_pool threads_;
};

} // namespace frontdoor::messages
