#pragma once
// What the server does again and again while it serves: heartbeats, the counting of what came in. Nothing that the log
// times is here: that is due.hpp. On the I/O thread.

#include <boost/asio/steady_timer.hpp>

#include "server/command/crime_reconciler.hpp"
#include "server/wiring/publishing.hpp"

namespace frontdoor::wiring {

class rounds {
 public:
  rounds(base_parts& base, record_parts& record, publishing_parts& publishing);

  void start();
  // Ends them once `base.draining` is set.
  void stop();

 private:
  boost::asio::awaitable<void> beat();
  boost::asio::awaitable<void> reconcile();

  base_parts& base_;
  record_parts& record_;
  publishing_parts& publishing_;
  boost::asio::steady_timer heartbeat_;
  boost::asio::steady_timer reconcile_timer_;
  std::shared_ptr<command::crime_reconciler> crimes_;
};

} // namespace frontdoor::wiring
