#include "server/outage/service.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::outage {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds tick{100};
constexpr int ticks_between_timers = 10; // a second between two looks at what fell due in the outage
constexpr std::chrono::milliseconds drain_step{5};
constexpr int doubted_part = 4; // of degrade_after

} // namespace

service::service(
    asio::any_io_executor io, thresholds limits, journal::journal& journal, gate& commands, replay& replay,
    dispatch::hub& hub, clock::clock& clock, clock::identifiers& identifiers, service_hooks hooks, observe::log& log
)
    : io_(io), availability_(limits), doubt_(limits.degrade_after / doubted_part), journal_(journal), gate_(commands),
      replay_(replay), hub_(hub), clock_(clock), identifiers_(identifiers), hooks_(std::move(hooks)), log_(log),
      wake_(io) {}

asio::awaitable<bool> service::bring_in_left_over() {
  if (journal_.pending() == 0) {
    const auto heads = co_await journal_.heads();
    if (heads && heads->empty()) co_return true;
  }
  log_.warning("outage_journal_left_over", {{"entries", journal_.pending()}});
  const auto now = clock_.now();
  journal::outage_note fresh{identifiers_.make(now), now};
  const auto note = co_await journal_.begin(fresh);
  if (!note) co_return false;
  co_await journal_.lift_bound();
  const bool in = co_await replay_.bring_in();
  if (!in) co_return false;
  co_return co_await replay_.finish(*note);
}

void service::start() {
  asio::co_spawn(io_, watch(shared_from_this()), [self = shared_from_this()](std::exception_ptr error) {
    if (error) self->log_.error("outage_watch_failed", {});
  });
}

void service::stop() {
  stopped_ = true;
  wake_.cancel();
}

void service::probed(bool reached, bool wrote, steady_clock::time_point began) {
  if (!reached) return availability_.failed(began);
  reached_at_ = began;
  // That it can be read says nothing of a database that is full or refuses to write.
  const bool doubted = availability_.current() != mode::normal || !hooks_.writer_reaches();
  if (doubted && !wrote) return;
  if (wrote) hooks_.writer_is_well();
  availability_.reached(began);
}

asio::awaitable<void> service::watch(std::shared_ptr<service> self) {
  while (!self->stopped_) {
    try {
      co_await self->step();
    } catch (const std::exception&) {
      // The watch goes on whatever happens: without it the server would never leave its mode.
      self->log_.error("outage_watch_failed", {});
      self->gate_.let_in();
      if (self->availability_.current() == mode::replaying) self->availability_.replay_failed(steady_clock::now());
    }
    if (self->stopped_) co_return;
    self->wake_.expires_after(tick);
    co_await self->wake_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

void service::change_to(mode next) {
  told_ = next;
  log_.warning("outage_mode", {{"mode", std::string(to_string(next))}, {"entries", journal_.pending()}});
  hooks_.announce(next);
  hub_.set_mode(std::string(to_string(next)));
}

// Another server reaches the record, and nothing is here that it does not know. That it did so before our failure
// began, or just then, says nothing: a database that is gone is gone for all, and two servers must not each wait for
// the other.
bool service::can_hand_over() const {
  const auto failing = availability_.failing_since();
  return failing && journal_.pending() == 0 && gate_.under_way() == 0 && hub_.outage().changes().empty() &&
         hooks_.peer_takes_over(*failing + doubt_);
}

asio::awaitable<void> service::begin_outage() {
  const auto at = clock_.now();
  note_ = {identifiers_.make(at), at};
  outage_begun_ = true;
  const auto kept = co_await journal_.begin(note_);
  if (kept) note_ = *kept;
}

// The record is still away: others may have come, or gone.
asio::awaitable<void> service::stay_or_hand_over() {
  if (handed_over_ && !hooks_.peer_is_there()) {
    log_.warning("taken_back", {});
    handed_over_ = false;
    gate_.open();
    hooks_.hand_over(false);
    if (!outage_begun_) co_await begin_outage();
  } else if (!handed_over_ && can_hand_over()) {
    gate_.close();
    handed_over_ = true;
    hooks_.hand_over(true);
  }
}

asio::awaitable<void> service::step() {
  // The probe only reads in normal times; what fails to be written is the writer's to tell.
  const bool writer_fails = availability_.current() == mode::normal && !hooks_.writer_reaches();
  if (writer_fails) availability_.failed(steady_clock::now());
  hooks_.probe_writes(writer_fails || availability_.current() != mode::normal);
  availability_.tick(steady_clock::now());
  const auto now = availability_.current();
  if (now == mode::degraded && told_ != mode::degraded) {
    const bool fresh = told_ == mode::normal;
    // A replay that failed while others had this server's work leaves it with them.
    handed_over_ = handed_over_ || (fresh && can_hand_over());
    if (!handed_over_) gate_.open();
    hooks_.hold(true);
    change_to(mode::degraded);
    if (handed_over_) {
      hooks_.hand_over(true);
    } else if (fresh) {
      co_await begin_outage();
    }
  } else if (now == mode::degraded) {
    co_await stay_or_hand_over();
  }
  if (now == mode::degraded && ++ticks_ % ticks_between_timers == 0) co_await gate_.fire_due();
  if (now != mode::replaying) co_return;
  hooks_.hold(false);
  change_to(mode::replaying);
  const bool in = co_await bring_in_all();
  if (!in) {
    gate_.let_in();
    availability_.replay_failed(steady_clock::now());
    co_return;
  }
  // What was shown beside the log is in it now, under its own number.
  availability_.replayed();
  gate_.close();
  outage_begun_ = false;
  hub_.end_outage();
  change_to(mode::normal);
  if (!handed_over_) co_return;
  // Whoever comes back is shown what happened elsewhere.
  if (hooks_.catch_up) co_await hooks_.catch_up();
  handed_over_ = false;
  hooks_.hand_over(false);
}

// Everything, also what comes while it is brought in: at the end new commands wait until the last of it is in.
asio::awaitable<bool> service::bring_in_all() {
  co_await journal_.lift_bound();
  bool in = co_await replay_.bring_in();
  if (!in) co_return false;
  gate_.hold_back();
  asio::steady_timer step(io_);
  while (gate_.under_way() > 0) {
    step.expires_after(drain_step);
    co_await step.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  in = co_await replay_.bring_in();
  if (!in) co_return false;
  if (!outage_begun_) co_return true; // nothing was ever kept
  co_return co_await replay_.finish(note_);
}

} // namespace frontdoor::outage
