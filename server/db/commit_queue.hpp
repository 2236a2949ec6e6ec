#pragma once
// Group commit without I/O: what waits, what is being committed, and what to do when a commit fails. The writer thread
// (writer.cpp) does what this says. After boostorg/redis's multiplexer: waiting -> staged -> done.
// Not thread-safe: the writer guards it.

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

#include "server/db/append.hpp"

namespace frontdoor::db {

// A command on its way, with what is to be done with its result (called once, on the I/O thread).
struct pending_append {
  append_command command;
  std::function<void(append_result)> done;
  std::chrono::steady_clock::time_point give_up; // while waiting and the database is lost
  std::size_t bytes = 0;
};

struct commit_queue_limits {
  std::size_t commands_max;
  std::size_t batch_max;
  std::size_t batch_bytes_max;
};

class commit_queue {
 public:
  explicit commit_queue(commit_queue_limits limits) : limits_(limits) {}

  // False when the queue is full: the caller answers "unavailable" at once.
  bool push(pending_append&& item);

  // Takes the next batch, oldest first, within both limits (at least one when any waits).
  std::vector<pending_append> stage();

  // Takes out what has waited beyond its time; only for commands that were never sent.
  std::vector<pending_append> take_expired(std::chrono::steady_clock::time_point now);

  // Takes out everything that waits.
  std::vector<pending_append> take_all();

  std::size_t size() const { return waiting_.size(); }
  bool empty() const { return waiting_.empty(); }

 private:
  commit_queue_limits limits_;
  std::deque<pending_append> waiting_;
};

// Roughly what the command takes on the wire.
std::size_t wire_size(const append_command& command);

} // namespace frontdoor::db
