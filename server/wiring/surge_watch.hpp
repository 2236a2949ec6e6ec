#pragma once
// Looks at the surge when something was committed that may have changed its measures. What comes by time alone is the
// surge stream's own timer. On the I/O thread.

#include <memory>

#include <boost/asio/steady_timer.hpp>

#include "server/api/surge.hpp"
#include "server/wiring/record.hpp"

namespace frontdoor::wiring {

class surge_watch {
 public:
  surge_watch(base_parts& base, record_parts& record, std::shared_ptr<api::surge_services> surge);

  // Committed events, as the consoles are told them.
  void saw(const db::committed_events& events);

  void start();
  // Ends it once `base.draining` is set.
  void stop();

  // Returns once what was seen has been looked at.
  boost::asio::awaitable<void> settle();

 private:
  boost::asio::awaitable<void> run();
  boost::asio::awaitable<void> look();

  base_parts& base_;
  record_parts& record_;
  std::shared_ptr<api::surge_services> surge_;
  boost::asio::steady_timer wake_;
  boost::asio::steady_timer looked_; // never falls due: its end tells those that wait for a look under way
  bool looking_ = false;
  bool changed_ = true; // since the last look; what happened while no server ran counts too
  bool idle_ = false;   // waits for a change, not for the time between two looks
};

} // namespace frontdoor::wiring
