#include "tests/support/test_receiver.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace frontdoor::tests {

namespace {

constexpr int look_ms = 20; // how often it is asked whether to stop
constexpr std::size_t request_bytes_max = 8 * 1024 * 1024;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

// Whether something can be read, or has ended; false when it is to stop.
bool readable(int descriptor, const std::atomic<bool>& stopped) {
  while (!stopped) {
    pollfd one{descriptor, POLLIN, 0};
    if (::poll(&one, 1, look_ms) > 0) return true;
  }
  return false;
}

std::optional<received_post> read_head(const std::string& head) {
  received_post out;
  const auto space = head.find(' ');
  const auto second = head.find(' ', space + 1);
  if (second == std::string::npos) return std::nullopt;
  out.path = head.substr(space + 1, second - space - 1);
  for (auto line = head.find("\r\n"); line != std::string::npos && line + 2 < head.size();) {
    const auto begin = line + 2;
    line = head.find("\r\n", begin);
    const auto colon = head.find(": ", begin);
    if (colon == std::string::npos || colon > line) continue;
    out.headers[lower(head.substr(begin, colon - begin))] = head.substr(colon + 2, line - colon - 2);
  }
  return out;
}

std::optional<received_post> read_post(int connection, const std::atomic<bool>& stopped) {
  std::string bytes;
  std::optional<received_post> out;
  std::size_t body_at = 0;
  std::size_t length = 0;
  for (;;) {
    const auto end = out ? std::string::npos : bytes.find("\r\n\r\n");
    if (end != std::string::npos) {
      out = read_head(bytes.substr(0, end + 2));
      if (!out) return std::nullopt;
      body_at = end + 4;
      const auto found = out->headers.find("content-length");
      length = found == out->headers.end() ? 0 : std::stoul(found->second);
    }
    if (out && bytes.size() >= body_at + length) break;
    char buffer[16 * 1024];
    if (bytes.size() > request_bytes_max || !readable(connection, stopped)) return std::nullopt;
    const auto count = ::recv(connection, buffer, sizeof buffer, 0);
    if (count <= 0) return std::nullopt;
    bytes.append(buffer, static_cast<std::size_t>(count));
  }
  out->body = bytes.substr(body_at, length);
  return out;
}

} // namespace

test_receiver::test_receiver(std::function<receiver_answer(std::size_t)> answer) : answer_(std::move(answer)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = static_cast<sockaddr*>(static_cast<void*>(&address));
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("the receiver cannot listen");
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::jthread([this] { accept_all(); });
}

test_receiver::~test_receiver() {
  stopped_ = true;
  accepting_.join();
  connections_.clear();
  ::close(listener_);
}

std::string test_receiver::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<received_post> test_receiver::posts() const {
  const std::lock_guard lock(guard_);
  return posts_;
}

void test_receiver::answer_with(std::function<receiver_answer(std::size_t)> answer) {
  const std::lock_guard lock(guard_);
  answer_ = std::move(answer);
}

void test_receiver::accept_all() {
  while (readable(listener_, stopped_)) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0) connections_.emplace_back([this, connection] { serve(connection); });
  }
}

void test_receiver::serve(int connection) {
  auto post = read_post(connection, stopped_);
  if (post) {
    receiver_answer answer;
    {
      const std::lock_guard lock(guard_);
      answer = answer_(posts_.size());
      posts_.push_back(std::move(*post));
    }
    if (answer.silent) {
      readable(connection, stopped_); // until the other side gives up
    } else {
      const auto text = "HTTP/1.1 " + std::to_string(answer.status) + " As told\r\n" + answer.headers +
                        "Content-Length: " + std::to_string(answer.body.size()) + "\r\nConnection: close\r\n\r\n" +
                        answer.body;
      std::size_t sent = 0;
      while (sent < text.size()) {
        const auto count = ::send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) break;
        sent += static_cast<std::size_t>(count);
      }
    }
  }
  ::close(connection);
}

} // namespace frontdoor::tests
