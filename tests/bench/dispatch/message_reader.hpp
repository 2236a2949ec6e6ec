#pragma once
// Puts the bytes of one connection together again: WebSocket text frames as a server sends them, or NATS messages.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace frontdoor::bench {

enum class wire { websocket, nats };

// A text frame as a client sends it: masked, with a mask of zeros. At most 125 bytes.
std::string client_frame(std::string_view text);

class message_reader {
 public:
  explicit message_reader(wire kind) : kind_(kind) {}

  // Calls `sink` with each message that is whole now.
  void feed(std::string_view bytes, const std::function<void(std::string_view)>& sink);

 private:
  bool head_is_whole();
  bool websocket_head_is_whole();
  bool nats_head_is_whole();

  wire kind_;
  bool in_payload_ = false;
  std::uint64_t missing_ = 0; // bytes of the payload
  std::string head_;
  std::string text_;
};

} // namespace frontdoor::bench
