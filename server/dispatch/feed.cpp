#include "server/dispatch/feed.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::dispatch {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_max = 512; // events a query
constexpr std::chrono::milliseconds feed_retry_delay{200};

} // namespace

db::committed_events feed_order::take(db::committed_events events) {
  db::committed_events ready;
  for (auto& event : events) {
    known_ = std::max(known_, event->position);
    if (event->position == published_ + 1) {
      ++published_;
      ready.push_back(std::move(event));
    } else if (event->position > published_) {
      held_.try_emplace(event->position, std::move(event));
    }
  }
  while (!held_.empty() && held_.begin()->first <= published_ + 1) {
    if (held_.begin()->first == published_ + 1) {
      ++published_;
      ready.push_back(std::move(held_.begin()->second));
    }
    held_.erase(held_.begin());
  }
  return ready;
}

feed::feed(
    asio::any_io_executor io, db::log_queries& queries, std::uint64_t position, feed_listener listener,
    observe::log& log, observe::metrics& metrics
)
    : io_(io), queries_(queries), order_(position), listener_(std::move(listener)), log_(log), metrics_(metrics),
      retry_(io) {}

void feed::own_commit(db::committed_events events, std::uint64_t reaches) {
  publish(order_.take(std::move(events)));
  log_reaches(reaches);
}

void feed::log_reaches(std::uint64_t position) {
  order_.log_reaches(position);
  catch_up();
}

void feed::stop() {
  stopped_ = true;
  retry_.cancel();
}

void feed::publish(db::committed_events events) {
  if (events.empty()) return;
  metrics_.log_position(order_.published());
  listener_(events);
}

void feed::catch_up() {
  if (reading_ || stopped_ || !order_.behind()) return;
  reading_ = true;
  asio::co_spawn(io_, read_missing(shared_from_this()), [self = shared_from_this()](std::exception_ptr error) {
    self->reading_ = false;
    if (error) self->log_.error("feed_failed", {});
    self->catch_up();
  });
}

asio::awaitable<void> feed::read_missing(std::shared_ptr<feed> self) {
  while (!self->stopped_ && self->order_.behind()) {
    auto found = co_await self->queries_.events_after(self->order_.published(), read_max, true);
    if (found) {
      const bool any = !found->empty();
      self->publish(self->order_.take(std::move(*found)));
      if (any) continue;
    }
    // Nothing there, or no database: the listener's poll tells the head again; try once more a little later.
    self->retry_.expires_after(feed_retry_delay);
    co_await self->retry_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

} // namespace frontdoor::dispatch
