#include "server/wiring/rounds.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::wiring {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::minutes reconcile_interval{1};
constexpr std::chrono::hours crime_reconcile_interval{1};

} // namespace

rounds::rounds(base_parts& b, record_parts& r, publishing_parts& publishing)
    : base_(b), record_(r), publishing_(publishing), heartbeat_(b.io), reconcile_timer_(b.io),
      crimes_(std::make_shared<command::crime_reconciler>(b.io.get_executor(), r.crimes, r.clock, b.metrics, *b.log)) {}

void rounds::start() {
  const auto ended = [this](std::exception_ptr error) {
    if (error) base_.log->error("round_failed", {});
  };
  asio::co_spawn(base_.io, beat(), ended);
  asio::co_spawn(base_.io, reconcile(), ended);
  crimes_->start(crime_reconcile_interval);
}

void rounds::stop() {
  heartbeat_.cancel();
  reconcile_timer_.cancel();
  crimes_->stop();
}

asio::awaitable<void> rounds::beat() {
  while (!base_.draining) {
    heartbeat_.expires_after(base_.settings.console.heartbeat);
    co_await heartbeat_.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!base_.draining) publishing_.hub->heartbeat();
  }
}

// Every contact comes to something: counted each minute, shown in /metrics, and told where it is not so.
asio::awaitable<void> rounds::reconcile() {
  while (!base_.draining) {
    const auto sum = co_await record_.queries.reconciliation(record_.clock.now() - std::chrono::hours(24));
    if (sum) {
      base_.metrics.contacts_unaccounted(sum->difference());
      if (sum->difference() != 0)
        base_.log->error("contacts_unaccounted", {{"in", sum->in}, {"difference", sum->difference()}});
    }
    if (base_.draining) co_return;
    reconcile_timer_.expires_after(reconcile_interval);
    co_await reconcile_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

} // namespace frontdoor::wiring
