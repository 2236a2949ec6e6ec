// The console's WebSocket, driven frame by frame.

#include <atomic>
#include <future>
#include <memory>

#include <catch2/catch.hpp>

#include <boost/asio/co_spawn.hpp>

#include "server/console/socket.hpp"
#include "server/observe/log.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/raw_client.hpp"

namespace console = frontdoor::console;
using frontdoor::tests::answer;
using frontdoor::tests::ask;
using frontdoor::tests::eventually;
using frontdoor::tests::quick_options;
using frontdoor::tests::raw_client;
using frontdoor::tests::test_server;
using std::chrono::milliseconds;

namespace {

// A protocol that says back what it hears, and does as "close", "flood" and "overrun" tell it.
struct echo_session final : console::session {
  std::weak_ptr<console::connection> connection;
  std::shared_ptr<std::atomic<int>> closed;

  void say(std::string text) {
    if (const auto c = connection.lock()) c->send(std::make_shared<const std::string>(std::move(text)));
  }
  void on_open() override { say("hello"); }
  void on_message(std::string text) override {
    const auto c = connection.lock();
    if (!c) return;
    if (text == "close") return c->close(console::close_code::going_away, "as told");
    if (text == "large") return say(std::string(200 * 1024, 'x'));
    if (text == "overrun") {
      say(std::string(200 * 1024, 'x'));
      return say(std::string(200 * 1024, 'x'));
    }
    say(std::move(text));
  }
  void on_drained() override {}
  void on_closed() override { ++*closed; }
};

console::socket_options quick_sockets() {
  console::socket_options o;
  o.ping_interval = std::chrono::seconds(20);
  o.silent_timeout = std::chrono::seconds(20);
  o.stalled_timeout = milliseconds(100);
  o.close_timeout = milliseconds(100);
  return o;
}

// HTTP server and consoles on one thread.
struct console_server {
  std::shared_ptr<std::atomic<int>> closed = std::make_shared<std::atomic<int>>(0);
  std::unique_ptr<frontdoor::observe::log> log = frontdoor::observe::make_silent_log();
  std::shared_ptr<std::unique_ptr<console::sockets>> group = std::make_shared<std::unique_ptr<console::sockets>>();
  test_server server;

  explicit console_server(console::socket_options options = quick_sockets())
      : server(quick_options(), [this, options](boost::asio::io_context& io) {
          auto make = [closed = closed](std::weak_ptr<console::connection> c, const frontdoor::auth::principal&) {
            auto made = std::make_shared<echo_session>();
            made->connection = std::move(c);
            made->closed = closed;
            return made;
          };
          *group = std::make_unique<console::sockets>(io, options, make, *log);
          return std::vector{(*group)->upgrade_point()};
        }) {}
  ~console_server() {
    server.on_io_thread([this] { group->reset(); });
  }
  std::uint16_t port() const { return server.port(); }
  std::size_t open() {
    std::size_t n = 0;
    server.on_io_thread([&] { n = (*group)->size(); });
    return n;
  }
};

std::string handshake(const std::string& changes = "Sec-WebSocket-Protocol: frontdoor.console.v1\r\n") {
  return "GET /v1/console HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer good\r\n" +
         changes + "\r\n";
}

constexpr unsigned text_frame = 0x81;
constexpr unsigned close_frame = 0x88;
constexpr unsigned ping_frame = 0x89;
constexpr unsigned pong_frame = 0x8A;

// A client's frame, masked with zeros; `announced` overrides the length in the head.
std::string frame(unsigned head, std::string_view payload, std::optional<std::uint64_t> announced = {}) {
  std::string bytes(1, static_cast<char>(head));
  const std::uint64_t size = announced.value_or(payload.size());
  if (size < 126) {
    bytes.push_back(static_cast<char>(0x80 | size));
  } else if (size < 65536) {
    bytes.push_back(static_cast<char>(0x80 | 126));
    for (int shift = 8; shift >= 0; shift -= 8)
      bytes.push_back(static_cast<char>(size >> shift));
  } else {
    bytes.push_back(static_cast<char>(0x80 | 127));
    for (int shift = 56; shift >= 0; shift -= 8)
      bytes.push_back(static_cast<char>(size >> shift));
  }
  bytes.append(4, '\0');
  return bytes.append(payload);
}

struct heard {
  unsigned head = 0; // 0: the connection ended
  std::string payload;
  unsigned close_code() const {
    if (head != close_frame || payload.size() < 2) return 0;
    return static_cast<unsigned>(static_cast<unsigned char>(payload[0])) << 8 | static_cast<unsigned char>(payload[1]);
  }
};

heard listen(raw_client& client) {
  const std::string start = client.read_bytes(2);
  if (start.size() < 2) return {};
  std::uint64_t size = static_cast<unsigned char>(start[1]);
  if (size >= 126) {
    const std::string more = client.read_bytes(size == 126 ? 2 : 8);
    size = 0;
    for (const char c : more)
      size = size << 8 | static_cast<unsigned char>(c);
  }
  return {static_cast<unsigned char>(start[0]), client.read_bytes(size)};
}

// Connected, and past the greeting.
std::unique_ptr<raw_client> connected(console_server& server) {
  auto client = std::make_unique<raw_client>(server.port());
  client->send(handshake());
  REQUIRE(client->read(true).status == 101);
  REQUIRE(listen(*client).payload == "hello");
  return client;
}

} // namespace

TEST_CASE("A console connects, is greeted, and is answered") {
  console_server server;
  raw_client client(server.port());
  client.send(handshake("Sec-WebSocket-Protocol: other, frontdoor.console.v1\r\nOrigin: http://localhost\r\n"));
  const answer a = client.read(true);
  CHECK(a.status == 101);
  CHECK(a.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK(a.header("sec-websocket-protocol") == "frontdoor.console.v1");
  CHECK(!a.header("x-request-id").empty());
  CHECK(listen(client).payload == "hello");
  client.send(frame(text_frame, "one") + frame(text_frame, "two"));
  CHECK(listen(client).payload == "one");
  CHECK(listen(client).payload == "two");
  client.send(frame(ping_frame, "?"));
  const heard pong = listen(client);
  CHECK(pong.head == pong_frame);
  CHECK(pong.payload == "?");
  client.send(frame(text_frame, "large"));
  const heard large = listen(client);
  CHECK(large.head == text_frame); // one frame, not a row of pieces
  CHECK(large.payload.size() == 200 * 1024);
  client.send(frame(close_frame, std::string("\x03\xe8", 2)));
  CHECK(listen(client).close_code() == 1000);
  client.expect_close();
  CHECK(eventually([&] { return *server.closed == 1; }));
  CHECK(server.open() == 0);
}

TEST_CASE("What is no sound handshake is told so over HTTP") {
  console_server server;
  const std::uint16_t port = server.port();
  const std::string subprotocol = "Sec-WebSocket-Protocol: frontdoor.console.v1\r\n";
  const auto with = [](std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  };
  CHECK(ask(port, handshake("")).status == 400);
  CHECK(ask(port, handshake("Sec-WebSocket-Protocol: other\r\n")).status == 400);
  CHECK(ask(port, handshake(subprotocol + "Origin: http://elsewhere.example\r\n")).status == 403);
  CHECK(ask(port, with(handshake(), "Bearer good", "Bearer weak")).status == 403);
  CHECK(ask(port, with(handshake(), "Bearer good", "Bearer wrong")).status == 401);
  CHECK(ask(port, with(handshake(), "dGhlIHNhbXBsZSBub25jZQ==", "short")).status == 400);
  const answer version = ask(port, with(handshake(), "Version: 13", "Version: 8"));
  CHECK(version.status == 426);
  CHECK(version.header("sec-websocket-version") == "13");
  const answer no_upgrade = ask(port, "GET /v1/console HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(no_upgrade.status == 426);
  CHECK(no_upgrade.header("upgrade") == "websocket");
  CHECK(ask(port, "POST /v1/console HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").status == 405);
  CHECK(ask(port, handshake() + frame(text_frame, "too early")).status == 400);
  CHECK(*server.closed == 0);
  CHECK(ask(port, "GET /livez HTTP/1.1\r\nHost: h\r\n\r\n").status == 200);
}

TEST_CASE("A hostile console is closed with the right code, and the others go on") {
  console_server server;
  const auto other = connected(server);
  const auto client = connected(server);
  SECTION("an unmasked frame") {
    client->send(std::string("\x81\x02hi", 4));
    CHECK(listen(*client).close_code() == 1002);
  }
  SECTION("a message beyond the limit, announced") {
    client->send(frame(text_frame, "start", 1U << 20));
    CHECK(listen(*client).close_code() == 1009);
  }
  SECTION("a length with the highest bit") {
    client->send(frame(text_frame, "x", ~std::uint64_t{0}));
    const heard h = listen(*client);
    CHECK((h.head == 0 || h.close_code() >= 1002));
  }
  SECTION("a message beyond the limit, in fragments") {
    for (int i = 0; i < 5; ++i)
      client->send(frame(i == 0 ? 0x01U : 0x00U, std::string(20 * 1024, 'x')));
    CHECK(listen(*client).close_code() == 1009);
  }
  SECTION("bytes that are no UTF-8") {
    client->send(frame(text_frame, "\xC0\xAF"));
    CHECK(listen(*client).close_code() == 1007);
  }
  SECTION("a binary message") {
    client->send(frame(0x82, "bin"));
    CHECK(listen(*client).close_code() == 1008);
  }
  SECTION("reserved bits") {
    client->send(frame(0xF1, "x"));
    CHECK(listen(*client).close_code() == 1002);
  }
  SECTION("an unknown opcode") {
    client->send(frame(0x83, "x"));
    CHECK(listen(*client).close_code() == 1002);
  }
  SECTION("a ping in fragments") {
    client->send(frame(0x09, "x"));
    CHECK(listen(*client).close_code() == 1002);
  }
  SECTION("a ping that is too long") {
    client->send(frame(ping_frame, std::string(200, 'x')));
    CHECK(listen(*client).close_code() == 1002);
  }
  SECTION("HTTP instead of frames") {
    client->send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    const heard h = listen(*client);
    CHECK((h.head == 0 || h.close_code() == 1002));
  }
  SECTION("a cut in the middle of a frame") {
    client->send(frame(text_frame, "half of", 100));
    client->half_close();
  }
  SECTION("a reset") {
    client->reset();
  }
  CHECK(eventually([&] {
    if (*server.closed == 0) other->send(frame(pong_frame, ""));
    return *server.closed == 1;
  }));
  other->send(frame(text_frame, "still here"));
  CHECK(listen(*other).payload == "still here");
  CHECK(ask(server.port(), "GET /livez HTTP/1.1\r\nHost: h\r\n\r\n").status == 200);
}

TEST_CASE("Closing is polite, and hard when the peer does not answer") {
  console_server server;
  const auto client = connected(server);
  client->send(frame(text_frame, "close"));
  const heard bye = listen(*client);
  CHECK(bye.close_code() == 1001);
  CHECK(bye.payload.substr(2) == "as told");
  client->expect_close();
  CHECK(eventually([&] { return *server.closed == 1; }));
}

TEST_CASE("A console that does not read is closed hard, and delays nobody") {
  console_server server;
  const auto other = connected(server);
  raw_client stalled(server.port());
  stalled.small_receive_buffer();
  stalled.send(handshake());
  REQUIRE(stalled.read(true).status == 101);
  std::string asking;
  for (int i = 0; i < 200; ++i)
    asking += frame(text_frame, "large");
  stalled.send(asking);
  other->send(frame(text_frame, "quick"));
  CHECK(listen(*other).payload == "quick");
  CHECK(eventually([&] { return *server.closed == 1; }));
}

TEST_CASE("Sending beyond the bytes in flight is a fault that ends the connection") {
  console_server server;
  const auto client = connected(server);
  client->send(frame(text_frame, "overrun"));
  client->expect_close();
  CHECK(eventually([&] { return *server.closed == 1; }));
}

TEST_CASE("The server pings, hears pongs, and closes who is silent") {
  auto options = quick_sockets();
  options.ping_interval = milliseconds(20);
  options.silent_timeout = milliseconds(150);
  console_server server(options);
  const auto client = connected(server);
  for (int i = 0; i < 20; ++i) {
    const heard ping = listen(*client);
    REQUIRE(ping.head == ping_frame);
    client->send(frame(pong_frame, ping.payload));
  }
  CHECK(*server.closed == 0);
  CHECK(eventually([&] { return *server.closed == 1; }));
}

TEST_CASE("Beyond their number consoles are told to come back") {
  auto options = quick_sockets();
  options.connections_max = 1;
  console_server server(options);
  const auto client = connected(server);
  const answer a = ask(server.port(), handshake());
  CHECK(a.status == 503);
  CHECK(a.header("retry-after") == "1");
}

TEST_CASE("Draining says 1012 to consoles and does not wait for the deaf") {
  console_server server;
  const auto polite = connected(server);
  const auto deaf = connected(server);
  std::promise<void> drained;
  boost::asio::co_spawn(server.server.io(), (*server.group)->drain(std::chrono::seconds(20)), [&](std::exception_ptr) {
    drained.set_value();
  });
  const heard bye = listen(*polite);
  CHECK(bye.close_code() == 1012);
  polite->send(frame(close_frame, bye.payload));
  polite->expect_close();
  CHECK(drained.get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready);
  CHECK(*server.closed == 2);
  CHECK(ask(server.port(), handshake()).status == 503);
}
