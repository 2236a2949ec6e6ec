#pragma once
// Events that the ring does not hold, read from the log again: a console that comes back after a restart, or after a
// time in which nobody was connected, is told what it missed event by event, as it was told to those who were there.
//
// Read in stretches at fixed places, so that consoles who come back together share them; folded on a small board of the
// incidents concerned, which is what makes them the same events with the same cards. One stretch at a time. On the I/O
// thread.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/db/log_queries.hpp"
#include "server/dispatch/board.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::dispatch {

struct past_limits {
  std::uint64_t events_max = 20'000;       // a console that is further behind is given the board anew
  std::size_t bytes_max = 8 * 1024 * 1024; // of stretches kept for the next who asks
};

// Consecutive events of the log.
struct stretch {
  published_events events; // never empty

  std::uint64_t first() const { return events.front()->position; }
  std::uint64_t last() const { return events.back()->position; }
  bool holds(std::uint64_t position) const { return first() <= position && position <= last(); }
  // The event at `position`, which must lie within.
  const published_event& at(std::uint64_t position) const { return *events[position - first()]; }
  std::size_t bytes() const;
};

// The stretches read last, within a bound on their bytes. Pure.
class kept_stretches {
 public:
  explicit kept_stretches(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // The stretch that begins at `first`, in the place of one kept before; the oldest go for it, never itself.
  void keep(std::uint64_t first, std::shared_ptr<const stretch> read);
  // The stretch that begins at `first`; null: not kept.
  std::shared_ptr<const stretch> find(std::uint64_t first) const;

 private:
  struct kept_one {
    std::uint64_t first;
    std::shared_ptr<const stretch> read;
  };

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::deque<kept_one> kept_; // the oldest first
};

class past_events : public std::enable_shared_from_this<past_events> {
 public:
  // `published` says which position has been told: nothing beyond it is read.
  past_events(
      boost::asio::any_io_executor io, db::log_queries& queries, std::function<std::uint64_t()> published,
      past_limits limits, observe::log& log
  );

  // Whether a console that has everything up to `after` is told what follows event by event.
  bool in_reach(std::uint64_t after) const;

  // The stretch that `position` is in; null: to be read first.
  std::shared_ptr<const stretch> find(std::uint64_t position) const;

  // Reads that stretch, and calls `then` later: with true when find() has it, with false when the log could not be
  // read. Where the database has no room it is tried again a few times first.
  void read(std::uint64_t position, std::function<void(bool)> then);

  // No more reading; who still waits is not called.
  void stop();

 private:
  static boost::asio::awaitable<void> read_wanted(std::shared_ptr<past_events> self);
  static boost::asio::awaitable<db::query_result<stretch>>
  load_stretch(std::shared_ptr<past_events> self, std::uint64_t first);
  static boost::asio::awaitable<db::query_result<board>>
  board_before(std::shared_ptr<past_events> self, const db::committed_events& events);

  boost::asio::any_io_executor io_;
  db::log_queries& queries_;
  std::function<std::uint64_t()> published_;
  past_limits limits_;
  observe::log& log_;
  boost::asio::steady_timer retry_;
  kept_stretches kept_;
  std::map<std::uint64_t, std::vector<std::function<void(bool)>>> wanted_; // by the stretch's first position
  bool reading_ = false;
  bool stopped_ = false;
};

} // namespace frontdoor::dispatch
