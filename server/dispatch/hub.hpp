#pragma once
// Where published events meet the consoles. Keeps the board and the ring, and tells each console that there is
// something new, as often as frame_pace says; the consoles read at their own pace. On the I/O thread.
//
// Invariants: the ring holds consecutive positions; the board stands at ring.last(); nothing is told that is not
// committed (the feed calls publish() with committed events only).

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "server/dispatch/board.hpp"
#include "server/dispatch/call_board.hpp"
#include "server/dispatch/console_view.hpp"
#include "server/dispatch/outage_board.hpp"
#include "server/dispatch/ring.hpp"
#include "server/observe/metrics.hpp"

namespace frontdoor::dispatch {

// A console as the hub sees it.
class subscriber {
 public:
  virtual ~subscriber() = default;
  // There are events beyond what this console has had.
  virtual void on_published() = 0;
  // Something of these calls has changed.
  virtual void on_calls(const std::vector<triage::uuid>& /*calls*/) {}
  // One heartbeat has passed.
  virtual void on_heartbeat() = 0;
  // The server's mode has changed, or an incident beside the log (outage_board).
  virtual void on_outage() {}
  // Another server takes this one's consoles over, since this one cannot reach the record.
  virtual void on_handed_over() {}
  // The server is about to stop.
  virtual void on_draining() = 0;
  // The last position the console was sent.
  virtual std::uint64_t position() const = 0;
  // What is to be said of it to a supervisor.
  virtual console_view view() const = 0;
};

class hub {
 public:
  hub(std::string node, std::string epoch, std::uint64_t position, std::size_t ring_bytes, dispatch::board board,
      dispatch::call_board calls, observe::metrics& metrics);

  // Consecutive events, following the last call's. The consoles are told by tell().
  void publish(const db::committed_events& events);
  // Tells the consoles that there are events beyond what they have had.
  void tell();

  void add(std::weak_ptr<subscriber> console);
  void heartbeat();
  void drain();
  void hand_over();
  // Those that have subscribed and are connected, in no order.
  std::vector<console_view> views();

  const std::string& node() const { return node_; }
  const std::string& epoch() const { return epoch_; }
  std::uint64_t position() const { return ring_.last(); }
  const dispatch::board& incidents() const { return board_; }
  const dispatch::call_board& calls() const { return calls_; }
  // An incident read from the record, for events that go on with it.
  void put(board_entry entry) { board_.put(std::move(entry)); }
  // "normal", "degraded" or "replaying" (server/outage/availability.hpp). Consoles are told of a change.
  const std::string& mode() const { return mode_; }
  void set_mode(std::string mode);
  // An incident as a decision in the outage has left it.
  void put_in_outage(board_entry entry);
  // All of it is in the record now.
  void end_outage();
  const outage_board& outage() const { return outage_; }

  const dispatch::ring& events() const { return ring_; }

 private:
  std::vector<std::shared_ptr<subscriber>> live();
  void tell_of_outage();

  std::string node_;
  std::string epoch_;
  dispatch::board board_;
  dispatch::call_board calls_;
  outage_board outage_{board_};
  std::string mode_ = "normal";
  dispatch::ring ring_;
  observe::metrics& metrics_;
  std::vector<std::weak_ptr<subscriber>> consoles_;
  bool texts_were_written_ = false;
};

} // namespace frontdoor::dispatch
