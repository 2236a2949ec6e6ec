#pragma once
// What this server's board begins with.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "server/db/call_queries.hpp"
#include "server/db/log_queries.hpp"
#include "server/dispatch/board.hpp"
#include "server/dispatch/call_board.hpp"
#include "server/observe/log.hpp"

namespace frontdoor {

struct board_start {
  board_start(dispatch::board b, std::uint64_t p, std::string e)
      : board(std::move(b)), position(p), epoch(std::move(e)) {}

  dispatch::board board;
  std::uint64_t position;
  std::string epoch;
};

// The board as the database has it; null where it cannot be read. Snapshots of another release's fold are folded anew
// from the log.
boost::asio::awaitable<std::unique_ptr<board_start>> load_board(db::log_queries& queries, observe::log& log);

// The live calls as the database has them, the `limit` that wait longest; null where they cannot be read. To be called
// after load_board: what happens between the two is told again, and changes nothing.
boost::asio::awaitable<std::unique_ptr<dispatch::call_board>>
load_calls(db::log_queries& queries, db::call_queries& calls, std::size_t limit, observe::log& log);

} // namespace frontdoor
