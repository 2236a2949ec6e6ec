#include "tests/bench/intake/contact_load.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace frontdoor::bench {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::steady_clock;

namespace {

constexpr std::string_view number_mark = "NNNNNNNNNN";

struct running {
  const load_plan& plan;
  std::string run; // makes the keys of this run its own
  std::uint64_t next = 0;
  load_result result;
};

std::string request_text(const running& r, std::uint64_t number) {
  const auto& p = r.plan;
  auto body = p.bodies[number % p.bodies.size()];
  auto digits = std::to_string(number);
  digits.insert(0, number_mark.size() - std::min(number_mark.size(), digits.size()), '0');
  for (auto mark = body.find(number_mark); mark != std::string::npos; mark = body.find(number_mark, mark))
    body.replace(mark, number_mark.size(), digits);
  auto head = "POST /v1/contacts HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(p.port) +
              "\r\nContent-Type: application/json\r\n";
  if (!p.api_key.empty())
    head += "Authorization: Bearer " + p.api_key + "\r\nIdempotency-Key: " + r.run + digits + "\r\n";
  return head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// The size that a head announces for the body behind it.
std::size_t content_length(std::string_view head) {
  std::string lower(head);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto at = lower.find("\r\ncontent-length:");
  if (at == std::string::npos) throw std::runtime_error("an answer without Content-Length");
  return std::stoul(lower.substr(at + 17));
}

// One keep-alive connection takes the next request that is due, again and again.
asio::awaitable<void> client(running& r) {
  const auto executor = co_await asio::this_coro::executor;
  tcp::socket socket(executor);
  asio::steady_timer due(executor);
  co_await socket.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), r.plan.port), asio::use_awaitable);
  socket.set_option(tcp::no_delay(true));
  std::string answer;
  while (r.next < r.plan.requests) {
    const auto number = r.next++;
    const auto request = request_text(r, number);
    load_answer kept;
    kept.due = r.result.begin + r.plan.interval * number;
    due.expires_at(kept.due);
    co_await due.async_wait(asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
    const auto head =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(answer), "\r\n\r\n", asio::use_awaitable);
    const auto whole = head + content_length(std::string_view(answer).substr(0, head));
    if (answer.size() < whole) {
      const auto missing = whole - answer.size();
      co_await asio::async_read(
          socket, asio::dynamic_buffer(answer), asio::transfer_exactly(missing), asio::use_awaitable
      );
    }
    kept.at = steady_clock::now();
    kept.status = std::stoi(answer.substr(9, 3));
    if (r.plan.keep_bodies) kept.body = answer.substr(head, whole - head);
    r.result.answers.push_back(std::move(kept));
    answer.erase(0, whole);
  }
}

} // namespace

std::uint64_t load_result::created() const {
  return static_cast<std::uint64_t>(std::ranges::count(answers, 201, &load_answer::status));
}

std::vector<std::string> read_bodies(const std::string& file) {
  std::vector<std::string> bodies;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    bodies.push_back(line);
  if (bodies.empty()) throw std::runtime_error("no contacts in " + file);
  return bodies;
}

void set_rate(load_plan& plan, double per_second, double seconds) {
  plan.requests = static_cast<std::uint64_t>(per_second * seconds);
  plan.interval = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / per_second));
}

load_result post_all(const load_plan& plan) {
  asio::io_context io(1);
  running r{plan, "open-loop-" + std::to_string(std::random_device{}()) + "-", 0, {}};
  r.result.begin = steady_clock::now() + std::chrono::milliseconds(200);
  r.result.answers.reserve(plan.requests);
  for (std::size_t i = 0; i < plan.connections; ++i) {
    asio::co_spawn(io, client(r), [&r](const std::exception_ptr& failure) {
      r.result.broken_connections += failure ? 1 : 0;
    });
  }
  io.run();
  return std::move(r.result);
}

} // namespace frontdoor::bench
