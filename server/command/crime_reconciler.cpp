#include "server/command/crime_reconciler.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::command {

namespace asio = boost::asio;

crime_reconciler::crime_reconciler(
    asio::any_io_executor io, db::crime_queries& queries, clock::clock& clock, observe::metrics& metrics,
    observe::log& log
)
    : io_(io), queries_(queries), clock_(clock), metrics_(metrics), log_(log), wake_(io) {}

void crime_reconciler::start(std::chrono::milliseconds interval) {
  asio::co_spawn(io_, run(shared_from_this(), interval), [self = shared_from_this()](std::exception_ptr error) {
    if (error) self->log_.error("crime_reconciler_failed", {});
  });
}

void crime_reconciler::stop() {
  stopped_ = true;
  wake_.cancel();
}

asio::awaitable<bool> crime_reconciler::look() {
  const auto found = co_await queries_.reconcile(clock_.now() - look_back);
  if (!found) co_return false;
  metrics_.crimes_mismatched(found->mismatches.size());
  for (const auto& one : found->mismatches)
    log_.error(
        "crime_mismatch", {{"crime", one.crime},
                           {"incident", one.incident},
                           {"by_incident", one.state_by_incident},
                           {"by_record", one.state_by_record}}
    );
  co_return true;
}

asio::awaitable<void>
crime_reconciler::run(std::shared_ptr<crime_reconciler> self, std::chrono::milliseconds interval) {
  while (!self->stopped_) {
    co_await self->look();
    if (self->stopped_) co_return;
    self->wake_.expires_after(interval);
    co_await self->wake_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

} // namespace frontdoor::command
