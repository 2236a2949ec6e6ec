#include "server/db/postgres.hpp"

#include <charconv>
#include <cstring>
#include <stdexcept>

#include <sys/socket.h>

namespace frontdoor::db {

watchdog::watchdog() : thread_([this] { run(); }) {}

watchdog::~watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

watchdog::guard::guard(watchdog& owner, int socket, std::chrono::milliseconds limit) : owner_(owner) {
  {
    const std::lock_guard lock(owner_.mutex_);
    id_ = owner_.next_id_++;
    const auto deadline = std::chrono::steady_clock::now() + limit;
    owner_.watches_.emplace(id_, watch{socket, deadline});
    if (owner_.looks_at_ <= deadline) return; // the thread looks in time by itself
  }
  owner_.changed_.notify_all();
}

watchdog::guard::~guard() {
  const std::lock_guard lock(owner_.mutex_);
  owner_.watches_.erase(id_);
}

void watchdog::cut() {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, watched] : watches_)
    ::shutdown(watched.socket, SHUT_RDWR);
}

void watchdog::run() {
  constexpr std::chrono::milliseconds longest_nap{200};
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (watches_.empty()) {
      looks_at_ = std::chrono::steady_clock::time_point::max();
      changed_.wait(lock);
      continue;
    }
    const auto now = std::chrono::steady_clock::now();
    auto next = now + longest_nap;
    for (auto& [id, watched] : watches_) {
      if (watched.deadline <= now) {
        ::shutdown(watched.socket, SHUT_RDWR);
        watched.deadline = now + std::chrono::hours(1); // once is enough; the caller ends the watch
      } else if (watched.deadline < next) {
        next = watched.deadline;
      }
    }
    looks_at_ = next;
    changed_.wait_until(lock, next);
  }
}

std::unique_ptr<pqxx::connection>
connect(const database_options& options, const std::string& url, const std::string& application) {
  const auto ms = [](std::chrono::milliseconds value) { return std::to_string(value.count()); };
  const auto seconds = std::max<std::int64_t>(1, options.connect_timeout.count() / 1000);
  // A URL takes parameters after "?", a keyword string after a space. The values hold no characters that need quoting
  // in a keyword string beyond the ones quoted here.
  const std::string session =
      "-c statement_timeout=" + ms(options.statement_timeout) + " -c lock_timeout=" + ms(options.lock_timeout) +
      " -c idle_in_transaction_session_timeout=" + ms(options.watchdog) + " -c timezone=UTC" + " -c datestyle=ISO";
  const bool is_uri = url.starts_with("postgres://") || url.starts_with("postgresql://");
  std::string text = url;
  if (is_uri) {
    std::string escaped;
    for (const char c : session)
      escaped += c == ' ' ? "%20" : c == '=' ? "%3D" : std::string(1, c);
    text += (url.find('?') == std::string::npos ? "?" : "&");
    text += "connect_timeout=" + std::to_string(seconds) +
            "&keepalives_idle=30&tcp_user_timeout=" + ms(options.watchdog) + "&application_name=" + application +
            "&options=" + escaped;
  } else {
    text += " connect_timeout=" + std::to_string(seconds) +
            " keepalives_idle=30 tcp_user_timeout=" + ms(options.watchdog) + " application_name=" + application +
            " options='" + session + "'";
  }
  return std::make_unique<pqxx::connection>(text);
}

failure sort_failure(const std::exception& error, bool sent) {
  if (dynamic_cast<const pqxx::in_doubt_error*>(&error) != nullptr) return failure::in_doubt;
  if (dynamic_cast<const pqxx::broken_connection*>(&error) != nullptr) {
    return sent ? failure::in_doubt : failure::unavailable;
  }
  if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error); sql != nullptr) {
    const std::string& state = sql->sqlstate();
    // A backend that is shut down may say so when it has committed and has not yet told that.
    if (sent && state.starts_with("57P")) return failure::in_doubt;
    const std::string_view group = std::string_view(state).substr(0, 2);
    if (group == "22" || group == "23") return failure::data;
    if (group == "40" || group == "53" || group == "55" || group == "57" || group == "25" || group == "58") {
      return failure::unavailable;
    }
    if (state.empty()) return sent ? failure::in_doubt : failure::unavailable; // the connection went, unnamed
    return failure::data;
  }
  // libpqxx reports some lost connections as a plain failure.
  return sent ? failure::in_doubt : failure::unavailable;
}

triage::timestamp parse_timestamptz(const char* text) {
  std::string normal(text);
  if (normal.size() < 19) throw std::invalid_argument("not a timestamptz: " + normal);
  normal[10] = 'T';
  // PostgreSQL in UTC writes the offset as "+00".
  if (normal.ends_with("+00")) normal.replace(normal.size() - 3, 3, "Z");
  const auto parsed = triage::parse_rfc3339(normal);
  if (!parsed) throw std::invalid_argument("not a timestamptz: " + normal);
  return *parsed;
}

} // namespace frontdoor::db
