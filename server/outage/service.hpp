#pragma once
// Watches whether the record can be reached, and takes the server from one mode to the next: gate, consoles, replay.
// On the I/O thread.

#include <functional>
#include <memory>

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

 private:
  static boost::asio::awaitable<void> watch(std::shared_ptr<service> self);
  boost::asio::awaitable<void> step();
  boost::asio::awaitable<bool> bring_in_all();
  void change_to(mode next);

  boost::asio::any_io_executor io_;
  availability availability_;
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
  bool stopped_ = false;
};

} // namespace frontdoor::outage
