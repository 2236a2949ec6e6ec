#pragma once
// The parts of history together, as the server starts and stops them.

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/history/http_source.hpp"
#include "server/history/lookup.hpp"
#include "server/history/projector.hpp"

namespace frontdoor::history {

// What is read before the server serves.
struct materials {
  std::shared_ptr<const triage::history::name_rules> names;
  keyed_hash hash;

  // An error says what is wrong and what to do.
  static std::expected<materials, std::string> read(const std::string& names_file, const std::string& secret_file);
};

struct service_options {
  lookup::options lookup;
  projector::options projector;
  std::vector<http_source_options> external;
};

class service {
 public:
  service(
      boost::asio::any_io_executor io, db::database_pool& pool, const materials& read, const service_options& options,
      observe::log& log
  );

  history::lookup& lookup() { return lookup_; }
  void start() { projector_->start(); }
  void stop() { projector_->stop(); }

  // The keys to record a contact with; nullopt: it is recorded without, and they are made afterwards.
  std::optional<db::contact_keys> keys_of(const triage::contact_received& received, const triage::uuid& contact);

  // Waits, within a limit, until what the log holds can be found.
  boost::asio::awaitable<bool> settle(std::chrono::milliseconds limit) { return projector_->reach_end(limit); }

 private:
  db::history_queries queries_;
  history::lookup lookup_;
  std::shared_ptr<projector> projector_;
};

} // namespace frontdoor::history
