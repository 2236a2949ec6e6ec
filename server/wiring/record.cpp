#include "server/wiring/record.hpp"

#include <stdexcept>

#include "server/part_options.hpp"

namespace frontdoor::wiring {

namespace asio = boost::asio;

namespace {

clock::clock& clock_to_go_by(base_parts& base, db::manual_clock& manual) {
  if (base.on_manual_clock()) return manual;
  return base.system_clock;
}

} // namespace

record_parts::record_parts(base_parts& b, commit_listener committed)
    : base(b), pool(b.io.get_executor(), b.database, *b.log, b.metrics), queries(pool), crimes(pool), links(pool),
      calls(pool), reviews(pool), screening(pool), force(pool), webhooks(pool, webhook_limits_of(b.settings)),
      manual_clock(pool), clock(clock_to_go_by(b, manual_clock)),
      writer(b.io.get_executor(), b.database, [this] { return clock.now(); }, std::move(committed), *b.log, b.metrics) {
  if (b.on_manual_clock() && !run_now(b.io, manual_clock.refresh(b.system_clock.now())))
    throw std::runtime_error("the manual clock could not be read from the database");
}

asio::awaitable<void> record_parts::refresh_clock() {
  if (base.on_manual_clock()) co_await manual_clock.refresh(base.system_clock.now());
}

} // namespace frontdoor::wiring
