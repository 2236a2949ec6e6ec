#pragma once
// The log as this server's consoles hear it: every event once, in order, without holes, whichever server committed it.
// This server's own batches come straight from its writer; one that lies beyond a hole waits until the events before it
// have been read from the log. All calls on the I/O thread.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/db/log_queries.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"

namespace frontdoor::dispatch {

// What a feed gives away: consecutive events, the first following the last of the call before.
using feed_listener = std::function<void(const db::committed_events&)>;

// The order of it, without I/O.
class feed_order {
 public:
  explicit feed_order(std::uint64_t position) : published_(position), known_(position) {}

  // Takes events in, in any order and overlap; gives back what can be published now.
  db::committed_events take(db::committed_events events);
  // The log is known to reach `position`.
  void log_reaches(std::uint64_t position) { known_ = std::max(known_, position); }

  std::uint64_t published() const { return published_; }
  std::uint64_t known() const { return known_; }
  // Events are known to be missing between what is published and what is held or known.
  bool behind() const { return published_ < known_; }

 private:
  std::uint64_t published_;
  std::uint64_t known_;
  std::map<std::uint64_t, std::shared_ptr<const db::committed_event>> held_;
};

class feed : public std::enable_shared_from_this<feed> {
 public:
  // Begins behind `position`: what lies before it is not published.
  feed(
      boost::asio::any_io_executor io, db::log_queries& queries, std::uint64_t position, feed_listener listener,
      observe::log& log, observe::metrics& metrics
  );

  // Events of this server's own commit, and the position the log reaches with it.
  void own_commit(db::committed_events events, std::uint64_t reaches);
  // Another server may have appended: the log reaches `position`.
  void log_reaches(std::uint64_t position);

  std::uint64_t published() const { return order_.published(); }
  std::uint64_t behind_by() const { return order_.known() - order_.published(); }

  // No more reading; what is under way ends by itself.
  void stop();

 private:
  void publish(db::committed_events events);
  void catch_up();
  static boost::asio::awaitable<void> read_missing(std::shared_ptr<feed> self);

  boost::asio::any_io_executor io_;
  db::log_queries& queries_;
  feed_order order_;
  feed_listener listener_;
  observe::log& log_;
  observe::metrics& metrics_;
  boost::asio::steady_timer retry_;
  bool reading_ = false;
  bool stopped_ = false;
};

} // namespace frontdoor::dispatch
