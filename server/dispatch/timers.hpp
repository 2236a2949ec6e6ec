#pragma once
// Fires what falls due. Timers are rows; firing one is a command like any other, decided on the incident's present
// state, so it does no harm that several servers try, or that one tries again. What is overdue after a restart fires
// first, in order. On the I/O thread.

#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/command/command_runner.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"

namespace frontdoor::dispatch {

class timers : public std::enable_shared_from_this<timers> {
 public:
  // Called before each look; brings a clock that others move (the manual one) up to date.
  using clock_refresh = std::function<boost::asio::awaitable<void>()>;

  timers(
      boost::asio::any_io_executor io, db::log_queries& queries, command::command_runner& commands, clock::clock& clock,
      clock_refresh refresh, observe::log& log, observe::metrics& metrics
  );

  // Told of each try to send a message that firing a timer has recorded: whoever recorded it makes it.
  using message_listener = std::function<void(triage::uuid incident, triage::uuid message, std::uint32_t attempt)>;
  void send_messages_with(message_listener listener) { message_ = std::move(listener); }

  // Looks every `interval` at most, sooner when a timer is known to fall due sooner. Ends with stop().
  void start(std::chrono::milliseconds interval);
  void stop();

  // While paused nothing is fired: what an outage's journal still holds may have answered what seems overdue.
  void pause(bool on);

  // A decision set a timer that falls due at `due_at`: look then.
  void expect(triage::timestamp due_at);

  // Fires what is due at `now`, in order, until nothing is; the time the next one falls due. For the loop and for the
  // manual clock. Unexpected when the record cannot be reached.
  boost::asio::awaitable<db::query_result<std::optional<triage::timestamp>>> fire_due();

 private:
  static boost::asio::awaitable<void> run(std::shared_ptr<timers> self, std::chrono::milliseconds interval);

  boost::asio::any_io_executor io_;
  db::log_queries& queries_;
  command::command_runner& commands_;
  clock::clock& clock_;
  clock_refresh refresh_;
  message_listener message_;
  observe::log& log_;
  observe::metrics& metrics_;
  boost::asio::steady_timer wake_;
  std::optional<triage::timestamp> next_;
  bool stopped_ = false;
  bool paused_ = false;
};

} // namespace frontdoor::dispatch
