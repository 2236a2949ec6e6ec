#include "server/db/embedded_cluster.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <thread>

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/db/postgres.hpp"
#include "server/whole_file.hpp"

namespace frontdoor::db {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto stop_limit = 30s;
constexpr auto poll_step = 20ms;

struct user {
  uid_t uid;
  gid_t gid;
  std::string home;
};

// Whom to run PostgreSQL as: itself refuses root. nullopt: as this process's own user.
std::expected<std::optional<user>, std::string> user_to_run_as(const std::string& name) {
  if (::geteuid() != 0) return std::optional<user>{};
  const passwd* found = ::getpwnam(name.c_str());
  if (found == nullptr)
    return std::unexpected("no system user \"" + name + "\" to run PostgreSQL as: install postgresql-15");
  return std::optional<user>(user{found->pw_uid, found->pw_gid, found->pw_dir});
}

std::optional<std::string> find_binaries() {
  for (int version = 18; version >= 15; --version) {
    const std::string folder = "/usr/lib/postgresql/" + std::to_string(version) + "/bin";
    if (fs::exists(folder + "/postgres") && fs::exists(folder + "/initdb")) return folder;
  }
  return std::nullopt;
}

// Runs in the child, between fork and exec: only async-signal-safe calls.
void become(const std::optional<user>& as, int output) {
  if (as) {
    if (::setgroups(1, &as->gid) != 0 || ::setgid(as->gid) != 0 || ::setuid(as->uid) != 0) ::_exit(126);
  }
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  if (::chdir("/") != 0) ::_exit(126);
}

std::vector<char*> argument_pointers(std::vector<std::string>& arguments) {
  std::vector<char*> pointers;
  for (auto& argument : arguments)
    pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Starts a program; with `die_with_parent` it gets SIGINT (PostgreSQL's fast shutdown) when this process dies.
pid_t spawn(std::vector<std::string> arguments, const std::optional<user>& as, int output, bool die_with_parent) {
  auto pointers = argument_pointers(arguments);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::setpgid(0, 0); // a Ctrl-C in the terminal is for the server, which then stops PostgreSQL in order
  become(as, output);
  if (die_with_parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGINT);
    if (::getppid() != parent) ::_exit(125);
  }
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

bool run_to_end(std::vector<std::string> arguments, const std::optional<user>& as, int output) {
  const pid_t child = spawn(std::move(arguments), as, output, false);
  if (child < 0) return false;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void hand_to(const std::string& path, const std::optional<user>& as) {
  if (as && ::chown(path.c_str(), as->uid, as->gid) != 0)
    throw fs::filesystem_error("chown", path, std::error_code(errno, std::generic_category()));
}

int running_postmaster(const fs::path& cluster) {
  std::ifstream file(cluster / "postmaster.pid");
  int pid = 0;
  if (!(file >> pid) || pid <= 0 || ::kill(pid, 0) != 0) return 0;
  return pid;
}

// A postmaster left by a server that was killed is already on its way down; wait for it, and ask again if it is not.
bool wait_until_gone(const fs::path& cluster) {
  const int pid = running_postmaster(cluster);
  if (pid == 0) return true;
  ::kill(pid, SIGINT);
  const auto until = std::chrono::steady_clock::now() + stop_limit;
  while (std::chrono::steady_clock::now() < until) {
    if (running_postmaster(cluster) == 0) return true;
    std::this_thread::sleep_for(poll_step);
  }
  return false;
}

std::string tail_of(const fs::path& file) {
  const auto text = content_of(file).value_or("");
  return text.size() > 600 ? text.substr(text.size() - 600) : text;
}

// Unix socket paths hold 107 bytes at most; a deep data folder gets its socket in a private folder under /tmp.
std::string choose_socket_folder(const fs::path& data_folder, bool& made_apart) {
  const auto inside = (data_folder / "socket").string();
  made_apart = inside.size() > 80;
  if (!made_apart) {
    fs::create_directories(inside);
    return inside;
  }
  std::string pattern = "/tmp/frontdoor-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the socket under /tmp");
  return pattern;
}

std::vector<std::string> server_arguments(
    const std::string& binaries, const fs::path& cluster, const std::string& socket, const embedded_options& options
) {
  std::vector<std::string> arguments{
      binaries + "/postgres", "-D", cluster.string(), "-k", socket, "-c", "listen_addresses=", "-c",
      "max_connections=60", "-c", "shared_buffers=256MB", "-c", "wal_level=replica", "-c", "max_wal_size=2GB", "-c",
      "checkpoint_timeout=10min", "-c", "log_min_messages=warning", "-c", "log_statement=none",
      // The text of statements can hold personal data.
      "-c", "log_min_error_statement=panic", "-c", "log_parameter_max_length_on_error=0", "-c", "timezone=UTC", "-c",
      "jit=off", "-c", "synchronous_commit=on"
  };
  const auto set = [&](const std::string& setting) { arguments.insert(arguments.end(), {"-c", setting}); };
  if (!options.durable) {
    set("fsync=off");
    set("full_page_writes=off");
  }
  for (const auto& setting : options.settings)
    set(setting);
  return arguments;
}

} // namespace

std::string embedded_cluster::url(const std::string& name, const std::string& database) const {
  return "host=" + socket_folder_ + " user=" + name + " dbname=" + database;
}
std::string embedded_cluster::server_url(const std::string& database) const {
  return url("frontdoor_server", database);
}
std::string embedded_cluster::owner_url(const std::string& database) const {
  return url("frontdoor_owner", database);
}
std::string embedded_cluster::superuser_url(const std::string& database) const {
  return url("frontdoor_admin", database);
}

std::string embedded_cluster::create_database(const std::string& name) {
  try {
    pqxx::connection connection(superuser_url());
    pqxx::nontransaction work(connection);
    const auto quoted = work.quote_name(name);
    if (work.exec_params("select 1 from pg_database where datname = $1", name).empty()) {
      work.exec(
          "create database " + quoted +
          " owner frontdoor_owner template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"
      );
    }
    work.exec("revoke all on database " + quoted + " from public");
    work.exec("grant connect on database " + quoted + " to frontdoor_server");
    pqxx::connection inside(superuser_url(name));
    pqxx::nontransaction schema(inside);
    schema.exec("revoke create on schema public from public");
    schema.exec("grant all on schema public to frontdoor_owner");
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

void embedded_cluster::make_roles() const {
  pqxx::connection connection(superuser_url());
  pqxx::nontransaction work(connection);
  for (const char* role : {"frontdoor_owner", "frontdoor_server"}) {
    if (work.exec_params("select 1 from pg_roles where rolname = $1", role).empty())
      work.exec(std::string("create role ") + role + " login");
  }
}

std::string embedded_cluster::await_start(const embedded_options& options, const std::string& log_path) {
  const auto began = std::chrono::steady_clock::now();
  auto until = began + options.start_limit;
  auto tell_at = began + options.replay_told_every;
  for (;;) {
    const auto answer = ::PQping(superuser_url().c_str());
    if (answer == PQPING_OK) return {};
    int status = 0;
    if (::waitpid(postmaster_, &status, WNOHANG) == postmaster_) {
      postmaster_ = 0;
      return "PostgreSQL stopped while starting: " + tail_of(log_path);
    }
    const auto now = std::chrono::steady_clock::now();
    if (answer == PQPING_REJECT) { // it runs and lets nobody in yet: it replays its log
      until = now + options.start_limit;
      if (options.on_replay && now >= tell_at) {
        options.on_replay(std::chrono::duration_cast<std::chrono::seconds>(now - began));
        tell_at = now + options.replay_told_every;
      }
    }
    if (now > until) return "PostgreSQL did not start: " + tail_of(log_path);
    // Each refusal is a line in PostgreSQL's own log.
    std::this_thread::sleep_for(now - began < 1s ? poll_step : 10 * poll_step);
  }
}

std::expected<std::unique_ptr<embedded_cluster>, std::string> embedded_cluster::start(const embedded_options& options) {
  const auto binaries = find_binaries();
  if (!binaries) return std::unexpected("PostgreSQL 15 is not installed: apt-get install postgresql-15");
  const auto as = user_to_run_as(options.system_user);
  if (!as) return std::unexpected(as.error());
  try {
    const fs::path data_folder = fs::absolute(options.data_folder);
    const fs::path cluster = data_folder / "postgresql";
    fs::create_directories(data_folder);
    hand_to(data_folder.string(), *as);
    if (!wait_until_gone(cluster))
      return std::unexpected("another PostgreSQL still runs in " + cluster.string() + ": stop it first");

    std::unique_ptr<embedded_cluster> started(new embedded_cluster);
    started->socket_folder_ = choose_socket_folder(data_folder, started->owns_socket_folder_);
    hand_to(started->socket_folder_, *as);
    ::chmod(started->socket_folder_.c_str(), 0700); // who may enter this folder may connect

    const auto log_path = data_folder / "postgresql.log";
    const int log_file = ::open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_file < 0) return std::unexpected("cannot write " + log_path.string());
    hand_to(log_path.string(), *as);
    if (!fs::exists(cluster / "PG_VERSION")) {
      fs::remove_all(cluster); // a first start that was interrupted
      const auto unfinished = (data_folder / "postgresql.new").string();
      fs::remove_all(unfinished);
      if (!run_to_end(
              {*binaries + "/initdb", "-D", unfinished, "-U", "frontdoor_admin", "--auth=trust", "--encoding=UTF8",
               "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
               options.durable ? "--no-clean" : "--no-sync"},
              *as, log_file
          )) {
        ::close(log_file);
        return std::unexpected("initdb failed: " + tail_of(log_path));
      }
      fs::rename(unfinished, cluster);
    }
    started->postmaster_ =
        spawn(server_arguments(*binaries, cluster, started->socket_folder_, options), *as, log_file, true);
    ::close(log_file);
    if (started->postmaster_ < 0) return std::unexpected("PostgreSQL could not be started");

    if (auto error = started->await_start(options, log_path.string()); !error.empty()) return std::unexpected(error);
    started->make_roles();
    if (auto error = started->create_database("frontdoor"); !error.empty())
      return std::unexpected("the database could not be made: " + error);
    return started;
  } catch (const std::exception& error) {
    return std::unexpected(std::string("the embedded PostgreSQL could not be started: ") + error.what());
  }
}

void embedded_cluster::stop() {
  if (postmaster_ > 0) {
    ::kill(postmaster_, SIGINT);
    int status = 0;
    const auto until = std::chrono::steady_clock::now() + stop_limit;
    while (::waitpid(postmaster_, &status, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > until) {
        ::kill(postmaster_, SIGQUIT);
        ::waitpid(postmaster_, &status, 0);
        break;
      }
      std::this_thread::sleep_for(poll_step);
    }
    postmaster_ = 0;
  }
  if (owns_socket_folder_) {
    std::error_code ignored;
    fs::remove_all(socket_folder_, ignored);
    owns_socket_folder_ = false;
  }
}

embedded_cluster::~embedded_cluster() {
  stop();
}

} // namespace frontdoor::db
