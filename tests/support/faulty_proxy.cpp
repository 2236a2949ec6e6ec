#include "tests/support/faulty_proxy.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace frontdoor::tests {

namespace asio = boost::asio;
using asio::ip::tcp;
using socket_of_any_kind = asio::generic::stream_protocol::socket;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t piece_bytes = 16UL * 1024;
constexpr std::chrono::milliseconds look_again{5};

enum class state { whole, cut, swallowing, slow };

// A connection that came, and the one that was made for it.
struct pair_of_sockets {
  explicit pair_of_sockets(asio::io_context& io) : near(io), far(io) {}

  void reset() {
    for (auto* one : {&near, &far}) {
      boost::system::error_code ignored;
      one->set_option(asio::socket_base::linger(true, 0), ignored);
      one->close(ignored);
    }
  }

  socket_of_any_kind near;
  socket_of_any_kind far;
};

} // namespace

struct faulty_proxy::network {
  explicit network(asio::generic::stream_protocol::endpoint to)
      : target(std::move(to)), acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        port(acceptor.local_endpoint().port()) {
    asio::co_spawn(io, accept_all(*this), asio::detached);
    thread = std::thread([this] { io.run(); });
  }
  ~network() {
    io.stop();
    thread.join();
  }
  network(const network&) = delete;
  network& operator=(const network&) = delete;

  // Runs in the proxy's thread, and waits for its end.
  void change(const std::function<void()>& what) {
    std::atomic<bool> done = false;
    asio::post(io, [&] {
      what();
      done = true;
      done.notify_one();
    });
    done.wait(false);
  }

  static asio::awaitable<void> accept_all(network& self) {
    for (;;) {
      auto both = std::make_shared<pair_of_sockets>(self.io);
      tcp::socket came(self.io);
      const auto [error] = co_await self.acceptor.async_accept(came, as_result);
      if (error) continue;
      ++self.accepted;
      came.set_option(tcp::no_delay(true));
      both->near = std::move(came);
      if (self.now == state::cut) {
        both->reset();
        continue;
      }
      self.open.push_back(both);
      asio::co_spawn(self.io, join(self, std::move(both)), asio::detached);
    }
  }

  static asio::awaitable<void> join(network& self, std::shared_ptr<pair_of_sockets> both) {
    // A cable that is out lets no connection through either.
    while (self.now == state::swallowing)
      co_await pause(self, look_again);
    const auto [error] = co_await both->far.async_connect(self.target, as_result);
    if (error) {
      both->reset();
      co_return;
    }
    asio::co_spawn(self.io, pump(self, both, &both->near, &both->far), asio::detached);
    asio::co_spawn(self.io, pump(self, both, &both->far, &both->near), asio::detached);
  }

  static asio::awaitable<void>
  pump(network& self, std::shared_ptr<pair_of_sockets> both, socket_of_any_kind* from, socket_of_any_kind* to) {
    const auto piece = std::make_unique<std::array<char, piece_bytes>>();
    for (;;) {
      const auto [read_error, count] = co_await from->async_read_some(asio::buffer(*piece), as_result);
      if (read_error) break;
      if (self.now == state::slow) {
        const auto sending = std::chrono::milliseconds(1000 * count / self.bytes_per_second);
        co_await pause(self, self.delay + sending);
      }
      while (self.now == state::swallowing)
        co_await pause(self, look_again);
      const auto [write_error, written] = co_await asio::async_write(*to, asio::buffer(*piece, count), as_result);
      if (write_error || written != count) break;
    }
    // The other direction may still have something to say.
    boost::system::error_code ignored;
    to->shutdown(asio::socket_base::shutdown_send, ignored);
  }

  static asio::awaitable<void> pause(network& self, std::chrono::milliseconds time) {
    asio::steady_timer timer(self.io);
    timer.expires_after(time);
    co_await timer.async_wait(as_result);
  }

  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  asio::generic::stream_protocol::endpoint target;
  tcp::acceptor acceptor;
  std::uint16_t port;
  std::vector<std::weak_ptr<pair_of_sockets>> open;
  state now = state::whole;
  std::chrono::milliseconds delay{};
  std::size_t bytes_per_second = 1;
  std::atomic<std::size_t> accepted = 0;
  std::thread thread;
};

faulty_proxy::faulty_proxy(std::uint16_t target_port)
    : network_(std::make_unique<network>(tcp::endpoint(asio::ip::address_v4::loopback(), target_port))) {}

faulty_proxy::faulty_proxy(const std::string& target_socket)
    : network_(std::make_unique<network>(asio::local::stream_protocol::endpoint(target_socket))) {}

faulty_proxy::~faulty_proxy() = default;

std::uint16_t faulty_proxy::port() const {
  return network_->port;
}

std::size_t faulty_proxy::connections() const {
  return network_->accepted;
}

void faulty_proxy::cut() {
  network_->change([this] {
    network_->now = state::cut;
    for (const auto& one : network_->open) {
      if (const auto both = one.lock()) both->reset();
    }
    network_->open.clear();
  });
}

void faulty_proxy::swallow() {
  network_->change([this] { network_->now = state::swallowing; });
}

void faulty_proxy::slow_down(std::chrono::milliseconds delay, std::size_t bytes_per_second) {
  network_->change([this, delay, bytes_per_second] {
    network_->now = state::slow;
    network_->delay = delay;
    network_->bytes_per_second = bytes_per_second;
  });
}

void faulty_proxy::mend() {
  network_->change([this] { network_->now = state::whole; });
}

void faulty_proxy::lead_to(std::uint16_t target_port) {
  network_->change([this, target_port] {
    network_->target = tcp::endpoint(asio::ip::address_v4::loopback(), target_port);
  });
}

} // namespace frontdoor::tests
