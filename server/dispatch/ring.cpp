#include "server/dispatch/ring.hpp"

namespace frontdoor::dispatch {

void ring::push(const published_events& events) {
  for (const auto& event : events) {
    bytes_ += event->bytes();
    events_.push_back(event);
  }
  while (bytes_ > bytes_max_ && events_.size() > 1) {
    bytes_ -= events_.front()->bytes();
    events_.pop_front();
    ++first_;
  }
}

void ring::clear() {
  first_ += events_.size();
  events_.clear();
  bytes_ = 0;
}

} // namespace frontdoor::dispatch
