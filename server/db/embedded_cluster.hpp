#pragma once
// A private PostgreSQL of this server's own, for a machine where none runs: cluster in a data folder, unix socket only,
// no network. Stops with the server, also when the server is killed; the data stays and is found again.

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/db/database_options.hpp"

namespace frontdoor::db {

struct embedded_options {
  std::string data_folder;              // made if missing; the cluster lies in <data_folder>/postgresql
  std::string system_user = "postgres"; // whom PostgreSQL runs as when this process is root
  bool durable = true;                  // false only in tests: fsync off
  std::vector<std::string> settings;    // more "name=value" for the server
  // How long PostgreSQL may take until it answers. While it replays its log after a crash it may take what it needs,
  // since to end that would only have it begin anew; `on_replay` (may be empty) is told meanwhile how long it has
  // taken.
  std::chrono::milliseconds start_limit = std::chrono::seconds(60);
  std::chrono::milliseconds replay_told_every = std::chrono::seconds(10);
  std::function<void(std::chrono::seconds)> on_replay;
};

class embedded_cluster {
 public:
  // Finds PostgreSQL 15 or later, makes the cluster on first use, starts it, makes database and roles. Blocks for some
  // seconds, after a crash for as long as the log is replayed. Errors name what failed and what to do.
  static std::expected<std::unique_ptr<embedded_cluster>, std::string> start(const embedded_options& options);

  ~embedded_cluster(); // fast shutdown, waits
  embedded_cluster(const embedded_cluster&) = delete;
  embedded_cluster& operator=(const embedded_cluster&) = delete;

  // Connection strings of the server's role, the owner's and the superuser's (for tests).
  std::string server_url(const std::string& database = "frontdoor") const;
  std::string owner_url(const std::string& database = "frontdoor") const;
  std::string superuser_url(const std::string& database = "postgres") const;

  // Makes one more empty database with the same roles (for tests). Returns an error's words, or "".
  std::string create_database(const std::string& name);

  int process_id() const { return postmaster_; }

  // Fast shutdown; idempotent. Blocks until the postmaster is gone.
  void stop();

 private:
  embedded_cluster() = default;
  std::string url(const std::string& user, const std::string& database) const;
  // Until it lets somebody in; an error's words, or "".
  std::string await_start(const embedded_options& options, const std::string& log_path);
  void make_roles() const;
  std::string socket_folder_;
  bool owns_socket_folder_ = false;
  int postmaster_ = 0;
};

} // namespace frontdoor::db
