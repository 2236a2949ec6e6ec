#pragma once
// The drill's server: this program again, as a process of its own, and plain calls to it.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

#include "server/db/embedded_cluster.hpp"

namespace frontdoor {

struct drill_answer {
  int status = 0; // 0: none came
  std::string body;
};

class drilled_server {
 public:
  // Starts it on that database, its files in `folder`, and waits until it says that it is ready. Throws
  // std::runtime_error.
  drilled_server(const std::filesystem::path& folder, const db::embedded_cluster& database);
  ~drilled_server(); // SIGTERM, then SIGKILL
  drilled_server(const drilled_server&) = delete;
  drilled_server& operator=(const drilled_server&) = delete;

  drill_answer get(const std::string& path) const;
  drill_answer post(const std::string& path, const std::string& body, const std::string& key) const;

 private:
  drill_answer call(const std::string& request) const;
  void read_announcement();

  pid_t process_ = 0;
  int output_ = -1;
  std::uint16_t port_ = 0;
  std::string api_key_;
};

} // namespace frontdoor
