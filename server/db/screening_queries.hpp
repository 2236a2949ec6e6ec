#pragma once
// What is read of early resolution: what came back, what kind of demand contacts were, problem records. As
// log_queries: an answer is never made up.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/db/log_queries.hpp"

namespace frontdoor::db {

// An early resolution, the rules that gave it, and the first that came back after it, each way.
struct resolution_row {
  std::string pathway;
  std::vector<std::string> rules;
  timestamp at{};
  std::optional<timestamp> person_or_place_at; // a contact under one of its keys
  std::optional<timestamp> problem_at;         // another incident of a problem record that it belongs to
};

// An incident of a problem record, and one early resolution of it. Several, where it was resolved several times.
struct problem_member_row {
  uuid problem;
  uuid incident;
  timestamp received_at{};
  std::optional<timestamp> resolved_early_at;
};

// A contact under a key of something that had been resolved early.
struct found_return {
  uuid incident; // of the contact
  uuid contact;
  timestamp at{};
  uuid earlier; // the incident resolved
  std::string pathway;
  timestamp resolved_at{};
};

struct found_returns {
  std::vector<found_return> found;
  std::uint64_t position = 0; // looked at up to here
  bool more = false;          // as many contacts as may be looked at in one go: the next may be there
};

struct demand_count {
  std::string tag;
  std::uint64_t contacts = 0;
};

struct problem_row {
  uuid id;
  std::string snapshot;
};

class screening_queries {
 public:
  explicit screening_queries(database_pool& pool) : pool_(pool) {}

  // Resolutions in [from, to), and what came back within so many days of each, by the same person or place, or by the
  // same problem record, whenever either incident was added to it.
  boost::asio::awaitable<query_result<std::vector<resolution_row>>>
  resolutions(timestamp from, timestamp to, std::uint32_t window_days);

  // The incidents of those problem records.
  boost::asio::awaitable<query_result<std::vector<problem_member_row>>> problem_members(std::vector<uuid> problems);

  // What came back among the contacts that have been keyed and not looked at yet; at most `limit` contacts.
  boost::asio::awaitable<query_result<found_returns>> new_returns(std::uint32_t window_days, std::size_t limit);
  // They have been dealt with up to that position. Never goes back.
  boost::asio::awaitable<query_result<bool>> returns_seen(std::uint64_t position);

  // By the last tag of each contact that was given one in [from, to).
  boost::asio::awaitable<query_result<std::vector<demand_count>>> demand(timestamp from, timestamp to);

  // Problem records, those opened first at the top; only of these districts (empty: any).
  boost::asio::awaitable<query_result<std::vector<problem_row>>>
  problems(bool open, std::vector<std::string> districts, std::size_t limit);

 private:
  database_pool& pool_;
};

} // namespace frontdoor::db
