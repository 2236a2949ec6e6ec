#pragma once
// What is read of crimes: the registers, the auditors' population, the reconciliation with incidents; and their
// numbers. As log_queries: an answer is never made up.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/db/log_queries.hpp"

namespace frontdoor::db {

// A row of a register: the snapshot of an incident or of a crime.
struct register_row {
  uuid id;
  uuid owner_id;
  std::string number; // of incidents
  std::string snapshot;
};

// An incident that an auditor may draw.
struct audit_row {
  std::string id;
  std::string number;
  std::string stratum; // "domestic, undecided"
};

// Where a page of incidents ended, in the order in which they were received.
struct received_place {
  std::string received_at;
  std::string id;
};

struct audit_page {
  std::vector<audit_row> rows;
  std::optional<received_place> next; // none: there are no more
};

// A crime of which its incident and its own record do not say the same. An empty state: one of them does not have it.
struct crime_mismatch {
  std::string crime;
  std::string incident;
  std::string state_by_incident;
  std::string state_by_record;
};

struct crime_reconciliation {
  std::uint64_t incidents = 0;            // received since then
  std::uint64_t crimes = 0;               // of those incidents
  std::vector<crime_mismatch> mismatches; // at most mismatches_max
  bool more = false;                      // there are others
};

inline constexpr std::size_t mismatches_max = 1000;

class crime_queries {
 public:
  explicit crime_queries(database_pool& pool) : pool_(pool) {}

  // The next number of that year, from 1; never given twice.
  boost::asio::awaitable<query_result<std::uint64_t>> draw_number(int year);

  // Incidents that owe a decision on a crime, the one to be told of soonest first; only of these districts (empty:
  // any).
  boost::asio::awaitable<query_result<std::vector<register_row>>>
  owing(std::vector<std::string> districts, std::size_t limit);

  // Crimes in that state, the first reported first.
  boost::asio::awaitable<query_result<std::vector<register_row>>>
  in_state(std::string state, std::vector<std::string> districts, std::size_t limit);

  // Incidents received in [from, to), so many after that place: some weeks of them are more than one statement has time
  // for.
  boost::asio::awaitable<query_result<audit_page>>
  audit_population(timestamp from, timestamp to, std::optional<received_place> after, std::size_t limit = 2000);

  // Incidents received since `from` against the records of their crimes, so many in one statement; each incident and
  // its crimes as they stand at the same moment.
  boost::asio::awaitable<query_result<crime_reconciliation>> reconcile(timestamp from, std::size_t page_size = 2000);

 private:
  struct reconciled_page {
    crime_reconciliation found;
    std::optional<received_place> next;
  };
  boost::asio::awaitable<query_result<reconciled_page>>
  reconcile_page(timestamp from, std::optional<received_place> after, std::size_t limit);

  database_pool& pool_;
};

} // namespace frontdoor::db
