#pragma once
// The lists of calls.

#include <string>
#include <vector>

#include "server/db/log_queries.hpp"

namespace frontdoor::db {

class call_queries {
 public:
  explicit call_queries(database_pool& pool) : pool_(pool) {}

  // The calls that stand so ("live", "over", "call_back", "called_back"), the longest waiting first, at most `limit`.
  boost::asio::awaitable<query_result<std::vector<incident_row>>> list(std::string standing, std::size_t limit);

  // Those first heard of at one of these moments, however they stand; at most `limit`.
  boost::asio::awaitable<query_result<std::vector<incident_row>>>
  heard_at(std::vector<timestamp> moments, std::size_t limit);

 private:
  database_pool& pool_;
};

} // namespace frontdoor::db
