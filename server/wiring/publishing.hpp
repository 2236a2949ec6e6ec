#pragma once
// From what was committed, here or on another server, to this server's board and consoles: in order, without holes.

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "server/db/log_listener.hpp"
#include "server/dispatch/feed.hpp"
#include "server/dispatch/frame_pace.hpp"
#include "server/dispatch/hub.hpp"
#include "server/dispatch/log_signal.hpp"
#include "server/dispatch/past_events.hpp"
#include "server/dispatch/publish_order.hpp"
#include "server/dispatch/timers.hpp"
#include "server/wiring/record.hpp"

namespace frontdoor::wiring {

struct publishing_parts {
  // Reads the board. Throws where it cannot be read.
  publishing_parts(base_parts& base, record_parts& record, std::shared_ptr<dispatch::timers> timers);

  // Told of all that the consoles are told, after them.
  using listener_to_all = std::function<void(const db::committed_events& events)>;
  void tell_too(listener_to_all also) { told_too_ = std::move(also); }

  // The board as it now is.
  std::function<const dispatch::board&()> board();

  record_parts& record;
  std::shared_ptr<dispatch::timers> timers;
  dispatch::log_signal published;
  std::unique_ptr<dispatch::hub> hub;
  std::shared_ptr<dispatch::frame_pace> pace;
  std::shared_ptr<dispatch::publish_order> order;
  std::shared_ptr<dispatch::feed> feed;
  std::shared_ptr<dispatch::past_events> past;
  std::unique_ptr<db::log_listener> listener;

 private:
  boost::asio::awaitable<bool> read_into_board(std::vector<triage::uuid> ids);
  void publish_now(const db::committed_events& events);

  listener_to_all told_too_;
};

} // namespace frontdoor::wiring
