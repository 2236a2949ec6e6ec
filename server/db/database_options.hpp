#pragma once
// Every limit and time-out between this server and PostgreSQL, with its default.

#include <chrono>
#include <cstddef>
#include <string>

namespace frontdoor::db {

struct database_options {
  std::string url;       // of the server's role
  std::string owner_url; // of the role that owns the tables and migrates them
  std::chrono::milliseconds connect_timeout{3000};
  std::chrono::milliseconds statement_timeout{4000}; // ended by PostgreSQL
  std::chrono::milliseconds lock_timeout{3000};      // waiting for log_head behind other servers
  std::chrono::milliseconds watchdog{6000};          // ended from this side; longer than statement_timeout
  std::chrono::milliseconds reconnect_delay_min{100};
  std::chrono::milliseconds reconnect_delay_max{5000};
  std::chrono::milliseconds poll_interval{1000};     // of the log, behind NOTIFY
  std::chrono::milliseconds unavailable_after{5000}; // how long a command waits for a lost database to come back
  std::size_t writer_queue_max = 4096;               // commands
  std::size_t batch_max = 128;                       // commands a commit
  std::size_t batch_bytes_max = 4 << 20;             // of bodies and answers a commit
  std::size_t reader_queue_max = 1024;               // queries
  std::size_t reader_threads = 3;
  std::string number_prefix = "GMP";
};

} // namespace frontdoor::db
