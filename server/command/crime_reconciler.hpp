#pragma once
// Compares incidents with the records of their crimes by itself (domain.md 4.7): what differs is told in /metrics and
// the log. GET /v1/crimes/reconciliation lists it. Reads only; every server may run one.

#include <chrono>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/clock/clock.hpp"
#include "server/db/crime_queries.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"

namespace frontdoor::command {

class crime_reconciler : public std::enable_shared_from_this<crime_reconciler> {
 public:
  crime_reconciler(
      boost::asio::any_io_executor io, db::crime_queries& queries, clock::clock& clock, observe::metrics& metrics,
      observe::log& log
  );

  // On the I/O thread. Looks at once, and then each `interval`.
  void start(std::chrono::milliseconds interval);
  void stop();

  // One look at the incidents of the last `look_back`. False where the record could not be reached: what was told last
  // stays.
  boost::asio::awaitable<bool> look();

  // Two days, so that each incident is looked at after its day for decisions is over (domain.md 4.1: 24 hours).
  static constexpr std::chrono::hours look_back{48};

 private:
  static boost::asio::awaitable<void> run(std::shared_ptr<crime_reconciler> self, std::chrono::milliseconds interval);

  boost::asio::any_io_executor io_;
  db::crime_queries& queries_;
  clock::clock& clock_;
  observe::metrics& metrics_;
  observe::log& log_;
  boost::asio::steady_timer wake_;
  bool stopped_ = false;
};

} // namespace frontdoor::command
