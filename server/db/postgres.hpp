#pragma once
// How this program speaks to PostgreSQL: explicit limits on every connection, a watchdog on each call, and one sorting
// of what can go wrong. Private to server/db: the only folder that includes libpqxx.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <pqxx/pqxx>

#include "server/db/database_options.hpp"
#include "triage/time.hpp"

namespace frontdoor::db {

// Cuts a connection whose call has outlived its deadline by shutting its socket down: a stopped or unreachable backend
// otherwise holds libpqxx for as long as TCP likes. One thread for all connections; steady time.
class watchdog {
 public:
  watchdog();
  ~watchdog();
  watchdog(const watchdog&) = delete;
  watchdog& operator=(const watchdog&) = delete;

  // Cuts every connection that is in a call now.
  void cut();

  // Watches one call on `socket`; the destructor ends the watch.
  class guard {
   public:
    guard(watchdog& owner, int socket, std::chrono::milliseconds limit);
    ~guard();
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;

   private:
    watchdog& owner_;
    std::uint64_t id_;
  };

 private:
  struct watch {
    int socket;
    std::chrono::steady_clock::time_point deadline;
  };
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::uint64_t, watch> watches_;
  // When the thread looks next without being told; not to be woken for each call spares two changes of thread a query.
  std::chrono::steady_clock::time_point looks_at_ = std::chrono::steady_clock::time_point::max();
  std::uint64_t next_id_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

// Opens a connection with the options' time-outs set in its start-up packet. Throws pqxx::broken_connection.
std::unique_ptr<pqxx::connection>
connect(const database_options& options, const std::string& url, const std::string& application);

// Runs a statement that this connection keeps prepared under `name`: parsed and planned once a connection. The text is
// the same at every call.
template <class... Values>
pqxx::result run_prepared(
    pqxx::transaction_base& transaction, const std::string& name, const std::string& text, const Values&... values
) {
  transaction.conn().prepare(name, text);
  return transaction.exec_prepared(name, values...);
}

// What a failed call means for the transaction it was in.
enum class failure : std::uint8_t {
  in_doubt,    // the connection went while the outcome was on its way: it may be committed
  unavailable, // not committed; the database cannot do it now (time-out, shutting down, full, read-only)
  data         // not committed; this statement or a row of it is refused for what it is
};

// Sorts an exception from libpqxx. `sent` says whether what commits had been sent.
failure sort_failure(const std::exception& error, bool sent);

// "2026-03-01 21:04:11.12+00" as PostgreSQL writes it.
triage::timestamp parse_timestamptz(const char* text);

} // namespace frontdoor::db
