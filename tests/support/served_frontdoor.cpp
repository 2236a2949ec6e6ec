#include "tests/support/served_frontdoor.hpp"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <regex>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/eventually.hpp"
#include "tests/support/whole_file.hpp"

namespace frontdoor::tests {

namespace {

constexpr std::chrono::seconds start_limit{60};
constexpr std::chrono::seconds end_limit{60};

std::string binary() {
  const char* given = std::getenv("FRONTDOOR_TEST_BINARY");
  return given != nullptr ? given : "build/release/server/frontdoor";
}

// The environment without settings of the server, which would change what is tested.
std::vector<std::string> plain_environment() {
  std::vector<std::string> kept;
  for (char** one = environ; *one != nullptr; ++one) {
    if (std::strncmp(*one, "FRONTDOOR_", 10) != 0) kept.emplace_back(*one);
  }
  return kept;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

} // namespace

served_frontdoor::served_frontdoor(serve_options options) : options_(std::move(options)) {
  try {
    start();
  } catch (...) {
    kill();
    throw;
  }
}

served_frontdoor::~served_frontdoor() { // NOLINT(bugprone-exception-escape): a test program that ends, and says so
  kill();
  // Its PostgreSQL ends a little later, and still writes.
  const auto postmaster = folder() / "data" / "postgresql" / "postmaster.pid";
  eventually([&] { return !std::filesystem::exists(postmaster); }, end_limit);
}

std::vector<std::string> served_frontdoor::command_line() const {
  std::vector<std::string> words{binary(), "serve", "--set", "http.port=0"};
  words.insert(words.end(), {"--set", "auth.argon2_operations=1", "--set", "auth.argon2_memory_kib=8192"}); // quick
  words.insert(words.end(), {"--set", "outage.journal=" + (folder() / "journal.sqlite").string()});
  words.insert(words.end(), {"--set", "outage.board_folder=" + (folder() / "board").string()});
  if (options_.database) {
    words.insert(
        words.end(),
        {"--database", options_.database->url, "--set", "database.owner_url=" + options_.database->owner_url}
    );
  } else {
    words.insert(words.end(), {"--set", "database.data_folder=" + (folder() / "data").string()});
  }
  if (api_key_.empty() && !options_.api_key) {
    words.insert(words.end(), {"--demo-accounts", "--demo-password", demo_password});
  }
  words.insert(words.end(), options_.arguments.begin(), options_.arguments.end());
  return words;
}

void served_frontdoor::start() {
  auto words = command_line();
  auto environment = plain_environment();
  const auto arguments = pointers_to(words);
  const auto variables = pointers_to(environment);
  const auto log_path = (folder() / "server.log").string();
  int pipe_ends[2];
  if (::pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ == 0) {
    const int log = ::open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    ::dup2(pipe_ends[1], STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // it does not outlive the test
    if (::getppid() != parent) ::_exit(125);
    ::execve(arguments[0], arguments.data(), variables.data());
    ::_exit(127);
  }
  ::close(pipe_ends[1]);
  if (output_ >= 0) ::close(output_);
  output_ = pipe_ends[0];
  read_announcement();
  await_ready();
}

// What it prints until it says that it is ready: the key, and where it listens.
void served_frontdoor::read_announcement() {
  static const std::regex ready("Frontdoor is ready: http://[0-9.]+:([0-9]+)\n");
  static const std::regex key("  API key +(fdk_\\S+)\n");
  std::string text;
  std::smatch found;
  while (!std::regex_search(text, found, ready)) {
    pollfd wait{output_, POLLIN, 0};
    char bytes[4096];
    const bool speaks = ::poll(&wait, 1, std::chrono::milliseconds(start_limit).count()) > 0;
    const auto got = speaks ? ::read(output_, bytes, sizeof bytes) : 0;
    if (got <= 0) {
      throw std::runtime_error(binary() + " did not start:\n" + text + content_of(folder() / "server.log"));
    }
    text.append(bytes, static_cast<std::size_t>(got));
  }
  port_ = static_cast<std::uint16_t>(std::stoi(found[1]));
  if (std::regex_search(text, found, key)) api_key_ = found[1];
  if (options_.api_key) api_key_ = *options_.api_key;
}

void served_frontdoor::await_ready() const {
  const bool ready = eventually([&] { return anonymous().get("/readyz").status == 200; }, start_limit);
  if (!ready) throw std::runtime_error("the server is never ready:\n" + content_of(folder() / "server.log"));
}

http_caller served_frontdoor::anonymous() const {
  return {port_, {}};
}

http_caller served_frontdoor::program() const {
  return {port_, {{"Authorization", "Bearer " + api_key_}}};
}

http_caller served_frontdoor::person(const std::string& account, const std::string& password) const {
  const auto sign_in = [&] { return anonymous().post("/v1/session", {{"account", account}, {"password", password}}); };
  auto answer = sign_in();
  // Where the database was just taken away the answer says to try again, as a person would.
  eventually([&] { return answer.status != 503 || (answer = sign_in()).status != 503; }, start_limit);
  if (answer.status != 200) throw std::runtime_error(account + " cannot sign in: " + answer.body);
  const auto cookie = answer.header("set-cookie");
  return {
      port_,
      {{"Cookie", cookie.substr(0, cookie.find(';'))},
       {"X-CSRF-Token", answer.body_json.at("csrf_token").get<std::string>()},
       {"Origin", "http://127.0.0.1:" + std::to_string(port_)}}
  };
}

void served_frontdoor::kill() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  if (output_ >= 0) ::close(output_);
  output_ = -1;
}

void served_frontdoor::terminate() const {
  if (process_ > 0) ::kill(process_, SIGTERM);
}

int served_frontdoor::ended() {
  int status = 0;
  if (!eventually([&] { return ::waitpid(process_, &status, WNOHANG) == process_; }, end_limit)) {
    throw std::runtime_error("the server does not end:\n" + content_of(folder() / "server.log"));
  }
  process_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

served_frontdoor& shared_server() {
  static served_frontdoor server(serve_options{
      {"--set", "http.header_timeout_ms=1500", "--set", "http.body_timeout_ms=1500", "--set",
       "http.linger_timeout_ms=200"}
  });
  return server;
}

} // namespace frontdoor::tests
