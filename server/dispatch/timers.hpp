#pragma once
// Fires what falls due. Timers are rows, of every kind of stream; firing one is a command like any other, decided on
// the stream's present state, so it does no harm that several servers try, or that one tries again. What is overdue
// after a restart fires first, in order, over all kinds. On the I/O thread.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/clock/clock.hpp"
#include "server/db/log_queries.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"

namespace frontdoor::dispatch {

class timers : public std::enable_shared_from_this<timers> {
 public:
  // Called before each look; brings a clock that others move (the manual one) up to date.
  using clock_refresh = std::function<boost::asio::awaitable<void>()>;
  // Fires one that is due. Whether it had an effect; none: it could not be fired now, and stays due.
  using firing = std::function<boost::asio::awaitable<std::optional<bool>>(db::due_timer timer)>;

  timers(
      boost::asio::any_io_executor io, db::log_queries& queries, clock::clock& clock, clock_refresh refresh,
      observe::log& log, observe::metrics& metrics
  );

  // Who fires the timers of streams of that type. Said before start(). Those of a type that nobody fires, of a later
  // release, stay for a server that can.
  void fire_with(std::string stream_type, firing fire);

  // Looks every `interval` at most, sooner when a timer is known to fall due sooner. Ends with stop().
  void start(std::chrono::milliseconds interval);
  void stop();

  // While paused nothing is fired: what an outage's journal still holds may have answered what seems overdue.
  void pause(bool on);

  // A decision set a timer that falls due at `due_at`: look then.
  void expect(triage::timestamp due_at);

  // Fires what is due at `now`, in order, until nothing is; the time the next one falls due. For the loop and for the
  // manual clock. What cannot be fired, and what fails, keeps no other from its turn. Unexpected when the record cannot
  // be reached.
  boost::asio::awaitable<db::query_result<std::optional<triage::timestamp>>> fire_due();

 private:
  boost::asio::awaitable<std::optional<bool>> fire_one(db::due_timer timer);
  static boost::asio::awaitable<void> run(std::shared_ptr<timers> self, std::chrono::milliseconds interval);

  boost::asio::any_io_executor io_;
  db::log_queries& queries_;
  clock::clock& clock_;
  clock_refresh refresh_;
  std::map<std::string, firing> fire_;
  observe::log& log_;
  observe::metrics& metrics_;
  boost::asio::steady_timer wake_;
  std::optional<triage::timestamp> next_;
  bool stopped_ = false;
  bool paused_ = false;
};

} // namespace frontdoor::dispatch
