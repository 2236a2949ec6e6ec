#pragma once
// The clock of a test system (design section 4): one value in PostgreSQL, shared by all servers on the database, moved
// only by POST /v1/test/clock. Never in a production configuration.

#include <atomic>

#include "server/clock/clock.hpp"
#include "server/db/database_pool.hpp"

namespace frontdoor::db {

class manual_clock final : public clock::clock {
 public:
  explicit manual_clock(database_pool& pool) : pool_(pool) {}

  // What was read last; any thread.
  triage::timestamp now() override { return triage::timestamp(std::chrono::microseconds(now_.load())); }

  // Reads the shared value; where there is none yet, it becomes `start`. Before each request and each look at the
  // timers.
  boost::asio::awaitable<query_result<triage::timestamp>> refresh(triage::timestamp start);

  // Moves the shared value on to `at`; it never goes back (then it stays, and its value is returned).
  boost::asio::awaitable<query_result<triage::timestamp>> advance_to(triage::timestamp at);

 private:
  database_pool& pool_;
  std::atomic<std::int64_t> now_{0};
};

} // namespace frontdoor::db
