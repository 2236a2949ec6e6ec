#include "server/wiring/surge_watch.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::wiring {

namespace asio = boost::asio;

namespace {

// A look reads the whole queue: under load one is enough for all that happened in the meantime. A limit to the work; no
// domain time hangs on it.
constexpr std::chrono::seconds between_two_looks{30};

bool may_change_the_queue(const std::shared_ptr<const db::committed_event>& event) {
  return event->stream_type == "incident" || event->stream_type == "unit";
}

} // namespace

surge_watch::surge_watch(base_parts& b, record_parts& r, std::shared_ptr<api::surge_services> surge)
    : base_(b), record_(r), surge_(std::move(surge)), wake_(b.io),
      looked_(b.io, asio::steady_timer::time_point::max()) {}

void surge_watch::saw(const db::committed_events& events) {
  if (changed_ || std::ranges::none_of(events, may_change_the_queue)) return;
  changed_ = true;
  if (idle_) wake_.cancel();
}

void surge_watch::start() {
  asio::co_spawn(base_.io, run(), asio::detached);
}

void surge_watch::stop() {
  wake_.cancel();
}

asio::awaitable<void> surge_watch::settle() {
  while (looking_)
    co_await looked_.async_wait(asio::as_tuple(asio::use_awaitable));
  if (changed_) co_await look();
}

asio::awaitable<void> surge_watch::look() {
  looking_ = true;
  changed_ = false;
  std::optional<bool> looked;
  try {
    co_await record_.refresh_clock();
    if (!surge_->units->s.degraded()) looked = co_await api::look_at_surge(surge_);
  } catch (const std::exception&) {
    base_.log->error("surge_look_failed", {});
  }
  if (!looked) changed_ = true; // looked at again later
  looking_ = false;
  looked_.cancel();
}

asio::awaitable<void> surge_watch::run() {
  while (!base_.draining) {
    idle_ = !changed_;
    if (idle_)
      wake_.expires_at(asio::steady_timer::time_point::max());
    else {
      if (!looking_) co_await look();
      if (base_.draining) co_return;
      wake_.expires_after(between_two_looks);
    }
    co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

} // namespace frontdoor::wiring
