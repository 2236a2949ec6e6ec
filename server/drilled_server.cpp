#include "server/drilled_server.hpp"

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

namespace frontdoor {

namespace {

constexpr std::chrono::seconds start_limit{60};
constexpr std::chrono::seconds end_limit{20};
constexpr std::chrono::milliseconds end_step{20};
constexpr long answer_limit_s = 60;

// A socket that closes itself.
class socket_handle {
 public:
  explicit socket_handle(int made) : made_(made) {}
  ~socket_handle() {
    if (made_ >= 0) ::close(made_);
  }
  socket_handle(const socket_handle&) = delete;
  socket_handle& operator=(const socket_handle&) = delete;
  int get() const { return made_; }

 private:
  int made_;
};

std::vector<std::string> command_line(const std::filesystem::path& folder, const db::embedded_cluster& database) {
  const auto set = [](const std::string& what) { return std::vector<std::string>{"--set", what}; };
  std::vector<std::string> words{"/proc/self/exe", "serve", "--demo-accounts", "--database", database.server_url()};
  for (const auto& what :
       {"database.owner_url=" + database.owner_url(), std::string("http.port=0"), std::string("server.node=drill"),
        "database.data_folder=" + (folder / "data").string(), std::string("log.level=error")}) {
    for (auto& word : set(what))
      words.push_back(std::move(word));
  }
  return words;
}

std::string between(const std::string& text, const std::string& before, char end) {
  const auto at = text.find(before);
  if (at == std::string::npos) return {};
  const auto from = at + before.size();
  const auto to = text.find(end, from);
  return to == std::string::npos ? std::string() : text.substr(from, to - from);
}

} // namespace

drilled_server::drilled_server(const std::filesystem::path& folder, const db::embedded_cluster& database) {
  auto words = command_line(folder, database);
  std::vector<char*> pointers;
  for (auto& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const auto log_path = (folder / "server.log").string();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  process_ = ::fork();
  if (process_ == 0) {
    const int log = ::open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // it does not outlive the drill
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = ends[0];
  read_announcement();
}

void drilled_server::read_announcement() {
  std::string text;
  const auto until = std::chrono::steady_clock::now() + start_limit;
  while (text.find("Frontdoor is ready: ") == std::string::npos || text.back() != '\n') {
    pollfd wait{output_, POLLIN, 0};
    char bytes[4096];
    const bool speaks = ::poll(&wait, 1, 1000) > 0;
    const auto count = speaks ? ::read(output_, bytes, sizeof bytes) : 0;
    if (speaks && count <= 0) throw std::runtime_error("the server did not start");
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("the server is never ready");
    if (count > 0) text.append(bytes, static_cast<std::size_t>(count));
  }
  const auto address = between(text, "Frontdoor is ready: http://", '\n');
  port_ = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  api_key_ = between(text, "  API key      ", '\n');
}

drilled_server::~drilled_server() {
  if (process_ > 0) {
    ::kill(process_, SIGTERM);
    const auto until = std::chrono::steady_clock::now() + end_limit;
    while (::waitpid(process_, nullptr, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > until) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        break;
      }
      std::this_thread::sleep_for(end_step);
    }
  }
  if (output_ >= 0) ::close(output_);
}

drill_answer drilled_server::get(const std::string& path) const {
  return call(
      "GET " + path + " HTTP/1.1\r\nHost: drill\r\nConnection: close\r\nAuthorization: Bearer " + api_key_ + "\r\n\r\n"
  );
}

drill_answer drilled_server::post(const std::string& path, const std::string& body, const std::string& key) const {
  return call(
      "POST " + path + " HTTP/1.1\r\nHost: drill\r\nConnection: close\r\nAuthorization: Bearer " + api_key_ +
      "\r\nContent-Type: application/json\r\nIdempotency-Key: " + key +
      "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body
  );
}

drill_answer drilled_server::call(const std::string& request) const {
  drill_answer none;
  const socket_handle socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return none;
  const timeval limit{answer_limit_s, 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return none;
  std::size_t sent = 0;
  while (sent < request.size()) {
    const auto count = ::send(socket.get(), request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return none;
    sent += static_cast<std::size_t>(count);
  }
  std::string text;
  char bytes[16384];
  for (;;) {
    const auto count = ::recv(socket.get(), bytes, sizeof bytes, 0);
    if (count < 0) return none;
    if (count == 0) break;
    text.append(bytes, static_cast<std::size_t>(count));
  }
  const auto end = text.find("\r\n\r\n");
  if (!text.starts_with("HTTP/1.1 ") || end == std::string::npos) return none;
  return {std::stoi(text.substr(9, 3)), text.substr(end + 4)};
}

} // namespace frontdoor
