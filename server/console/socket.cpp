// One console's WebSocket. The only file that includes Beast's WebSocket.

#include "server/console/socket.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include "server/observe/log.hpp"

namespace frontdoor::console {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kept_buffer_bytes = 8 * 1024;

class socket;

} // namespace

// What the connections share.
struct socket_group {
  socket_group(asio::io_context& context, socket_options chosen, session_factory factory, observe::log& lines)
      : io(context), options(chosen), make(std::move(factory)), log(lines), tick(context), emptied(context) {}

  asio::io_context& io;
  const socket_options options;
  const session_factory make;
  observe::log& log;
  asio::steady_timer tick;    // one timer watches all connections
  asio::steady_timer emptied; // cancelled when the last connection goes
  std::vector<socket*> open;
  bool watching = false;
  bool draining = false;
  bool turning_away = false;
  std::size_t direct = 0; // that came by way of no proxy
};

namespace {

class socket final : public connection, public std::enable_shared_from_this<socket> {
 public:
  socket(std::shared_ptr<socket_group> group, http::upgraded from)
      : group_(std::move(group)), stream_(std::move(from.socket)), head_(std::move(from.head)),
        caller_(std::move(from.caller)), wake_(group_->io) {
    slot_ = group_->open.size();
    group_->open.push_back(this);
    heard_ = pinged_ = steady_clock::now();
    close_by_ = heard_ + group_->options.close_timeout;
    direct_ = !head_.by_proxy;
    if (direct_) ++group_->direct;
  }
  ~socket() override {
    if (direct_) --group_->direct;
    group_->open.back()->slot_ = slot_;
    group_->open[slot_] = group_->open.back();
    group_->open.pop_back();
    if (!group_->open.empty()) return;
    group_->emptied.cancel();
    group_->tick.cancel();
  }

  // Answers the handshake, then reads until the connection ends.
  asio::awaitable<void> run();
  void check(steady_clock::time_point now);
  void hard_close(const char* why);

  void send(std::shared_ptr<const std::string> message) override;
  std::size_t bytes_in_flight() const override { return in_flight_; }
  void close(close_code code, std::string_view reason) override;

 private:
  asio::awaitable<void> read_all();
  asio::awaitable<void> write_all();
  void prepare();
  void ping();

  std::shared_ptr<socket_group> group_;
  websocket::stream<tcp::socket> stream_;
  http::request head_;
  auth::principal caller_;
  std::shared_ptr<session> session_;
  beast::flat_buffer buffer_;

  std::deque<std::shared_ptr<const std::string>> queue_;
  std::size_t in_flight_ = 0;
  asio::steady_timer wake_; // the writer sleeps on it

  bool open_ = false;    // the handshake is done
  bool closing_ = false; // we have asked to close
  bool dead_ = false;    // nothing can be read or written any more
  bool pinging_ = false;
  websocket::close_reason farewell_;
  steady_clock::time_point heard_;
  steady_clock::time_point pinged_;
  steady_clock::time_point close_by_; // the handshake or the close must be over by then
  std::optional<steady_clock::time_point> writing_since_;
  std::size_t slot_ = 0;
  bool direct_ = false;
};

// Ends of coroutines: what they throw is a fault of ours, and closes the connection.
auto report(const std::shared_ptr<socket>& connection, const std::shared_ptr<socket_group>& group) {
  return [connection, group](std::exception_ptr failure) {
    if (!failure) return;
    connection->hard_close("exception");
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& e) {
      group->log.error("console_failed", {{"error", e.what()}});
    }
  };
}

// Coroutines take what they live on by value.
asio::awaitable<void> run_socket(std::shared_ptr<socket> connection) {
  co_await connection->run();
}

void socket::prepare() {
  const socket_options& o = group_->options;
  // Deadlines are kept by check(); a timer a connection would cost more.
  stream_.set_option(
      websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false}
  );
  stream_.set_option(websocket::stream_base::decorator([id = head_.request_id](websocket::response_type& answer) {
    answer.set("Sec-WebSocket-Protocol", console_subprotocol);
    answer.set("X-Request-Id", id);
  }));
  websocket::permessage_deflate deflate;
  deflate.server_enable = o.deflate;
  stream_.set_option(deflate);
  stream_.auto_fragment(false); // a large frame in pieces waits for the event loop once a piece
  stream_.read_message_max(o.message_bytes_max);
  stream_.text(true);
  stream_.control_callback([this](websocket::frame_type, beast::string_view) { heard_ = steady_clock::now(); });
  boost::system::error_code ignored;
  beast::get_lowest_layer(stream_).set_option(tcp::no_delay(true), ignored);
}

asio::awaitable<void> socket::run() {
  prepare();
  websocket::request_type handshake;
  handshake.method(beast::http::verb::get);
  handshake.target(head_.path);
  handshake.version(11);
  for (const auto& [name, value] : head_.headers)
    handshake.insert(name, value);
  auto [error] = co_await stream_.async_accept(handshake, as_result);
  head_ = http::request();
  if (error || dead_) {
    hard_close("handshake");
    co_return;
  }
  open_ = true;
  heard_ = pinged_ = steady_clock::now();
  if (group_->draining || group_->turning_away) {
    close(close_code::restart, "restart");
  } else {
    session_ = group_->make(weak_from_this(), std::move(caller_));
    if (session_) {
      session_->on_open();
    } else {
      close(close_code::policy, "not taken");
    }
  }
  auto self = shared_from_this();
  asio::co_spawn(
      group_->io, [](std::shared_ptr<socket> s) -> asio::awaitable<void> { co_await s->write_all(); }(self),
      report(self, group_)
  );
  std::exception_ptr failure;
  try {
    co_await read_all();
  } catch (...) {
    failure = std::current_exception();
  }
  hard_close("ended");
  if (session_) session_->on_closed();
  session_.reset();
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<void> socket::read_all() {
  for (;;) {
    auto [error, size] = co_await stream_.async_read(buffer_, as_result);
    if (error) co_return; // closed by either side, or cut
    heard_ = steady_clock::now();
    std::string message = beast::buffers_to_string(buffer_.data());
    buffer_.clear();
    if (buffer_.capacity() > kept_buffer_bytes) buffer_ = beast::flat_buffer();
    if (closing_) continue;
    if (!stream_.got_text()) {
      close(close_code::policy, "text only");
    } else {
      session_->on_message(std::move(message));
    }
  }
}

// The only writer of messages. Ends after the close, or when the connection is dead.
asio::awaitable<void> socket::write_all() {
  while (!dead_) {
    if (queue_.empty()) {
      if (closing_) break;
      wake_.expires_at(steady_clock::time_point::max());
      co_await wake_.async_wait(as_result);
      continue;
    }
    const auto message = std::move(queue_.front());
    queue_.pop_front();
    writing_since_ = steady_clock::now();
    auto [error, size] = co_await stream_.async_write(asio::buffer(*message), as_result);
    writing_since_.reset();
    in_flight_ -= message->size();
    if (error) {
      hard_close("write failed");
      co_return;
    }
    if (!dead_ && !closing_) session_->on_drained();
  }
  if (dead_) co_return;
  co_await stream_.async_close(farewell_, as_result);
}

void socket::send(std::shared_ptr<const std::string> message) {
  if (dead_ || closing_ || !message) return;
  if (in_flight_ + message->size() > group_->options.bytes_in_flight_max) {
    group_->log.error(
        "console_overrun", {{"bytes_in_flight", in_flight_}, {"bytes", static_cast<std::uint64_t>(message->size())}}
    );
    hard_close("overrun");
    return;
  }
  in_flight_ += message->size();
  queue_.push_back(std::move(message));
  wake_.cancel();
}

void socket::close(close_code code, std::string_view reason) {
  if (closing_ || dead_) return;
  closing_ = true;
  farewell_.code = static_cast<std::uint16_t>(code);
  farewell_.reason.assign(reason.data(), std::min<std::size_t>(reason.size(), 120));
  close_by_ = steady_clock::now() + group_->options.close_timeout;
  wake_.cancel();
}

void socket::hard_close(const char* why) {
  if (dead_) return;
  dead_ = true;
  group_->log.debug("console_closed", {{"why", why}});
  boost::system::error_code ignored;
  beast::get_lowest_layer(stream_).close(ignored);
  wake_.cancel();
}

void socket::ping() {
  pinged_ = steady_clock::now();
  pinging_ = true;
  stream_.async_ping({}, [self = shared_from_this()](beast::error_code) { self->pinging_ = false; });
}

void socket::check(steady_clock::time_point now) {
  if (dead_) return;
  const socket_options& o = group_->options;
  if (open_ && !closing_ && !stream_.is_open()) {
    // The peer closes, or broke the protocol and has been told; the rest of the farewell is its business, for a while.
    closing_ = true;
    close_by_ = now + o.close_timeout;
  }
  if ((!open_ || closing_) && now > close_by_) {
    hard_close("close timed out");
  } else if (writing_since_ && now - *writing_since_ > o.stalled_timeout) {
    group_->log.warning("console_stalled", {{"bytes_in_flight", in_flight_}});
    hard_close("stalled");
  } else if (open_ && now - heard_ > o.silent_timeout) {
    group_->log.warning("console_silent", {});
    hard_close("silent");
  } else if (open_ && !closing_ && !pinging_ && now - pinged_ >= o.ping_interval) {
    ping();
  }
}

asio::awaitable<void> watch(std::shared_ptr<socket_group> group) {
  const socket_options& o = group->options;
  const auto shortest = std::min({o.ping_interval, o.silent_timeout, o.stalled_timeout, o.close_timeout});
  const auto interval = std::clamp(shortest / 8, milliseconds(5), milliseconds(1000));
  while (!group->open.empty()) {
    group->tick.expires_after(interval);
    co_await group->tick.async_wait(as_result);
    const auto now = steady_clock::now();
    for (std::size_t i = group->open.size(); i-- > 0;) {
      if (i < group->open.size()) group->open[i]->check(now);
    }
  }
  group->watching = false;
}

void take(const std::shared_ptr<socket_group>& group, http::upgraded from) {
  auto connection = std::make_shared<socket>(group, std::move(from));
  asio::co_spawn(group->io, run_socket(connection), report(connection, group));
  if (group->watching) return;
  group->watching = true;
  asio::co_spawn(group->io, watch(group), [group](std::exception_ptr) {});
}

} // namespace

sockets::sockets(asio::io_context& io, socket_options options, session_factory make, observe::log& log)
    : group_(std::make_shared<socket_group>(io, options, std::move(make), log)) {}

sockets::~sockets() {
  group_->draining = true;
  for (std::size_t i = group_->open.size(); i-- > 0;)
    group_->open[i]->hard_close("server gone");
}

http::upgrade_point sockets::upgrade_point() {
  http::upgrade_point point;
  point.path = console_path;
  point.access = auth::access::needs(auth::permission::console_connect);
  point.subprotocol = console_subprotocol;
  point.take = [group = group_](http::upgraded from) { take(group, std::move(from)); };
  point.has_room = [group = group_] {
    return !group->draining && !group->turning_away && group->open.size() < group->options.connections_max;
  };
  return point;
}

std::size_t sockets::size() const {
  return group_->open.size();
}

bool sockets::all_by_proxy() const {
  return group_->direct == 0;
}

void sockets::turn_away(bool on) {
  group_->turning_away = on;
  if (!on) return;
  for (std::size_t i = group_->open.size(); i-- > 0;)
    group_->open[i]->close(close_code::restart, "handed over");
}

asio::awaitable<void> sockets::drain(milliseconds deadline) {
  const auto group = group_;
  group->draining = true;
  for (std::size_t i = group->open.size(); i-- > 0;)
    group->open[i]->close(close_code::restart, "restart");
  if (group->open.empty()) co_return;
  group->emptied.expires_after(deadline);
  co_await group->emptied.async_wait(as_result);
  for (std::size_t i = group->open.size(); i-- > 0;)
    group->open[i]->hard_close("drain deadline");
}

} // namespace frontdoor::console
