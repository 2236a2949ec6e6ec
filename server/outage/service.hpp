#pragma once
// Watches whether the record can be reached, and takes the server from one mode to the next: gate, consoles, replay.
// On the I/O thread.
//
// Where the record is away for this server only, another one does its work better: everybody is handed over to that,
// and nothing is kept here. Only while this server keeps nothing that the other does not know: a console is never sent
// where an incident of its board is missing. Where there is no such server, or no longer, this one goes on alone.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/outage/availability.hpp"
#include "server/outage/gate.hpp"
#include "server/outage/replay.hpp"

namespace frontdoor::outage {

// What the server does at each change.
struct service_hooks {
  std::function<bool()> writer_reaches;   // the writer's last try did
  std::function<void()> writer_is_well;   // a write of the probe's went through since
  std::function<void(bool)> probe_writes; // whether the probe's next tries are writes
  std::function<void(bool)> hold;         // the database is known to be away: nobody waits for it
  std::function<void(mode)> announce;     // to answers and operators
  // Another server has reached the record since then, and everybody here can come to it.
  std::function<bool(std::chrono::steady_clock::time_point)> peer_takes_over;
  std::function<bool()> peer_is_there; // it still does, as far as is known
  std::function<void(bool)> hand_over; // consoles and calls go there; false: they are taken here again
  // Ends when what others committed is on this server's board, or has not come within a limit.
  std::function<boost::asio::awaitable<void>()> catch_up = {};
};

class service : public std::enable_shared_from_this<service> {
 public:
  service(
      boost::asio::any_io_executor io, thresholds limits, journal::journal& journal, gate& commands, replay& replay,
      dispatch::hub& hub, clock::clock& clock, clock::identifiers& identifiers, service_hooks hooks, observe::log& log
  );

  // What an earlier run has left in the journal, before anybody is served. False: the record fails.
  boost::asio::awaitable<bool> bring_in_left_over();

  void start();
  void stop();

  // A try of the probe.
  void probed(bool reached, bool wrote, std::chrono::steady_clock::time_point began);

  mode current() const { return availability_.current(); }
  triage::timestamp since() const { return note_.began_at; }
  // Consoles and calls go to another server, which reaches the record.
  bool handed_over() const { return handed_over_; }
  // When the last try of the probe that reached the record began.
  std::optional<std::chrono::steady_clock::time_point> reached_at() const { return reached_at_; }

 private:
  static boost::asio::awaitable<void> watch(std::shared_ptr<service> self);
  boost::asio::awaitable<void> step();
  boost::asio::awaitable<bool> bring_in_all();
  void change_to(mode next);
  bool can_hand_over() const;
  boost::asio::awaitable<void> begin_outage();
  boost::asio::awaitable<void> stay_or_hand_over();

  boost::asio::any_io_executor io_;
  availability availability_;
  std::chrono::milliseconds doubt_; // so much later than our failure others must have reached the record
  std::optional<std::chrono::steady_clock::time_point> reached_at_;
  journal::journal& journal_;
  gate& gate_;
  replay& replay_;
  dispatch::hub& hub_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  service_hooks hooks_;
  observe::log& log_;
  boost::asio::steady_timer wake_;
  mode told_ = mode::normal;
  journal::outage_note note_;
  int ticks_ = 0;
  bool outage_begun_ = false; // note_ is of an outage that is to be reported
  bool handed_over_ = false;
  bool stopped_ = false;
};

} // namespace frontdoor::outage
