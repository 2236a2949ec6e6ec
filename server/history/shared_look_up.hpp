#pragma once
// Look-ups that wait for the database at the same time go there together: while one statement is on its way, the next
// gathers. All on the I/O thread.

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/db/history_queries.hpp"

namespace frontdoor::history {

class shared_look_up : public std::enable_shared_from_this<shared_look_up> {
 public:
  struct options {
    std::size_t rows_max = 200;               // under one key
    std::size_t at_once_max = 2;              // statements on their way
    std::size_t look_ups_max = 32;            // in one statement
    std::size_t waiting_max = 4096;           // look-ups; one more is refused at once
    std::chrono::milliseconds wait_max{2000}; // for an answer; the statement itself has the database's time-outs
  };

  // `queries` outlives it.
  shared_look_up(
      boost::asio::any_io_executor io, db::history_queries& queries, db::digest secret_check, options chosen
  );

  // What is kept under these keys later than `since`, each match with the index of its key among them. Unavailable when
  // the database does not answer in its time, or too many wait.
  boost::asio::awaitable<db::query_result<db::history_found>>
  ask(std::vector<db::digest> keys, triage::timestamp since);

 private:
  struct asked {
    asked(boost::asio::any_io_executor io) : ready(io) {}
    std::vector<db::digest> keys;
    triage::timestamp since{};
    boost::asio::steady_timer ready;
    bool answered = false;
    db::query_result<db::history_found> answer = std::unexpected(db::query_failure::unavailable);
  };

  void send();
  static boost::asio::awaitable<void>
  send_together(std::shared_ptr<shared_look_up> self, std::vector<std::shared_ptr<asked>> together);

  boost::asio::any_io_executor io_;
  db::history_queries& queries_;
  db::digest secret_check_;
  options options_;
  std::deque<std::shared_ptr<asked>> waiting_;
  std::size_t under_way_ = 0;
};

// Parts what was found under all keys of several look-ups into what each is answered; `counts` says how many keys each
// had, in order. What holds for all is told to all.
std::vector<db::history_found> part(const db::history_found& together, const std::vector<std::size_t>& counts);

} // namespace frontdoor::history
