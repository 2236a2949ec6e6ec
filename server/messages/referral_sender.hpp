#pragma once
// Tells services' own systems of the referrals that the log's outbox holds. As for texts to callers: a try is in the
// log before it is made; whoever recorded it makes it, and records what came of it. A server that dies in between
// leaves a try without an answer, which the referral's timer finds, and a person asks the service.

#include <cstddef>
#include <cstdint>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "server/command/command_runner.hpp"
#include "server/db/log_queries.hpp"
#include "server/messages/open311.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::messages {

class referral_sender {
 public:
  struct options {
    std::size_t at_once_max = 2; // threads; more tries wait in their queue
    std::size_t waiting_max = 256;
  };

  // A service without an endpoint here is not reached: a person tells it.
  referral_sender(
      boost::asio::any_io_executor io, db::log_queries& queries, command::command_runner& commands,
      open311_endpoints endpoints, options chosen, observe::log& log
  );
  ~referral_sender();
  referral_sender(const referral_sender&) = delete;
  referral_sender& operator=(const referral_sender&) = delete;

  // Makes a try that was just recorded. On the I/O thread; returns at once.
  void make(triage::uuid incident, triage::uuid referral, std::uint32_t attempt, bool for_token);

 private:
  boost::asio::awaitable<void> run(triage::uuid incident, triage::uuid referral, std::uint32_t attempt, bool for_token);
  boost::asio::awaitable<void> report(triage::uuid incident, triage::report_referral told);

  boost::asio::any_io_executor io_;
  db::log_queries& queries_;
  command::command_runner& commands_;
  open311_endpoints endpoints_;
  options options_;
  observe::log& log_;
  std::size_t under_way_ = 0; // on the I/O thread alone
  boost::asio::thread_pool threads_;
};

} // namespace frontdoor::messages
