#include "tests/bench/dispatch/message_reader.hpp"

#include <algorithm>
#include <stdexcept>

namespace frontdoor::bench {

namespace {

constexpr std::size_t text_kept_max = 16UL * 1024; // capacity that a console keeps between two messages
constexpr std::string_view nats_end = "\r\n";

} // namespace

std::string client_frame(std::string_view text) {
  if (text.size() > 125) throw std::runtime_error("a message too long for a short frame");
  std::string frame{static_cast<char>(0x81), static_cast<char>(0x80 | text.size())};
  frame.append(4, '\0');
  frame += text;
  return frame;
}

void message_reader::feed(std::string_view bytes, const std::function<void(std::string_view)>& sink) {
  while (!bytes.empty()) {
    if (!in_payload_) {
      head_ += bytes.front();
      bytes.remove_prefix(1);
      if (!head_is_whole()) continue;
      head_.clear();
      in_payload_ = missing_ != 0;
      if (in_payload_) continue;
    }
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(missing_, bytes.size()));
    text_ += bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    missing_ -= taken;
    if (missing_ != 0) continue;
    in_payload_ = false;
    sink(text_);
    if (text_.capacity() > text_kept_max) std::string().swap(text_);
    text_.clear();
  }
}

bool message_reader::head_is_whole() {
  return kind_ == wire::websocket ? websocket_head_is_whole() : nats_head_is_whole();
}

// RFC 6455 section 5.2; servers do not mask.
bool message_reader::websocket_head_is_whole() {
  if (head_.size() < 2) return false;
  const auto length = static_cast<unsigned char>(head_[1]) & 0x7fU;
  const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
  if (head_.size() < 2 + more) return false;
  missing_ = length;
  if (more != 0) {
    missing_ = 0;
    for (std::size_t i = 0; i < more; ++i)
      missing_ = missing_ << 8U | static_cast<unsigned char>(head_[2 + i]);
  }
  return true;
}

// "MSG <subject> <sid> <bytes>\r\n<payload>\r\n"; every other line is a message of its own, given without a payload.
bool message_reader::nats_head_is_whole() {
  if (!head_.ends_with(nats_end)) return false;
  if (head_.starts_with("MSG ")) {
    missing_ = std::stoull(head_.substr(head_.rfind(' ') + 1)) + nats_end.size();
  } else {
    text_ = head_.substr(0, head_.size() - nats_end.size());
    missing_ = 0;
  }
  return true;
}

} // namespace frontdoor::bench
