#include "tests/support/console_client.hpp"

#include <deque>
#include <optional>
#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

namespace frontdoor::tests {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using nlohmann::json;

namespace {

constexpr std::chrono::seconds silence_limit{20};

} // namespace

struct console_client::connection {
  asio::io_context io;
  websocket::stream<tcp::socket> stream{io};
  boost::beast::flat_buffer buffer;
  std::deque<json> events; // of frames already read

  // Runs one operation to its end; `start` is given what it must call with the outcome.
  template <class Start> boost::system::error_code run(Start start) {
    std::optional<boost::system::error_code> outcome;
    start([&](boost::system::error_code error, auto&&...) { outcome = error; });
    io.restart();
    const auto until = std::chrono::steady_clock::now() + silence_limit;
    while (!outcome && std::chrono::steady_clock::now() < until)
      io.run_one_until(until);
    if (outcome) return *outcome;
    boost::system::error_code ignored;
    stream.next_layer().close(ignored);
    io.restart();
    while (!outcome)
      io.run_one();
    throw std::runtime_error("the console's server is silent");
  }
};

console_client::console_client(const http_caller& who) : connection_(std::make_unique<connection>()) {
  auto& stream = connection_->stream;
  const std::string host = "127.0.0.1:" + std::to_string(who.port());
  stream.next_layer().connect({asio::ip::address_v4::loopback(), who.port()});
  stream.set_option(websocket::stream_base::decorator([&who](websocket::request_type& request) {
    request.set("Sec-WebSocket-Protocol", "frontdoor.console.v1");
    for (const auto& [name, value] : who.credentials())
      request.set(name, value);
  }));
  stream.text(true);
  stream.read_message_max(16U << 20U);
  const auto error = connection_->run([&](auto done) { stream.async_handshake(host, "/v1/console", done); });
  if (error) throw std::runtime_error("the console is refused: " + error.message());
}

console_client::~console_client() = default;

void console_client::send(const json& message) {
  send_text(message.dump());
}

void console_client::send_text(const std::string& text) {
  connection_->stream.text(true);
  const auto error = connection_->run([&](auto done) { connection_->stream.async_write(asio::buffer(text), done); });
  if (error) throw std::runtime_error("the console cannot send: " + error.message());
}

void console_client::send_binary(const std::string& bytes) {
  connection_->stream.binary(true);
  const auto error = connection_->run([&](auto done) { connection_->stream.async_write(asio::buffer(bytes), done); });
  if (error) throw std::runtime_error("the console cannot send: " + error.message());
}

json console_client::next() {
  // Pings are no news: with nothing else the server is as good as silent.
  const auto until = std::chrono::steady_clock::now() + silence_limit;
  while (std::chrono::steady_clock::now() < until) {
    const auto error = connection_->run([&](auto done) { connection_->stream.async_read(connection_->buffer, done); });
    if (error) throw std::runtime_error("the console cannot hear: " + error.message());
    auto message = json::parse(boost::beast::buffers_to_string(connection_->buffer.data()));
    connection_->buffer.clear();
    const auto type = message.at("type").get<std::string>();
    if (type == "ping") {
      send({{"type", "pong"}});
      continue;
    }
    if (type == "snapshot") position_ = message.at("position").get<std::uint64_t>();
    if (type == "frame") {
      if (message.at("from").get<std::uint64_t>() != position_)
        throw std::runtime_error("a gap before " + message.dump());
      position_ = message.at("to").get<std::uint64_t>();
    }
    return message;
  }
  throw std::runtime_error("the console hears nothing but pings");
}

json console_client::next(const std::string& type) {
  for (;;) {
    auto message = next();
    if (message.at("type") == type) return message;
    if (message.at("type") == "frame") {
      for (auto& event : message.at("items"))
        connection_->events.push_back(std::move(event));
    }
    if (message.at("type") == "bye") throw std::runtime_error("the server says " + message.dump());
  }
}

json console_client::next_event(const std::function<bool(const json&)>& wanted) {
  auto& events = connection_->events;
  for (;;) {
    while (events.empty()) {
      auto frame = next("frame");
      for (auto& event : frame.at("items"))
        events.push_back(std::move(event));
    }
    auto event = std::move(events.front());
    events.pop_front();
    if (wanted(event)) return event;
  }
}

json console_client::subscribe(const json& more) {
  json message{{"type", "subscribe"}};
  message.update(more);
  if (more.contains("after")) position_ = more.at("after").get<std::uint64_t>();
  send(message);
  json cards = json::array();
  if (more.contains("after")) return cards;
  for (;;) {
    const auto part = next("snapshot");
    for (const auto& card : part.at("items"))
      cards.push_back(card);
    if (part.at("part") == part.at("parts")) return cards;
  }
}

unsigned console_client::closed() {
  for (;;) {
    const auto error = connection_->run([&](auto done) { connection_->stream.async_read(connection_->buffer, done); });
    connection_->buffer.clear();
    if (error == websocket::error::closed) return connection_->stream.reason().code;
    if (error) return 0;
  }
}

void console_client::cut() {
  boost::system::error_code ignored;
  connection_->stream.next_layer().close(ignored);
}

} // namespace frontdoor::tests
