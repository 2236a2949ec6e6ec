#pragma once
// Asks the database again and again, on a thread and a connection of its own, whether it can do this server's work.

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "server/db/database_options.hpp"

namespace frontdoor::db {

// How a try went, whether it was a write, and when it began. Called on the I/O thread.
using probe_listener = std::function<void(bool reached, bool wrote, std::chrono::steady_clock::time_point began)>;

class availability_probe {
 public:
  // A try every `interval`, each given up after `timeout`.
  availability_probe(
      boost::asio::any_io_executor io, database_options options, std::chrono::milliseconds interval,
      std::chrono::milliseconds timeout, probe_listener listener
  );
  ~availability_probe();
  availability_probe(const availability_probe&) = delete;
  availability_probe& operator=(const availability_probe&) = delete;

  // Whether a try commits a write: what tells in an outage that disk, locks and replication work again. Otherwise it
  // reads, and asks whether writing is allowed.
  void write(bool on);
  void stop();

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

} // namespace frontdoor::db
