#pragma once
// A console's end of the WebSocket /v1/console.

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/http_caller.hpp"

namespace frontdoor::tests {

class console_client {
 public:
  // Connects with the caller's credentials and shakes hands. Throws when that is refused.
  explicit console_client(const http_caller& who);
  ~console_client();
  console_client(const console_client&) = delete;
  console_client& operator=(const console_client&) = delete;

  void send(const nlohmann::json& message);
  void send_text(const std::string& text);
  void send_binary(const std::string& bytes);

  // The next message that is no ping; pings are answered. Throws when none comes, or the server has closed.
  nlohmann::json next();
  // The next message of that type; others are dropped.
  nlohmann::json next(const std::string& type);
  // The next event for which `wanted` holds, of whatever frame.
  nlohmann::json next_event(const std::function<bool(const nlohmann::json&)>& wanted);
  // Subscribes and gives all cards of the snapshot. Throws when no snapshot comes.
  nlohmann::json subscribe(const nlohmann::json& more = nlohmann::json::object());

  // Reads until the server closes; gives the code it closes with (0: it just went).
  unsigned closed();
  // Lets go without a word.
  void cut();

  // The position up to which this console has heard everything.
  std::uint64_t position() const { return position_; }

 private:
  struct connection;
  std::unique_ptr<connection> connection_;
  std::uint64_t position_ = 0;
};

} // namespace frontdoor::tests
