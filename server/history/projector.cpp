#include "server/history/projector.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::history {

namespace asio = boost::asio;

namespace {

// Before asking again what another is busy with.
constexpr std::chrono::milliseconds busy_pause{5};

} // namespace

projector::projector(
    asio::any_io_executor io, db::history_queries& queries, db::contact_keyer keyer, db::digest secret_check,
    options chosen, observe::log& log
)
    : io_(io), queries_(queries), keyer_(std::move(keyer)), secret_check_(secret_check), options_(chosen), log_(log),
      wake_(io) {}

void projector::start() {
  asio::co_spawn(io_, run(shared_from_this()), [self = shared_from_this()](std::exception_ptr error) {
    if (error) self->log_.error("history_projector_failed", {});
  });
}

void projector::stop() {
  stopped_ = true;
  wake_.cancel();
}

asio::awaitable<db::query_result<db::projected>> projector::catch_up() {
  for (;;) {
    auto keyer = keyer_;
    const auto step = co_await queries_.project(std::move(keyer), secret_check_, options_.contacts_max);
    if (!step) co_return std::unexpected(step.error());
    same_secret_ = same_secret_ || step->what == db::projected::outcome::stepped;
    if (step->what != db::projected::outcome::stepped) co_return *step;
    if (step->reached_end || stopped_) co_return *step;
  }
}

asio::awaitable<bool> projector::reach_end(std::chrono::milliseconds limit) {
  const auto self = shared_from_this();
  const auto until = std::chrono::steady_clock::now() + limit;
  asio::steady_timer again(io_);
  for (;;) {
    const auto done = co_await catch_up();
    if (done && done->what == db::projected::outcome::stepped && done->reached_end) co_return true;
    if (done && done->what == db::projected::outcome::other_secret) co_return false;
    if (stopped_ || std::chrono::steady_clock::now() >= until) co_return false;
    again.expires_after(busy_pause);
    co_await again.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<void> projector::run(std::shared_ptr<projector> self) {
  bool said = false;
  auto last_look = std::chrono::steady_clock::time_point{};
  while (!self->stopped_) {
    const auto now = std::chrono::steady_clock::now();
    if (self->expected_ || now - last_look >= self->options_.at_least_every) {
      last_look = now;
      self->expected_ = false;
      const auto done = co_await self->catch_up();
      const bool other = done && done->what == db::projected::outcome::other_secret;
      // Look-ups answer "unavailable" meanwhile, by what they find themselves.
      if (other && !said) self->log_.error("history_secret_differs", {});
      said = other;
    }
    if (self->stopped_) co_return;
    self->wake_.expires_after(self->options_.interval);
    co_await self->wake_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

} // namespace frontdoor::history
