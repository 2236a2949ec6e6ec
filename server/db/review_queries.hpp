#pragma once
// What supervision reads of the log: what waits to be reviewed, the reviews there are, and who came back.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/db/append.hpp"
#include "server/db/database_pool.hpp"

namespace frontdoor::db {

// What a queue asks for.
struct candidate_filter {
  std::vector<std::string> events; // types, of those that the log has an index of
  std::vector<std::string> flags_any;
  std::vector<std::string> outcomes;
  std::optional<std::chrono::microseconds> returned_within; // the same person, place, vehicle or problem record
  std::string form;                                         // left out are incidents that were reviewed with it since
  timestamp from{};
  timestamp to{};
  std::vector<std::string> districts;     // empty: the whole force; incidents in none are everybody's
  std::string viewer;                     // "user:jsmith": where this one decided something, `own` says so
  std::vector<std::string> not_decisions; // types of event by which nobody decides anything
  std::size_t limit = 0;
};

// The latest such event of an incident.
struct review_candidate {
  uuid incident;
  std::string number;
  std::optional<std::string> grade;
  std::optional<std::string> district;
  std::string status;
  std::string type;
  timestamp at{};
  std::string actor;
  std::vector<std::string> flags;
  bool own = false;      // the viewer decided something on it
  bool reviewed = false; // with the form, after the event
};

struct review_filter {
  std::optional<uuid> incident;
  std::optional<std::string> subject;
  std::optional<std::string> state;
  std::optional<std::string> form;
  std::optional<bool> calibrations; // only those, or none of those
  std::optional<timestamp> from;
  std::optional<timestamp> to;
  std::vector<std::string> districts;
  std::size_t limit = 0;
};

struct review_row {
  uuid id;
  std::string snapshot;
  std::optional<std::string> personal;
};

// Later contacts of the same person, place or vehicle, by the time after `since` within which they came.
struct returns {
  std::uint64_t within_7_days = 0;
  std::uint64_t within_28_days = 0;
  std::uint64_t within_90_days = 0;
  std::optional<timestamp> first_at;
};

class review_queries {
 public:
  explicit review_queries(database_pool& pool) : pool_(pool) {}

  // The soonest first. `reviewed` ones are there too, so that a draw does not change as it is worked off.
  boost::asio::awaitable<query_result<std::vector<review_candidate>>> candidates(candidate_filter filter);

  // The newest first.
  boost::asio::awaitable<query_result<std::vector<review_row>>> reviews(review_filter filter);

  // Contacts under the keys of these ones, and none of these, later than `since`. Keys of another secret find nothing.
  boost::asio::awaitable<query_result<returns>> returns_of(std::vector<uuid> contacts, timestamp since);

 private:
  database_pool& pool_;
};

} // namespace frontdoor::db
