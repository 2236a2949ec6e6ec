#pragma once
// Tells each subscription what the log holds for it: in the order of positions, one delivery at a time, and only what
// is committed. A delivery that fails is made again after a growing wait, and given up as a dead letter after the last
// attempt, so that one event that a receiver cannot take does not hold up all later ones.
//
// At least once: a server that dies, or stalls for longer than its claim, between a delivery and the note of it has
// that delivery made again. Receivers tell a repeat by the id of the event.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"
#include "server/db/log_queries.hpp"
#include "server/db/webhook_queries.hpp"
#include "server/dispatch/log_signal.hpp"
#include "server/observe/log.hpp"
#include "server/webhooks/back_off.hpp"
#include "server/webhooks/delivery.hpp"
#include "server/webhooks/secret.hpp"

namespace frontdoor::webhooks {

struct deliverer_options {
  std::chrono::milliseconds interval{250};  // least time between two looks for work
  std::chrono::milliseconds poll{1000};     // longest, when the log does not grow
  std::size_t at_once_max = 4;              // subscriptions told at the same time, each with a thread
  std::size_t turn_max = 100;               // deliveries of one before others have their turn
  std::size_t batch_max = 100;              // events in one delivery of a subscription that takes several
  std::size_t body_bytes_max = 1024 * 1024; // of a batch; one event alone may be longer
  std::uint32_t attempts_max = 15;
  back_off_limits back_off;
  transport_options transport;
};

// A CloudEvent as that caller may see the event, the same as GET /v1/events shows; none where it may not see it.
using event_view =
    std::function<std::optional<std::string>(const auth::principal& who, const db::committed_event& event)>;

// To be used from the I/O thread; the posting is done on threads of its own.
class deliverer : public std::enable_shared_from_this<deliverer> {
 public:
  // `seed` is of the chance in the waits.
  deliverer(
      boost::asio::any_io_executor io, db::webhook_queries& subscriptions, db::log_queries& events,
      dispatch::log_signal& published, clock::clock& time, clock::identifiers& ids, secrets keys, destinations allowed,
      event_view view, deliverer_options options, std::uint64_t seed, observe::log& log
  );
  ~deliverer();
  deliverer(const deliverer&) = delete;
  deliverer& operator=(const deliverer&) = delete;

  void start();
  // Deliveries under way are finished and noted; no new ones begin.
  void stop();

  // One look for work, and all of it done; for tests.
  boost::asio::awaitable<bool> once();

 private:
  struct turn;
  enum class step : std::uint8_t { on, rest, lost }; // go on; nothing to do now; the claim has ended

  static boost::asio::awaitable<void> run(std::shared_ptr<deliverer> self);
  static boost::asio::awaitable<void>
  take_turn(std::shared_ptr<deliverer> self, db::claimed_webhook claimed, triage::uuid token);
  boost::asio::awaitable<void> work(std::shared_ptr<turn> now);
  boost::asio::awaitable<step> retry_letters(std::shared_ptr<turn> now);
  boost::asio::awaitable<step> deliver_next(std::shared_ptr<turn> now);
  boost::asio::awaitable<step> settle(std::shared_ptr<turn> now, delivery what, posted came_of_it);
  boost::asio::awaitable<step> disable(std::shared_ptr<turn> now, std::string reason);
  boost::asio::awaitable<std::optional<delivery>> collect(std::shared_ptr<turn> now);
  boost::asio::awaitable<posted> send(posting what);
  std::chrono::milliseconds lease() const;

  boost::asio::any_io_executor io_;
  db::webhook_queries& subscriptions_;
  db::log_queries& events_;
  dispatch::log_signal& published_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  secrets secrets_;
  destinations allowed_;
  event_view view_;
  deliverer_options options_;
  std::mt19937_64 chance_;
  observe::log& log_;
  boost::asio::steady_timer wake_;
  std::size_t under_way_ = 0;
  bool stopped_ = false;
  boost::asio::thread_pool threads_;
};

} // namespace frontdoor::webhooks
