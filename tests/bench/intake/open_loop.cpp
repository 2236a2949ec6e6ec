// Posts contacts at fixed times, whatever the answers do, and takes each latency from the time the request was due: a
// server that stalls is charged for everybody who had to wait. Says how it went as JSON.
// Usage: intake_open_loop PORT API_KEY CONTACTS RATE SECONDS. CONTACTS holds one body a line with NNNNNNNNNN for a
// number.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::steady_clock;

constexpr std::size_t connections = 64;
constexpr std::string_view number_mark = "NNNNNNNNNN";

struct plan {
  std::uint16_t port = 0;
  std::string api_key;
  std::vector<std::string> bodies;
  std::uint64_t requests = 0;
  std::chrono::nanoseconds interval{};
  std::string run; // makes the keys of this run its own
  steady_clock::time_point begin;
  std::uint64_t next = 0;
  std::vector<double> latencies_ms;
  std::map<int, std::uint64_t> statuses;
};

std::string request_text(const plan& p, std::uint64_t number) {
  auto body = p.bodies[number % p.bodies.size()];
  auto digits = std::to_string(number);
  digits.insert(0, number_mark.size() - std::min(number_mark.size(), digits.size()), '0');
  const auto mark = body.find(number_mark);
  if (mark != std::string::npos) body.replace(mark, number_mark.size(), digits);
  return "POST /v1/contacts HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(p.port) + "\r\nAuthorization: Bearer " +
         p.api_key + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + p.run + digits +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
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
asio::awaitable<void> client(plan& p) {
  const auto executor = co_await asio::this_coro::executor;
  tcp::socket socket(executor);
  asio::steady_timer due(executor);
  co_await socket.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), p.port), asio::use_awaitable);
  socket.set_option(tcp::no_delay(true));
  std::string answer;
  while (p.next < p.requests) {
    const auto number = p.next++;
    const auto request = request_text(p, number);
    const auto intended = p.begin + p.interval * number;
    due.expires_at(intended);
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
    p.latencies_ms.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - intended).count());
    ++p.statuses[std::stoi(answer.substr(9, 3))];
    answer.erase(0, whole);
  }
}

double percentile(const std::vector<double>& sorted, double share) {
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

int run(plan& p) {
  asio::io_context io(1);
  std::uint64_t broken = 0;
  p.begin = steady_clock::now() + std::chrono::milliseconds(200);
  for (std::size_t i = 0; i < connections; ++i)
    asio::co_spawn(io, client(p), [&broken](const std::exception_ptr& failure) { broken += failure ? 1 : 0; });
  io.run();
  const auto created = p.statuses[201];
  const auto failed = p.requests - created;
  std::sort(p.latencies_ms.begin(), p.latencies_ms.end());
  if (p.latencies_ms.empty()) throw std::runtime_error("no answer at all");
  const auto seconds = std::chrono::duration<double>(steady_clock::now() - p.begin).count();
  std::cout << R"({"requests":)" << p.requests << R"(,"not_created":)" << failed << R"(,"broken_connections":)"
            << broken << R"(,"rps":)" << static_cast<double>(created) / seconds << R"(,"p50_ms":)"
            << percentile(p.latencies_ms, 0.5) << R"(,"p99_ms":)" << percentile(p.latencies_ms, 0.99) << R"(,"max_ms":)"
            << p.latencies_ms.back() << "}" << std::endl;
  return failed == 0 ? 0 : 1;
}

plan read_plan(char** arguments) {
  plan p;
  p.port = static_cast<std::uint16_t>(std::stoul(arguments[1]));
  p.api_key = arguments[2];
  std::ifstream file(arguments[3]);
  for (std::string line; std::getline(file, line);)
    p.bodies.push_back(line);
  if (p.bodies.empty()) throw std::runtime_error(std::string("no contacts in ") + arguments[3]);
  const auto rate = std::stod(arguments[4]);
  p.requests = static_cast<std::uint64_t>(rate * std::stod(arguments[5]));
  p.interval = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / rate));
  p.run = "open-loop-" + std::to_string(std::random_device{}()) + "-";
  return p;
}

} // namespace

int main(int count, char** arguments) {
  try {
    if (count != 6) throw std::runtime_error("usage: intake_open_loop PORT API_KEY CONTACTS RATE SECONDS");
    auto p = read_plan(arguments);
    return run(p);
  } catch (const std::exception& error) {
    std::cerr << "intake_open_loop: " << error.what() << '\n';
    return 2;
  }
}
