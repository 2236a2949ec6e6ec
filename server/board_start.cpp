#include "server/board_start.hpp"

#include "server/command/call_runner.hpp"
#include "server/command/stored_incident.hpp"

namespace frontdoor {

namespace asio = boost::asio;

asio::awaitable<std::unique_ptr<board_start>> load_board(db::log_queries& queries, observe::log& log) {
  const auto rows = co_await queries.board();
  if (!rows) co_return nullptr;
  auto start = std::make_unique<board_start>(dispatch::board(log), rows->position, rows->epoch);
  for (const auto& id : start->board.load(*rows)) {
    auto rebuilt = co_await command::load_incident(queries, id);
    if (!rebuilt || !rebuilt->state) co_return nullptr;
    dispatch::board_entry entry{std::move(*rebuilt->state), rebuilt->row.number, rebuilt->row.owner_id};
    start->board.put(std::move(entry));
  }
  co_return start;
}

asio::awaitable<std::unique_ptr<dispatch::call_board>>
load_calls(db::log_queries& queries, db::call_queries& calls, std::size_t limit, observe::log& log) {
  const auto rows = co_await calls.list("live", limit);
  if (!rows) co_return nullptr;
  auto board = std::make_unique<dispatch::call_board>(log);
  for (const auto& row : *rows) {
    auto call = co_await command::read_state<command::call_streams>(queries, row.id, row.snapshot, row.personal);
    if (!call || !*call) co_return nullptr;
    board->put(std::move(**call));
  }
  co_return board;
}

} // namespace frontdoor
