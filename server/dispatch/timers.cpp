#include "server/dispatch/timers.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::dispatch {

namespace asio = boost::asio;

namespace {

constexpr std::size_t batch = 64; // timers a query

} // namespace

timers::timers(
    asio::any_io_executor io, db::log_queries& queries, clock::clock& clock, clock_refresh refresh, observe::log& log,
    observe::metrics& metrics
)
    : io_(io), queries_(queries), clock_(clock), refresh_(std::move(refresh)), log_(log), metrics_(metrics), wake_(io) {
}

void timers::fire_with(std::string stream_type, firing fire) {
  fire_.insert_or_assign(std::move(stream_type), std::move(fire));
}

void timers::start(std::chrono::milliseconds interval) {
  asio::co_spawn(io_, run(shared_from_this(), interval), [self = shared_from_this()](std::exception_ptr error) {
    if (error) self->log_.error("timers_failed", {});
  });
}

void timers::stop() {
  stopped_ = true;
  wake_.cancel();
}

void timers::pause(bool on) {
  paused_ = on;
  if (!on) wake_.cancel();
}

void timers::expect(triage::timestamp due_at) {
  if (next_ && *next_ <= due_at) return;
  next_ = due_at;
  wake_.cancel();
}

// A fault in one stream must not end the watch over all the others.
asio::awaitable<std::optional<bool>> timers::fire_one(db::due_timer timer) {
  const auto fire = fire_.find(timer.stream_type);
  if (fire == fire_.end()) co_return std::nullopt;
  try {
    auto outcome = co_await fire->second(timer);
    co_return outcome; // none: it stays due, and is tried again at the next look
  } catch (const std::exception&) {
    log_.error("timer_failed", {{"stream_type", timer.stream_type}, {"stream", timer.stream_id.to_string()}});
  }
  co_return std::nullopt;
}

asio::awaitable<db::query_result<std::optional<triage::timestamp>>> timers::fire_due() {
  for (;;) {
    co_await refresh_();
    const auto now = clock_.now();
    bool fired = false;
    std::optional<db::due_timer> last; // of the batch before
    std::optional<triage::timestamp> next_due_at;
    for (bool more = true; more;) {
      auto found = co_await queries_.timers_due(now, batch, last);
      if (!found) co_return std::unexpected(found.error());
      for (const auto& timer : found->due) {
        if (paused_ || stopped_) co_return std::nullopt;
        const auto outcome = co_await fire_one(timer);
        const bool had_effect = outcome.value_or(false);
        if (had_effect) metrics_.timer_fired(std::chrono::duration<double>(now - timer.due_at).count());
        fired = fired || had_effect;
      }
      more = found->due.size() == batch;
      if (more) last = found->due.back();
      next_due_at = found->next_due_at;
    }
    if (!fired) co_return next_due_at;
  }
}

asio::awaitable<void> timers::run(std::shared_ptr<timers> self, std::chrono::milliseconds interval) {
  while (!self->stopped_) {
    self->next_.reset();
    db::query_result<std::optional<triage::timestamp>> next;
    if (!self->paused_) next = co_await self->fire_due();
    if (next && *next) self->next_ = self->next_ ? std::min(*self->next_, **next) : *next;
    auto wait = interval;
    if (self->next_) {
      const auto until = std::chrono::ceil<std::chrono::milliseconds>(*self->next_ - self->clock_.now());
      wait = std::clamp(until, std::chrono::milliseconds(1), interval);
    }
    if (self->stopped_) co_return;
    self->wake_.expires_after(wait);
    co_await self->wake_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

} // namespace frontdoor::dispatch
