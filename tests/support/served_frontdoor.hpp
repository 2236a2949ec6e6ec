#pragma once
// The built server as a process of its own, with accounts and an API key, on data that outlives it.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/db/database_options.hpp"
#include "tests/support/http_caller.hpp"
#include "tests/support/temporary_folder.hpp"

namespace frontdoor::tests {

// The password of every demo account of a served_frontdoor.
inline constexpr const char* demo_password = "correct horse battery staple";

struct serve_options {
  std::vector<std::string> arguments = {};           // more of them, as "--clock=manual"
  std::optional<db::database_options> database = {}; // nullopt: the server's own PostgreSQL
  std::optional<std::string> api_key = {};           // of another server on the same database: makes no accounts
};

// Started by the constructor, which waits until the server is ready. Killed by the destructor, its data removed.
class served_frontdoor {
 public:
  explicit served_frontdoor(serve_options options = {});
  ~served_frontdoor();
  served_frontdoor(const served_frontdoor&) = delete;
  served_frontdoor& operator=(const served_frontdoor&) = delete;

  std::uint16_t port() const { return port_; }
  const std::string& api_key() const { return api_key_; }

  // Who may call it: nobody in particular, the API key, or an account that signs in ("handler", "dispatcher", ...).
  http_caller anonymous() const;
  http_caller program() const;
  http_caller person(const std::string& account, const std::string& password = demo_password) const;

  // Where it keeps its pages and journal.
  const std::filesystem::path& folder() const { return folder_.path(); }

  // kill -9, and waits for the end.
  void kill();
  // SIGTERM without waiting; `ended` gives the exit code.
  void terminate() const;
  int ended();
  // Starts it again after its end, on the same data and with the same accounts and key.
  void start();

 private:
  std::vector<std::string> command_line() const;
  void read_announcement();
  void await_ready() const;

  testing::temporary_folder folder_;
  serve_options options_;
  std::string api_key_;
  std::uint16_t port_ = 0;
  int process_ = 0;
  int output_ = -1;
};

// One server for all tests of a program that neither stop it nor need it empty; the system's clock, short time-outs.
served_frontdoor& shared_server();

} // namespace frontdoor::tests
