#pragma once
// The one writer of this server. One thread owns one connection and commits whatever has queued up as one call of
// append_batch: no timer, so an idle server commits at once and a busy one in large batches.
//
// Invariants. A command's result is given exactly once, on the I/O thread. Events reach `on_committed` before any
// result of their batch is given, so whoever is answered can already see what happened. A batch whose outcome is in
// doubt is sent again with the same ids until the outcome is known; append_batch then says "done" instead of doing it
// twice.

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "server/db/append.hpp"
#include "server/db/database_options.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"

namespace frontdoor::db {

// What the writer needs of the time: event rows carry it as recorded_at. Called on the writer's thread.
using clock_function = std::function<timestamp()>;

// Hears what this server committed: the events of a batch in order, and the position the log reaches with it (further
// than the events where a commit that was in doubt turned out to have been kept).
using commit_listener = std::function<void(committed_events, std::uint64_t reaches)>;

class writer {
 public:
  // `on_committed` is called on the I/O thread, batch after batch.
  writer(
      boost::asio::any_io_executor io, database_options options, clock_function now, commit_listener on_committed,
      observe::log& log, observe::metrics& metrics
  );
  ~writer();
  writer(const writer&) = delete;
  writer& operator=(const writer&) = delete;

  // Appends one command; completes on the I/O thread. Never throws for what the database does: see append_code.
  // Cancellation is not observed: what is asked of the log is answered.
  boost::asio::awaitable<append_result> append(append_command command);

  // While on, the database is known to be away: what is under way is cut and given up, what waits and what comes is
  // refused at once. Commands whose outcome is in doubt come back with their result.
  void surrender(bool on);

  // Somebody else has just written to the database: it can be reached, whatever the last call here met.
  void reached_elsewhere();

  // True while the last call reached the database.
  bool available() const;
  std::size_t queue_depth() const;

  // The backend process id of the writer's connection, 0 while there is none (the listener ignores its notifications).
  int backend_pid() const;

  // Refuses new commands, commits what waits (at most for `limit`), ends the thread. Results are posted to the I/O
  // executor, which must still run to deliver them. Blocks.
  void stop(std::chrono::milliseconds limit);

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

} // namespace frontdoor::db
