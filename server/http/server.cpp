#include "server/http/server.hpp"

#include <algorithm>
#include <exception>
#include <random>
#include <string_view>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "server/http/server_state.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr auto as_outcome = asio::as_tuple(asio::use_awaitable);

// An eighth of the shortest time-out, so that none is late by much and the watch costs nothing.
milliseconds watch_interval(const server_options& o) {
  const auto shortest =
      std::min({o.header_timeout, o.body_timeout, o.idle_timeout, o.handler_timeout, o.write_timeout, o.linger_timeout}
      );
  return std::clamp(shortest / 8, milliseconds(5), milliseconds(500));
}

asio::awaitable<void> watch(std::shared_ptr<server_state> state) {
  const auto interval = watch_interval(state->options);
  while (!state->stopped) {
    state->tick.expires_after(interval);
    co_await state->tick.async_wait(as_outcome);
    const auto now = steady_clock::now();
    // Backwards: a connection that leaves is replaced by the last one, which has been looked at.
    for (std::size_t i = state->open.size(); i-- > 0;) {
      if (i < state->open.size()) state->open[i]->check(now);
    }
  }
}

// Beyond connections_max a caller is told so instead of waiting in the dark.
void turn_away(tcp::socket socket) {
  constexpr std::string_view answer =
      "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
      "Content-Type: application/problem+json\r\nContent-Length: 86\r\n\r\n"
      "{\"status\":503,\"code\":\"too_many_connections\",\"title\":\"The server is full. Try again.\"}\n";
  static_assert(answer.substr(answer.find("\r\n\r\n") + 4).size() == 86);
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  asio::write(socket, asio::buffer(answer), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> accept(std::shared_ptr<server_state> state) {
  auto last_complaint = steady_clock::time_point{};
  asio::steady_timer pause(state->io);
  while (!state->draining) {
    auto [error, socket] = co_await state->acceptor.async_accept(as_outcome);
    if (state->draining) break;
    if (error) {
      // Out of descriptors or a peer already gone: neither is a reason to stop listening, nor to spin.
      const auto now = steady_clock::now();
      if (now - last_complaint > std::chrono::seconds(5)) {
        state->log.warning("accept_failed", {{"error", error.message()}});
        last_complaint = now;
      }
      if (error == asio::error::connection_aborted) continue;
      pause.expires_after(milliseconds(100));
      co_await pause.async_wait(as_outcome);
      continue;
    }
    if (state->open.size() >= state->options.connections_max) {
      turn_away(std::move(socket));
      continue;
    }
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    start_session(state, std::move(socket));
  }
}

// What a server's own coroutine ended with; they end by themselves only when the server stops.
auto report(const std::shared_ptr<server_state>& state, std::string_view what) {
  return [state, what](std::exception_ptr failure) {
    if (!failure) return;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& e) {
      state->log.error("http_task_failed", {{"task", what}, {"error", e.what()}});
    }
  };
}

std::string random_prefix() {
  std::random_device source;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (int i = 0; i < 16; ++i)
    text.push_back(digits[source() % 16]);
  return text + "-";
}

} // namespace

server_state::server_state(
    asio::io_context& context, server_options chosen, router table, authenticator ask, observe::log& lines,
    observe::metrics& numbers
)
    : io(context), options(std::move(chosen)), routes(std::move(table)), who(std::move(ask)), log(lines),
      metrics(numbers), proxies(options.trusted_proxies), gzip(options.gzip_level), acceptor(context), tick(context),
      emptied(context), in_flight_by_endpoint(routes.rows().size(), 0), id_prefix_(random_prefix()) {}

void server_state::enter(watched& connection) {
  connection.slot = open.size();
  open.push_back(&connection);
}

void server_state::leave(watched& connection) {
  open.back()->slot = connection.slot;
  open[connection.slot] = open.back();
  open.pop_back();
  if (open.empty()) emptied.cancel();
}

std::string server_state::new_request_id() {
  return id_prefix_ + std::to_string(++ids_made_);
}

server::server(
    asio::io_context& io, server_options options, router routes, authenticator who, observe::log& log,
    observe::metrics& metrics
)
    : state_(std::make_shared<server_state>(io, std::move(options), std::move(routes), std::move(who), log, metrics)) {}

server::~server() {
  state_->draining = true;
  state_->stopped = true;
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
  state_->tick.cancel();
  for (std::size_t i = state_->open.size(); i-- > 0;)
    state_->open[i]->abort();
}

void server::listen() {
  const server_options& options = state_->options;
  const tcp::endpoint place(asio::ip::make_address(options.address), options.port);
  state_->acceptor.open(place.protocol());
  state_->acceptor.set_option(tcp::acceptor::reuse_address(true));
  state_->acceptor.bind(place);
  state_->acceptor.listen(options.backlog);
  asio::co_spawn(state_->io, accept(state_), report(state_, "accept"));
  asio::co_spawn(state_->io, watch(state_), report(state_, "watch"));
}

std::uint16_t server::port() const {
  boost::system::error_code error;
  const auto place = state_->acceptor.local_endpoint(error);
  return error ? std::uint16_t{0} : place.port();
}

asio::awaitable<void> server::drain(milliseconds deadline) {
  const auto state = state_;
  state->draining = true;
  boost::system::error_code ignored;
  state->acceptor.close(ignored);
  for (std::size_t i = state->open.size(); i-- > 0;)
    state->open[i]->begin_drain();
  if (!state->open.empty()) {
    state->emptied.expires_after(deadline);
    co_await state->emptied.async_wait(as_outcome);
  }
  const std::size_t left = state->open.size();
  for (std::size_t i = state->open.size(); i-- > 0;)
    state->open[i]->abort();
  state->stopped = true;
  state->tick.cancel();
  state->log.info("http_drained", {{"closed_hard", static_cast<std::int64_t>(left)}});
}

void server::say_mode(std::string mode) {
  state_->mode = std::move(mode);
}

bool server::draining() const {
  return state_->draining;
}
std::size_t server::connections() const {
  return state_->open.size();
}
std::size_t server::in_flight() const {
  return state_->in_flight;
}

} // namespace frontdoor::http
