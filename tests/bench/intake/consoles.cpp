// Attaches consoles that read everything, until it is told to stop; then says what they got, as JSON.
// Usage: intake_consoles PORT COUNT [COOKIE]. With a cookie it speaks the console protocol, without one it only listens
// (the peer's consoles have nothing to say). Prints "attached" when every console is open.
#include <array>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t buffer_bytes = 256UL * 1024;
constexpr std::size_t text_kept_max = 64; // enough to know a ping by

struct totals {
  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;
  std::uint64_t open = 0;
  std::uint64_t lost = 0;
};

// A text frame as a client sends it: masked, with a mask of zeros.
std::string client_frame(std::string_view text) {
  std::string frame{static_cast<char>(0x81), static_cast<char>(0x80 | text.size())};
  frame.append(4, '\0');
  frame += text;
  return frame;
}

std::string upgrade_request(std::uint16_t port, const std::string& cookie) {
  const auto host = "127.0.0.1:" + std::to_string(port);
  auto head = "GET /v1/console HTTP/1.1\r\nHost: " + host +
              "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  if (!cookie.empty()) {
    head += "Sec-WebSocket-Protocol: frontdoor.console.v1\r\nOrigin: http://" + host + "\r\nCookie: " + cookie + "\r\n";
  }
  return head + "\r\n";
}

// Counts frames in a stream of bytes without keeping them. Servers do not mask.
class frame_counter {
 public:
  // True when a ping of the console protocol was among them.
  bool feed(std::string_view bytes, std::uint64_t& frames) {
    bool pinged = false;
    while (!bytes.empty()) {
      if (payload_ == 0) {
        head_ += bytes.front();
        bytes.remove_prefix(1);
        if (!head_is_whole()) continue;
        ++frames;
        head_.clear();
        text_.clear();
        continue;
      }
      const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(payload_, bytes.size()));
      if (text_.size() < text_kept_max) text_ += bytes.substr(0, std::min(taken, text_kept_max - text_.size()));
      bytes.remove_prefix(taken);
      payload_ -= taken;
      if (payload_ == 0 && text_ == R"({"type":"ping"})") pinged = true;
    }
    return pinged;
  }

 private:
  bool head_is_whole() {
    if (head_.size() < 2) return false;
    const auto length = static_cast<unsigned char>(head_[1]) & 0x7fU;
    const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (head_.size() < 2 + more) return false;
    payload_ = length;
    if (more != 0) {
      payload_ = 0;
      for (std::size_t i = 0; i < more; ++i)
        payload_ = payload_ << 8U | static_cast<unsigned char>(head_[2 + i]);
    }
    return true;
  }

  std::string head_;
  std::string text_;
  std::uint64_t payload_ = 0;
};

asio::awaitable<void> console(std::uint16_t port, std::string cookie, totals& sum) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), port), asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer(upgrade_request(port, cookie)), asio::use_awaitable);
  std::string head;
  const auto size =
      co_await asio::async_read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n", asio::use_awaitable);
  if (!head.starts_with("HTTP/1.1 101")) throw std::runtime_error("refused: " + head.substr(0, head.find('\r')));
  frame_counter counter;
  counter.feed(std::string_view(head).substr(size), sum.frames);
  if (!cookie.empty()) {
    co_await asio::async_write(socket, asio::buffer(client_frame(R"({"type":"subscribe"})")), asio::use_awaitable);
  }
  ++sum.open;
  const auto buffer = std::make_unique<std::array<char, buffer_bytes>>();
  for (;;) {
    const auto [error, count] = co_await socket.async_read_some(asio::buffer(*buffer), as_result);
    if (error) break;
    sum.bytes += count;
    if (counter.feed({buffer->data(), count}, sum.frames)) {
      co_await asio::async_write(socket, asio::buffer(client_frame(R"({"type":"pong"})")), asio::use_awaitable);
    }
  }
  --sum.open;
  ++sum.lost;
}

int attach(std::uint16_t port, std::uint64_t count, const std::string& cookie) {
  asio::io_context io(1);
  totals sum;
  for (std::uint64_t i = 0; i < count; ++i) {
    asio::co_spawn(io, console(port, cookie, sum), [&sum](const std::exception_ptr& failure) {
      if (!failure) return;
      ++sum.lost;
      try {
        std::rethrow_exception(failure);
      } catch (const std::exception& error) {
        std::cerr << "console: " << error.what() << '\n';
      }
    });
  }
  while (sum.open + sum.lost < count)
    io.run_one();
  if (sum.lost != 0) return 1;
  std::cout << "attached" << std::endl;
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&io](auto, int) { io.stop(); });
  io.run();
  std::cout << R"({"consoles":)" << count << R"(,"frames":)" << sum.frames << R"(,"bytes":)" << sum.bytes
            << R"(,"lost":)" << sum.lost << "}" << std::endl;
  return sum.lost == 0 ? 0 : 1;
}

} // namespace

int main(int count, char** arguments) {
  try {
    if (count < 3) throw std::runtime_error("usage: intake_consoles PORT COUNT [COOKIE]");
    return attach(
        static_cast<std::uint16_t>(std::stoul(arguments[1])), std::stoul(arguments[2]), count > 3 ? arguments[3] : ""
    );
  } catch (const std::exception& error) {
    std::cerr << "intake_consoles: " << error.what() << '\n';
    return 2;
  }
}
