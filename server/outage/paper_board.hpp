#pragma once
// The open incidents on paper, from memory, and so the same in an outage: printed at the start, again and again, and
// when the server's mode changes (lessons.md R21). On the I/O thread, which only copies what a page shows, a few
// incidents at a time; pages are made and written on the printer's own.

#include <chrono>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/clock/clock.hpp"
#include "server/dispatch/hub.hpp"
#include "server/outage/board_page.hpp"
#include "server/outage/board_printer.hpp"

namespace frontdoor::outage {

class paper_board {
 public:
  // What it is given outlives it, and it outlives its executor's work. `interval`: from the beginning of
  // one page to that of the next.
  // `folder`, `files_max`: as board_printer takes them.
  paper_board(
      boost::asio::any_io_executor io, const dispatch::hub& hub, clock::clock& clock,
      std::chrono::milliseconds interval, std::string folder, std::size_t files_max, observe::log& log
  );

  void start();
  // A page as soon as can be: the one that is being made may be of before.
  void print_soon();
  void stop();

 private:
  boost::asio::awaitable<void> run();
  boost::asio::awaitable<void> print();

  boost::asio::any_io_executor io_;
  const dispatch::hub& hub_;
  clock::clock& clock_;
  std::chrono::milliseconds interval_;
  observe::log& log_;
  board_printer printer_;
  boost::asio::steady_timer pause_;
  bool wanted_ = false;
  bool stopping_ = false;
};

} // namespace frontdoor::outage
