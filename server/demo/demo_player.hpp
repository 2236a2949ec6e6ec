#pragma once
// Plays fictional contacts so that a board to try out lives. They take the same way as real ones. On the I/O thread.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>

#include "server/command/command_runner.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::demo {

// The contacts of a file: a list of bodies as POST /v1/contacts takes them. Throws std::runtime_error when it cannot be
// read.
std::vector<nlohmann::json> read_contacts(const std::string& path);

class demo_player : public std::enable_shared_from_this<demo_player> {
 public:
  demo_player(
      boost::asio::any_io_executor io, command::command_runner& commands, std::vector<nlohmann::json> contacts,
      std::chrono::milliseconds interval, observe::log& log
  );

  // Takes one contact after the other, over and over, until stopped.
  void start();
  void stop();

 private:
  static boost::asio::awaitable<void> play(std::shared_ptr<demo_player> self);
  boost::asio::awaitable<void> take(nlohmann::json body);

  command::command_runner& commands_;
  std::vector<nlohmann::json> contacts_;
  std::chrono::milliseconds interval_;
  observe::log& log_;
  boost::asio::steady_timer timer_;
  bool stopped_ = false;
};

} // namespace frontdoor::demo
