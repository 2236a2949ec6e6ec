#pragma once
// What is read of the force's units, desks and handovers. As log_queries: an answer is never made up.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/db/log_queries.hpp"

namespace frontdoor::db {

struct force_row {
  uuid id;
  std::string snapshot; // JSON text
};

class force_queries {
 public:
  explicit force_queries(database_pool& pool) : pool_(pool) {}

  // The streams of that type ("unit", "desk", "handover") and status; at most `limit`.
  boost::asio::awaitable<query_result<std::vector<force_row>>>
  streams(std::string type, std::string status, std::size_t limit);

  // Handovers that began at that instant or later, waiting or ended, in the order in which they began: those behind
  // `last` (none: from the first), at most `limit`.
  boost::asio::awaitable<query_result<std::vector<force_row>>>
  handovers_since(timestamp since, std::optional<uuid> last, std::size_t limit);

 private:
  database_pool& pool_;
};

} // namespace frontdoor::db
