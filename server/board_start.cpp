#include "server/board_start.hpp"

#include "server/command/call_runner.hpp"
#include "server/command/stored_incident.hpp"

namespace frontdoor {

namespace asio = boost::asio;

asio::awaitable<std::unique_ptr<board_start>> load_board(db::log_queries& queries, observe::log& log) {
  const auto head = co_await queries.head();
  const auto rows = co_await queries.board();
  if (!head || !rows) co_return nullptr;
  auto start = std::make_unique<board_start>(dispatch::board(log), rows->position, head->epoch);
  for (const auto& id : start->board.load(*rows)) {
    auto rebuilt = co_await command::load_incident(queries, id);
    if (!rebuilt || !rebuilt->state) co_return nullptr;
    dispatch::board_entry entry{std::move(*rebuilt->state), rebuilt->row.number, rebuilt->row.owner_id};
    start->board.put(std::move(entry));
  }
  co_return start;
}

asio::awaitable<std::unique_ptr<dispatch::call_board>>
load_calls(db::log_queries& queries, db::call_queries& calls, observe::log& log) {
  constexpr std::size_t calls_max = 10'000; // on the line at once
  const auto rows = co_await calls.list("live", calls_max);
  if (!rows) co_return nullptr;
  auto board = std::make_unique<dispatch::call_board>(log);
  for (const auto& row : *rows) {
    auto stored = co_await command::load_stream<command::call_streams>(queries, row.id);
    if (!stored || !stored->state) co_return nullptr;
    board->put(std::move(*stored->state));
  }
  co_return board;
}

} // namespace frontdoor
