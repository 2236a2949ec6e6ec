#include "tests/support/raw_client.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace frontdoor::tests {

std::string answer::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, [](const auto& h) -> std::string_view { return h.first; });
  return found == headers.end() ? std::string() : found->second;
}

raw_client::raw_client(std::uint16_t port) : raw_client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), port) {}

raw_client::raw_client(int socket, std::uint16_t port) : socket_(socket) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&place), sizeof place) != 0) {
    throw std::runtime_error("cannot connect");
  }
}

raw_client::~raw_client() {
  if (socket_ >= 0) ::close(socket_);
}

bool raw_client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void raw_client::half_close() {
  ::shutdown(socket_, SHUT_WR);
}

void raw_client::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(socket_);
  socket_ = -1;
}

void raw_client::small_receive_buffer() {
  const int bytes = 4096;
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

bool raw_client::fill(std::chrono::milliseconds limit) {
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, static_cast<int>(limit.count())) <= 0) throw std::runtime_error("the server is silent");
  char bytes[16384];
  const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  pending_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

answer raw_client::read(bool bodiless, std::chrono::milliseconds limit) {
  std::size_t end = 0;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill(limit)) return {};
  }
  answer result;
  std::string_view head(pending_.data(), end);
  result.status = std::stoi(std::string(head.substr(9, 3)));
  std::size_t line = head.find("\r\n");
  while (line != std::string_view::npos) {
    const auto next = head.find("\r\n", line + 2);
    const auto text = head.substr(line + 2, next == std::string_view::npos ? next : next - line - 2);
    const auto colon = text.find(": ");
    std::string name(text.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    result.headers.emplace_back(std::move(name), std::string(text.substr(colon + 2)));
    line = next;
  }
  pending_.erase(0, end + 4);
  const std::string length = result.header("content-length");
  if (!bodiless && !length.empty()) result.body = read_bytes(std::stoul(length), limit);
  return result;
}

std::string raw_client::read_bytes(std::size_t size, std::chrono::milliseconds limit) {
  while (pending_.size() < size && fill(limit)) {
  }
  const std::size_t taken = std::min(size, pending_.size());
  std::string result = pending_.substr(0, taken);
  pending_.erase(0, taken);
  return result;
}

void raw_client::expect_close(std::chrono::milliseconds limit) {
  while (fill(limit))
    pending_.clear();
}

descriptor_famine::descriptor_famine() : spare_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  for (int next = ::dup(0); next >= 0; next = ::dup(0))
    taken_.push_back(next);
}

void descriptor_famine::end() {
  for (const int one : taken_)
    ::close(one);
  taken_.clear();
}

answer ask(std::uint16_t port, std::string_view bytes) {
  raw_client client(port);
  client.send(bytes);
  const bool bodiless = bytes.starts_with("HEAD ");
  return client.read(bodiless);
}

} // namespace frontdoor::tests
