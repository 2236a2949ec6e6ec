#pragma once
// Incidents that may be the same as one: near in time, with what their contacts said of place and people.

#include <optional>
#include <string>
#include <vector>

#include "server/db/log_queries.hpp"

namespace frontdoor::db {

struct compared_incident {
  incident_row row;
  std::vector<std::string> contacts; // personal parts of its first contacts, JSON text; erased ones are left out
};

// What is compared with what. Closed incidents count from `closed_from`, open ones from `from`, and those whose
// contacts share a key of the history with its contacts (a number, person, place or vehicle) from `shared_from`.
struct comparison_window {
  uuid incident;
  timestamp from;
  timestamp closed_from;
  timestamp shared_from;
  timestamp to;
  std::size_t limit = 1000;        // incidents of the window, and as many that share; the latest first
  std::size_t contacts_limit = 50; // of each
};

class link_queries {
 public:
  explicit link_queries(database_pool& pool) : pool_(pool) {}

  // The incident itself, first, and those received in the window; none where there is no such incident. Reads by index
  // only, and no more than the limits.
  boost::asio::awaitable<query_result<std::vector<compared_incident>>> comparable(comparison_window window);

 private:
  database_pool& pool_;
};

} // namespace frontdoor::db
