#pragma once
// Hundreds of consoles in one thread: real connections, each of which reads all it is sent and answers pings.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "tests/bench/dispatch/message_reader.hpp"

namespace frontdoor::bench {

// Whom the consoles connect to, and in which words.
struct server_address {
  enum class kind { frontdoor, peer, nats };
  kind speaks = kind::frontdoor;
  std::uint16_t port = 0;
  std::string cookie; // of Frontdoor only
};

// What a frame of Frontdoor says: everything that may be seen in (from, to].
struct frame_range {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
};
// nullopt: the text is no frame.
std::optional<frame_range> range_of(std::string_view text);
// The position of a snapshot's last part; nullopt: the text is none, or not the last.
std::optional<std::uint64_t> snapshot_position(std::string_view text);

// Called with the console's number, the text of a message other than a ping, and when it was read.
using message_sink = std::function<void(std::size_t, std::string_view, std::chrono::steady_clock::time_point)>;

// Runs `io` until `done`; false when that takes longer than `limit`.
bool run_until(boost::asio::io_context& io, std::chrono::milliseconds limit, const std::function<bool()>& done);

class swarm {
 public:
  swarm(boost::asio::io_context& io, server_address server, message_sink sink);
  ~swarm();
  swarm(const swarm&) = delete;
  swarm& operator=(const swarm&) = delete;

  // Connects one more console, which gets the next number. `after`: it has a board up to there and wants the rest.
  void attach(std::optional<std::uint64_t> after = std::nullopt);
  // Connects one that says what it must to stay connected, and reads nothing.
  void attach_stalled();
  // Breaks every connection off.
  void cut();

  std::size_t open() const { return open_; }
  std::size_t lost() const { return lost_; } // refused, or closed by the server

 private:
  struct console;
  boost::asio::awaitable<void> run(console& one, std::size_t number, std::optional<std::uint64_t> after);
  boost::asio::awaitable<void> shake_hands(console& one, std::optional<std::uint64_t> after);
  boost::asio::awaitable<void> read_all(console& one, std::size_t number);
  boost::asio::awaitable<void> stall(console& one);
  void start(console& one, boost::asio::awaitable<void> work);

  boost::asio::io_context& io_;
  server_address server_;
  message_sink sink_;
  std::vector<std::unique_ptr<console>> consoles_;
  std::vector<char> buffer_; // one for all: a console is read to its end, then the next
  std::size_t numbers_ = 0;
  std::size_t open_ = 0;
  std::size_t lost_ = 0;
  bool cut_ = false;
};

} // namespace frontdoor::bench
