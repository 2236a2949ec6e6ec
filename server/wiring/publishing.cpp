#include "server/wiring/publishing.hpp"

#include <stdexcept>

#include "server/board_start.hpp"
#include "server/command/stored_incident.hpp"
#include "server/part_options.hpp"

namespace frontdoor::wiring {

namespace asio = boost::asio;

publishing_parts::publishing_parts(base_parts& b, record_parts& r, std::shared_ptr<dispatch::timers> timing)
    : record(r), timers(std::move(timing)), published(b.io.get_executor()) {
  auto start = run_now(b.io, load_board(r.queries, *b.log));
  auto live_calls = run_now(b.io, load_calls(r.queries, r.calls, b.settings.console.calls_max, *b.log));
  if (!start || !live_calls) throw std::runtime_error("the board could not be read from the database");
  hub = std::make_unique<dispatch::hub>(
      node_name(b.settings), start->epoch, start->position, b.settings.console.ring_bytes, std::move(start->board),
      std::move(*live_calls), b.metrics
  );
  pace = std::make_shared<dispatch::frame_pace>(b.io.get_executor(), b.settings.console.frame_interval, [this] {
    hub->tell();
  });
  published.reached(start->position);
  order = std::make_shared<dispatch::publish_order>(
      b.io.get_executor(), [this](const db::committed_events& events) { return hub->incidents().missing_in(events); },
      [this](std::vector<triage::uuid> ids) { return read_into_board(std::move(ids)); },
      [this](const db::committed_events& events) { publish_now(events); }
  );
  feed = std::make_shared<dispatch::feed>(
      b.io.get_executor(), r.queries, start->position,
      [this](const db::committed_events& events) { order->publish(events); }, *b.log, b.metrics
  );
  past = std::make_shared<dispatch::past_events>(
      b.io.get_executor(), r.queries, [this] { return hub->position(); }, past_limits_of(b.settings), *b.log
  );
  listener = std::make_unique<db::log_listener>(
      b.io.get_executor(), b.database, [this] { return record.writer.backend_pid(); },
      [this](std::uint64_t position) { feed->log_reaches(position); }, *b.log
  );
}

std::function<const dispatch::board&()> publishing_parts::board() {
  return [this]() -> const dispatch::board& { return hub->incidents(); };
}

asio::awaitable<bool> publishing_parts::read_into_board(std::vector<triage::uuid> ids) {
  for (const auto& id : ids) {
    auto loaded = co_await command::load_incident(record.queries, id);
    if (!loaded || !loaded->state) co_return false;
    dispatch::board_entry entry{std::move(*loaded->state), loaded->row.number, loaded->row.owner_id};
    hub->put(std::move(entry));
  }
  co_return true;
}

void publishing_parts::publish_now(const db::committed_events& events) {
  hub->publish(events);
  pace->changed();
  published.reached(events.back()->position);
  // A dispatch that was just pushed is to be looked at when its time is over.
  for (const auto& event : events) {
    if (event->stream_type != "incident") continue;
    const auto* entry = hub->incidents().find(event->stream_id);
    if (entry == nullptr) continue;
    for (const auto& timer : triage::timers(entry->state))
      timers->expect(timer.due_at);
  }
  if (told_too_) told_too_(events);
}

} // namespace frontdoor::wiring
