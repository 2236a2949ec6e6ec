#include "server/dispatch/frame_pace.hpp"

namespace frontdoor::dispatch {

frame_pace::frame_pace(boost::asio::any_io_executor io, std::chrono::milliseconds interval, std::function<void()> tell)
    : interval_(interval), tell_(std::move(tell)), end_(io) {}

void frame_pace::changed() {
  if (stopped_ || waits_) return;
  if (std::chrono::steady_clock::now() >= end_.expiry()) return tell();
  waits_ = true;
  end_.async_wait([weak = weak_from_this()](boost::system::error_code failed) {
    const auto self = weak.lock();
    if (!self || failed || self->stopped_) return;
    self->waits_ = false;
    self->tell();
  });
}

void frame_pace::stop() {
  stopped_ = true;
  end_.cancel();
}

void frame_pace::tell() {
  end_.expires_after(interval_);
  tell_();
}

} // namespace frontdoor::dispatch
