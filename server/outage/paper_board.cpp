#include "server/outage/paper_board.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::outage {

namespace asio = boost::asio;

namespace {

// Copied in one go, in less than a millisecond; callers are answered in between.
constexpr std::size_t incidents_at_a_time = 100;

} // namespace

paper_board::paper_board(
    asio::any_io_executor io, const dispatch::hub& hub, clock::clock& clock, std::chrono::milliseconds interval,
    std::string folder, std::size_t files_max, observe::log& log
)
    : io_(std::move(io)), hub_(hub), clock_(clock), interval_(interval), log_(log),
      printer_(std::move(folder), files_max, log), pause_(io_) {}

void paper_board::start() {
  asio::co_spawn(io_, run(), [this](std::exception_ptr error) {
    if (error) log_.error("round_failed", {});
  });
}

void paper_board::print_soon() {
  wanted_ = true;
  pause_.cancel();
}

void paper_board::stop() {
  stopping_ = true;
  pause_.cancel();
}

asio::awaitable<void> paper_board::run() {
  while (!stopping_) {
    wanted_ = false;
    const auto began = std::chrono::steady_clock::now();
    co_await print();
    if (wanted_) continue;
    pause_.expires_at(began + interval_); // copying a long board takes its time, too
    co_await pause_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<void> paper_board::print() {
  const auto& board = hub_.outage();
  const auto now = clock_.now();
  const auto incidents = board.ids();
  std::vector<board_line> lines;
  lines.reserve(incidents.size()); // growing would move all of it in one go
  std::size_t seen = 0;
  for (const auto& incident : incidents) {
    if (++seen % incidents_at_a_time == 0) co_await asio::post(io_, asio::use_awaitable);
    if (stopping_) co_return;
    const auto* entry = board.find(incident); // gone: it was closed meanwhile
    if (entry != nullptr && entry->state.status == triage::incident_status::open) lines.push_back(line_of(*entry));
  }
  auto name = triage::to_rfc3339(now).substr(0, 19); // 2026-03-01T21:04:11
  std::erase(name, ':');
  printer_.print(std::move(name), [lines = std::move(lines), node = hub_.node(), mode = hub_.mode(), now]() mutable {
    return board_page(std::move(lines), node, mode, now);
  });
}

} // namespace frontdoor::outage
