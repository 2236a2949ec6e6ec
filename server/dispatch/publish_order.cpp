#include "server/dispatch/publish_order.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::dispatch {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds gap_retry_delay{100};

} // namespace

publish_order::publish_order(asio::any_io_executor io, missing_in missing, read_into_board read, publish_now publish)
    : io_(io), missing_(std::move(missing)), read_(std::move(read)), publish_(std::move(publish)), retry_(io) {}

void publish_order::publish(const db::committed_events& events) {
  if (waiting_.empty() && missing_(events).empty()) return publish_(events);
  waiting_.push_back(events);
  if (waiting_.size() == 1) asio::co_spawn(io_, drain(shared_from_this()), asio::detached);
}

void publish_order::stop() {
  stopped_ = true;
  retry_.cancel();
}

asio::awaitable<void> publish_order::drain(std::shared_ptr<publish_order> self) {
  while (!self->stopped_ && !self->waiting_.empty()) {
    auto missing = self->missing_(self->waiting_.front());
    if (!missing.empty()) {
      const bool read = co_await self->read_(std::move(missing));
      if (!read) {
        self->retry_.expires_after(gap_retry_delay);
        co_await self->retry_.async_wait(asio::as_tuple(asio::use_awaitable));
        continue;
      }
    }
    const auto events = std::move(self->waiting_.front());
    self->publish_(events);
    self->waiting_.pop_front();
  }
}

} // namespace frontdoor::dispatch
