#pragma once
// A receiver of webhooks on this machine: a real HTTP server that keeps what it is sent and answers as it is told to.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace frontdoor::tests {

struct received_post {
  std::string path;
  std::map<std::string, std::string> headers; // names in lower case
  std::string body;
};

struct receiver_answer {
  int status = 200;
  std::string headers = {}; // more of them, each ending in CRLF
  bool silent = false;      // takes the request and never answers
  std::string body = {};
};

class test_receiver {
 public:
  // `answer` is asked for each request, with how many came before it; from threads of the receiver, one at a time.
  explicit test_receiver(std::function<receiver_answer(std::size_t before)> answer = [](std::size_t) {
    return receiver_answer{};
  });
  ~test_receiver();
  test_receiver(const test_receiver&) = delete;
  test_receiver& operator=(const test_receiver&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& path = "/in") const;
  // What has come so far, in order.
  std::vector<received_post> posts() const;
  void answer_with(std::function<receiver_answer(std::size_t before)> answer);

 private:
  void accept_all();
  void serve(int connection);

  mutable std::mutex guard_;
  std::function<receiver_answer(std::size_t)> answer_;
  std::vector<received_post> posts_;
  std::atomic<bool> stopped_{false};
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::vector<std::jthread> connections_; // of the accepting thread alone
  std::jthread accepting_;
};

} // namespace frontdoor::tests
