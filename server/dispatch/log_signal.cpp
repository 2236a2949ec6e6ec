#include "server/dispatch/log_signal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::dispatch {

namespace asio = boost::asio;

void log_signal::reached(std::uint64_t position) {
  position_ = position;
  wake();
}

void log_signal::drain() {
  draining_ = true;
  wake();
}

void log_signal::wake() {
  for (const auto& weak : waiting_) {
    if (const auto timer = weak.lock()) timer->cancel();
  }
  waiting_.clear();
}

asio::awaitable<void> log_signal::wait_beyond(std::uint64_t after, std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!draining_ && position_ <= after && std::chrono::steady_clock::now() < deadline) {
    const auto timer = std::make_shared<asio::steady_timer>(io_, deadline);
    waiting_.push_back(timer);
    co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

} // namespace frontdoor::dispatch
