#include "server/command/return_finder.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::command {

namespace asio = boost::asio;

namespace {

constexpr std::size_t contacts_max = 500; // looked at in one query

// Whether the record has taken the note, or has refused it for good.
bool settled(const outcome& done) {
  return done || done.error().why == failed::kind::refused;
}

} // namespace

return_finder::return_finder(
    asio::any_io_executor io, db::screening_queries& queries, command_runner& commands, observe::log& log
)
    : io_(io), queries_(queries), commands_(commands), log_(log), wake_(io) {}

void return_finder::start(std::chrono::milliseconds interval) {
  asio::co_spawn(io_, run(shared_from_this(), interval), [self = shared_from_this()](std::exception_ptr error) {
    if (error) self->log_.error("return_finder_failed", {});
  });
}

void return_finder::stop() {
  stopped_ = true;
  wake_.cancel();
}

asio::awaitable<bool> return_finder::catch_up() {
  for (;;) {
    const auto policy = commands_.policy();
    const auto& windows = policy->working.screening.return_windows;
    if (windows.empty()) co_return true;
    const auto look = co_await queries_.new_returns(windows.back(), contacts_max);
    if (!look) co_return false;
    for (const auto& one : look->found) {
      origin from;
      from.actor.name = "system:history";
      from.actor.kind = triage::actor_kind::machine;
      from.request_id = "returns";
      triage::command note = triage::note_return{one.earlier, one.contact, one.pathway, one.resolved_at, one.at};
      answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
      const auto done = co_await commands_.run(std::move(from), one.incident, std::move(note), std::move(nothing));
      if (!settled(done)) co_return false;
    }
    if (look->position == position_) co_return true;
    position_ = look->position;
    const auto kept = co_await queries_.returns_seen(position_);
    if (!kept) co_return false;
    if (!look->more || stopped_) co_return true;
  }
}

asio::awaitable<void> return_finder::run(std::shared_ptr<return_finder> self, std::chrono::milliseconds interval) {
  while (!self->stopped_) {
    co_await self->catch_up();
    if (self->stopped_) co_return;
    self->wake_.expires_after(interval);
    co_await self->wake_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

} // namespace frontdoor::command
