#pragma once
// The newest published events, shared by all consoles: each console is a cursor into it. Bounded in bytes; what falls
// off its end is to be had as a snapshot.

#include <cstddef>
#include <cstdint>
#include <deque>

#include "server/dispatch/board.hpp"

namespace frontdoor::dispatch {

class ring {
 public:
  // Empty, standing behind `position`.
  ring(std::uint64_t position, std::size_t bytes_max) : first_(position + 1), bytes_max_(bytes_max) {}

  // Takes the events that follow the last one held.
  void push(const published_events& events);

  // A console that has everything up to `position` can go on from here without a snapshot.
  bool can_resume_after(std::uint64_t position) const { return position + 1 >= first_ && position <= last(); }

  std::uint64_t last() const { return first_ + events_.size() - 1; }
  // The event at `position`, which must lie in the ring.
  const published_event& at(std::uint64_t position) const { return *events_[position - first_]; }

  // Forgets all: what comes next cannot be resumed from before.
  void clear();

 private:
  std::uint64_t first_;
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::deque<std::shared_ptr<const published_event>> events_;
};

} // namespace frontdoor::dispatch
