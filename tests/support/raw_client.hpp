#pragma once
// A client that says exactly the bytes it is told to, over a plain blocking socket with a deadline.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdoor::tests {

// One answer as it came: status line, headers (lower-case names) and body as framed by Content-Length.
struct answer {
  int status = 0; // 0: the connection closed without one
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // The first value of a header (lower-case name), or "".
  std::string header(std::string_view name) const;
};

class raw_client {
 public:
  explicit raw_client(std::uint16_t port);
  ~raw_client();
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;
  // Uses a socket that is open and not yet connected.
  raw_client(int socket, std::uint16_t port);

  // Sends all of it; false when the peer has closed.
  bool send(std::string_view bytes);
  // No more will be sent; answers can still be read.
  void half_close();
  // Closes with a reset.
  void reset();

  // Reads one answer; `bodiless` for HEAD. Status 0 when the connection ends first. Throws after `limit` of silence.
  answer read(bool bodiless = false, std::chrono::milliseconds limit = std::chrono::seconds(20));
  // Reads exactly `size` bytes, or fewer when the connection ends.
  std::string read_bytes(std::size_t size, std::chrono::milliseconds limit = std::chrono::seconds(20));
  // Waits for the peer to close, dropping what it still sends. Throws after `limit`.
  void expect_close(std::chrono::milliseconds limit = std::chrono::seconds(20));
  // Makes the kernel buffer little of what arrives, so that a reader that stops is felt soon.
  void small_receive_buffer();

 private:
  bool fill(std::chrono::milliseconds limit);
  int socket_ = -1;
  std::string pending_;
};

// Leaves the process without a free file descriptor, but for one socket to connect with.
class descriptor_famine {
 public:
  descriptor_famine();
  ~descriptor_famine() { end(); }
  descriptor_famine(const descriptor_famine&) = delete;
  descriptor_famine& operator=(const descriptor_famine&) = delete;

  // To be called once.
  raw_client connect(std::uint16_t port) { return raw_client(spare_, port); }
  void end();

 private:
  int spare_;
  std::vector<int> taken_;
};

// Sends one request on a connection of its own and reads the answer.
answer ask(std::uint16_t port, std::string_view bytes);

} // namespace frontdoor::tests
