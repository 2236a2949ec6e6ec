#include "tests/bench/dispatch/swarm.hpp"

#include <charconv>
#include <exception>
#include <iostream>
#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace frontdoor::bench {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::steady_clock;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t buffer_bytes = 256UL * 1024;
constexpr int stalled_buffer_bytes = 4096;
constexpr std::chrono::seconds stalled_pong_every{5};
constexpr std::string_view ping = R"({"type":"ping"})";
constexpr std::string_view pong = R"({"type":"pong"})";

// The number behind `name` where `text` has it next; `text` then begins behind the number.
std::optional<std::uint64_t> number_after(std::string_view& text, std::string_view name) {
  if (!text.starts_with(name)) return std::nullopt;
  text.remove_prefix(name.size());
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::string upgrade_request(const server_address& server) {
  const auto host = "127.0.0.1:" + std::to_string(server.port);
  auto head = "GET /v1/console HTTP/1.1\r\nHost: " + host +
              "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  if (server.speaks == server_address::kind::frontdoor) {
    head += "Sec-WebSocket-Protocol: frontdoor.console.v1\r\nOrigin: http://" + host + "\r\nCookie: " + server.cookie +
            "\r\n";
  }
  return head + "\r\n";
}

} // namespace

std::optional<frame_range> range_of(std::string_view text) {
  const auto from = number_after(text, R"({"type":"frame","from":)");
  if (!from) return std::nullopt;
  const auto to = number_after(text, R"(,"to":)");
  if (!to) return std::nullopt;
  return frame_range{*from, *to};
}

std::optional<std::uint64_t> snapshot_position(std::string_view text) {
  const auto position = number_after(text, R"({"type":"snapshot","position":)");
  if (!position) return std::nullopt;
  const auto part = number_after(text, R"(,"part":)");
  if (part != number_after(text, R"(,"parts":)")) return std::nullopt;
  return position;
}

bool run_until(asio::io_context& io, std::chrono::milliseconds limit, const std::function<bool()>& done) {
  const auto end = steady_clock::now() + limit;
  while (!done()) {
    if (steady_clock::now() >= end) return false;
    io.run_one_for(std::chrono::milliseconds(20));
  }
  return true;
}

struct swarm::console {
  explicit console(asio::io_context& io, wire kind) : socket(io), reader(kind), wake(io) {}

  tcp::socket socket;
  message_reader reader;
  asio::steady_timer wake;
  bool open = false;
};

swarm::swarm(asio::io_context& io, server_address server, message_sink sink)
    : io_(io), server_(std::move(server)), sink_(std::move(sink)), buffer_(buffer_bytes) {}

swarm::~swarm() = default;

void swarm::attach(std::optional<std::uint64_t> after) {
  const auto kind = server_.speaks == server_address::kind::nats ? wire::nats : wire::websocket;
  auto& one = *consoles_.emplace_back(std::make_unique<console>(io_, kind));
  start(one, run(one, numbers_++, after));
}

void swarm::attach_stalled() {
  auto& one = *consoles_.emplace_back(std::make_unique<console>(io_, wire::websocket));
  start(one, stall(one));
}

void swarm::start(console& one, asio::awaitable<void> work) {
  asio::co_spawn(io_, std::move(work), [this, &one](const std::exception_ptr& failure) {
    if (one.open) --open_;
    one.open = false;
    if (cut_) return;
    ++lost_;
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      std::cerr << "console: " << error.what() << '\n';
    }
  });
}

void swarm::cut() {
  cut_ = true;
  for (auto& one : consoles_) {
    boost::system::error_code ignored;
    one->wake.cancel();
    one->socket.set_option(asio::socket_base::linger(true, 0), ignored);
    one->socket.close(ignored);
  }
}

asio::awaitable<void> swarm::run(console& one, std::size_t number, std::optional<std::uint64_t> after) {
  co_await one.socket.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), server_.port), asio::use_awaitable);
  co_await shake_hands(one, after);
  one.open = true;
  ++open_;
  co_await read_all(one, number);
}

asio::awaitable<void> swarm::shake_hands(console& one, std::optional<std::uint64_t> after) {
  if (server_.speaks == server_address::kind::nats) {
    const std::string hello = "CONNECT {\"verbose\":false}\r\nSUB consoles 1\r\nPING\r\n";
    co_await asio::async_write(one.socket, asio::buffer(hello), asio::use_awaitable);
    co_return;
  }
  const auto request = upgrade_request(server_);
  co_await asio::async_write(one.socket, asio::buffer(request), asio::use_awaitable);
  // Byte by byte would be slow, and what comes behind the head is read by the reader: nothing does, before a subscribe,
  // but the server's hello, which nobody here needs.
  std::string head;
  const auto size =
      co_await asio::async_read_until(one.socket, asio::dynamic_buffer(head), "\r\n\r\n", asio::use_awaitable);
  if (!head.starts_with("HTTP/1.1 101")) throw std::runtime_error("refused: " + head.substr(0, head.find('\r')));
  one.reader.feed(std::string_view(head).substr(size), [](std::string_view) {});
  if (server_.speaks != server_address::kind::frontdoor) co_return;
  auto subscribe = std::string(R"({"type":"subscribe")");
  if (after) subscribe += R"(,"after":)" + std::to_string(*after);
  const auto frame = client_frame(subscribe + "}");
  co_await asio::async_write(one.socket, asio::buffer(frame), asio::use_awaitable);
}

asio::awaitable<void> swarm::read_all(console& one, std::size_t number) {
  one.socket.non_blocking(true);
  const auto answer = server_.speaks == server_address::kind::nats ? std::string("PONG\r\n") : client_frame(pong);
  bool pinged = false;
  steady_clock::time_point now;
  const std::function<void(std::string_view)> take = [&](std::string_view text) {
    if (text == ping || text == "PING") {
      pinged = true;
    } else {
      sink_(number, text, now);
    }
  };
  for (;;) {
    const auto [waited] = co_await one.socket.async_wait(tcp::socket::wait_read, as_result);
    if (waited) co_return;
    boost::system::error_code error;
    const auto count = one.socket.read_some(asio::buffer(buffer_), error);
    if (error == asio::error::would_block) continue;
    if (error) co_return;
    now = steady_clock::now();
    one.reader.feed({buffer_.data(), count}, take);
    if (!pinged) continue;
    pinged = false;
    co_await asio::async_write(one.socket, asio::buffer(answer), asio::use_awaitable);
  }
}

asio::awaitable<void> swarm::stall(console& one) {
  one.socket.open(tcp::v4());
  one.socket.set_option(asio::socket_base::receive_buffer_size(stalled_buffer_bytes));
  co_await one.socket.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), server_.port), asio::use_awaitable);
  co_await shake_hands(one, std::nullopt);
  one.open = true;
  ++open_;
  const auto answer = client_frame(pong);
  for (;;) {
    one.wake.expires_after(stalled_pong_every);
    const auto [waited] = co_await one.wake.async_wait(as_result);
    if (waited) co_return;
    co_await asio::async_write(one.socket, asio::buffer(answer), asio::use_awaitable);
  }
}

} // namespace frontdoor::bench
