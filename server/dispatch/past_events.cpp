#include "server/dispatch/past_events.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/command/stored_incident.hpp"

namespace frontdoor::dispatch {

namespace asio = boost::asio;

namespace {

constexpr std::uint64_t stretch_events = 64;
constexpr std::uint64_t commit_events_max = 32; // that a stretch goes on beyond its end, to end with a whole decision
constexpr int past_tries_max = 20;              // while the database has no room
constexpr std::chrono::milliseconds past_retry_delay{100};

std::uint64_t stretch_begin(std::uint64_t position) {
  return (position - 1) / stretch_events * stretch_events + 1;
}

// A stretch ends with a decision's last event: an incident is opened and graded in one, and a console kept to other
// grades must not see it come and go between.
void end_with_decision(db::committed_events& events) {
  while (events.size() > stretch_events && events.back()->request_id != events[stretch_events - 1]->request_id)
    events.pop_back();
}

// The incidents that these events go on with.
std::vector<triage::uuid> continued_in(const db::committed_events& events) {
  std::vector<triage::uuid> found;
  std::unordered_set<triage::uuid> seen;
  for (const auto& event : events) {
    if (event->stream_type != "incident" || !seen.insert(event->stream_id).second) continue;
    if (event->version != 1) found.push_back(event->stream_id);
  }
  return found;
}

} // namespace

std::size_t stretch::bytes() const {
  std::size_t sum = 0;
  for (const auto& event : events)
    sum += event->bytes();
  return sum;
}

void kept_stretches::keep(std::uint64_t first, std::shared_ptr<const stretch> read) {
  std::erase_if(kept_, [&](const kept_one& one) {
    if (one.first != first) return false;
    bytes_ -= one.read->bytes();
    return true;
  });
  bytes_ += read->bytes();
  kept_.push_back({first, std::move(read)});
  while (bytes_ > bytes_max_ && kept_.size() > 1) {
    bytes_ -= kept_.front().read->bytes();
    kept_.pop_front();
  }
}

std::shared_ptr<const stretch> kept_stretches::find(std::uint64_t first) const {
  const auto found = std::ranges::find(kept_, first, &kept_one::first);
  return found == kept_.end() ? nullptr : found->read;
}

past_events::past_events(
    asio::any_io_executor io, db::log_queries& queries, std::function<std::uint64_t()> published, past_limits limits,
    observe::log& log
)
    : io_(io), queries_(queries), published_(std::move(published)), limits_(limits), log_(log), retry_(io),
      kept_(limits.bytes_max) {}

bool past_events::in_reach(std::uint64_t after) const {
  const auto last = published_();
  return after <= last && last - after <= limits_.events_max;
}

std::shared_ptr<const stretch> past_events::find(std::uint64_t position) const {
  auto found = kept_.find(stretch_begin(position));
  if (found && !found->holds(position)) return nullptr; // read when the log did not reach that far
  return found;
}

void past_events::read(std::uint64_t position, std::function<void(bool)> then) {
  if (stopped_) return;
  wanted_[stretch_begin(position)].push_back(std::move(then));
  if (reading_) return;
  reading_ = true;
  asio::co_spawn(io_, read_wanted(shared_from_this()), [self = shared_from_this()](std::exception_ptr error) {
    self->reading_ = false;
    if (!error) return;
    self->log_.error("past_events_failed", {});
    // Nobody else would tell them, and they would wait for ever.
    for (const auto& [first, waiting] : std::exchange(self->wanted_, {})) {
      for (const auto& then : waiting)
        then(false);
    }
  });
}

void past_events::stop() {
  stopped_ = true;
  retry_.cancel();
  wanted_.clear();
}

asio::awaitable<void> past_events::read_wanted(std::shared_ptr<past_events> self) {
  while (!self->stopped_ && !self->wanted_.empty()) {
    const auto first = self->wanted_.begin()->first;
    auto found = co_await load_stretch(self, first);
    for (int tries = 1; !found && found.error() == db::query_failure::overloaded && tries < past_tries_max; ++tries) {
      self->retry_.expires_after(past_retry_delay);
      co_await self->retry_.async_wait(asio::as_tuple(asio::use_awaitable));
      if (self->stopped_) co_return;
      found = co_await load_stretch(self, first);
    }
    if (self->stopped_) co_return;
    const bool read = found.has_value();
    if (read) self->kept_.keep(first, std::make_shared<const stretch>(std::move(*found)));
    const auto waiting = std::move(self->wanted_[first]);
    self->wanted_.erase(first);
    for (const auto& then : waiting)
      then(read);
  }
}

asio::awaitable<db::query_result<stretch>>
past_events::load_stretch(std::shared_ptr<past_events> self, std::uint64_t first) {
  const auto beyond = self->published_() + 1;
  const auto wanted = std::min(stretch_events + commit_events_max, beyond - std::min(beyond, first));
  auto events = co_await self->queries_.events_after(first - 1, wanted, true);
  if (!events) co_return std::unexpected(events.error());
  if (events->empty() || events->size() != wanted) co_return std::unexpected(db::query_failure::unavailable);
  end_with_decision(*events);
  auto before = co_await board_before(self, *events);
  if (!before) co_return std::unexpected(before.error());
  stretch made;
  made.events = before->fold(*events, true);
  co_return made;
}

// The incidents that the events go on with, as they were before.
asio::awaitable<db::query_result<board>>
past_events::board_before(std::shared_ptr<past_events> self, const db::committed_events& events) {
  board before(self->log_);
  auto continued = continued_in(events);
  if (continued.empty()) co_return before;
  const auto until = events.front()->position - 1;
  auto earlier = co_await self->queries_.events_of(std::move(continued), until, true);
  if (!earlier) co_return std::unexpected(earlier.error());
  std::unordered_map<triage::uuid, board_entry> entries;
  for (const auto& row : *earlier) {
    auto& entry = entries[row->stream_id];
    const auto decoded = command::decode(*row);
    // Of a later release: passed over as it was when it was new.
    if (!decoded) continue;
    entry.state = triage::apply(std::move(entry.state), *decoded);
    entry.number = row->number;
    entry.owner = row->owner_id;
  }
  for (auto& [id, entry] : entries) {
    if (entry.state.version != 0) before.put(std::move(entry));
  }
  co_return before;
}

} // namespace frontdoor::dispatch
