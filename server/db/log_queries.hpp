#pragma once
// Everything that is read from the log and its derived rows, as awaitable calls. No answer is ever made up: when the
// database cannot be asked the caller gets query_failure, never an empty list.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/db/append.hpp"
#include "server/db/database_pool.hpp"

namespace frontdoor::db {

// A stream as the next decision needs it.
struct stream_row {
  stream_before at; // version 0: there is no such stream
  int fold_version = 0;
  uuid owner_id;
  std::string number;
  std::string snapshot; // empty for streams without a fold
  std::optional<std::string> personal;
};

// A row of the board.
struct incident_row {
  uuid id;
  std::uint32_t version = 0;
  int fold_version = 0;
  uuid owner_id;
  std::string number;
  std::string snapshot;
  std::optional<std::string> personal;
};

struct incident_filter {
  std::optional<std::string> status;
  std::vector<std::string> grades;                 // empty: any, ungraded included
  std::vector<std::string> districts;              // empty: any
  bool or_unplaced = false;                        // besides these districts, what is in none
  std::optional<uuid> owner_id;                    // only those opened by this key
  std::optional<std::string> number;               // exactly this incident number
  std::optional<std::pair<timestamp, uuid>> after; // the last row of the page before (received_at, id), newest first
  std::size_t limit = 50;
};

// What a page of incidents ends with; the next page begins after it.
struct incident_page {
  std::vector<incident_row> rows;
  std::optional<std::pair<timestamp, uuid>> next;
};

// All open incidents, all as they stand at that position.
struct board_at {
  std::uint64_t position = 0;
  std::string epoch; // as log_head's
  std::vector<incident_row> rows;
};

struct log_head {
  std::uint64_t position = 0;
  std::string epoch; // system id and timeline of the database: positions of another epoch mean nothing here
};

struct due_timer {
  std::string stream_type;
  uuid stream_id;
  std::string key;
  std::uint32_t generation = 0;
  timestamp due_at{};
};

struct due_timers {
  std::vector<due_timer> due;           // soonest first
  std::optional<timestamp> next_due_at; // of those not yet due
};

// What a sender was answered who may repeat the request.
struct kept_answer {
  uuid command_id; // of the decision that was stored
  digest request_hash{};
  std::string number; // of the incident that the request opened
  std::string answer; // with number and position filled in
  std::uint64_t last_position = 0;
};

// What became of the contacts since some time: each is resolved, open, or linked to another contact's incident.
struct contact_sum {
  std::uint64_t in = 0;
  std::uint64_t resolved = 0;
  std::uint64_t open = 0;
  std::uint64_t linked = 0;

  // Contacts of which nothing became; must be none.
  std::int64_t difference() const {
    return static_cast<std::int64_t>(in) - static_cast<std::int64_t>(resolved + open + linked);
  }
};

class log_queries {
 public:
  explicit log_queries(database_pool& pool) : pool_(pool) {}

  boost::asio::awaitable<query_result<log_head>> head();

  // Events with positions in (after, after + limit], in order, without holes.
  boost::asio::awaitable<query_result<committed_events>>
  events_after(std::uint64_t after, std::size_t limit, bool with_personal);

  // Events of one stream in order; with `as_at`, those recorded until then ("as known at").
  boost::asio::awaitable<query_result<committed_events>>
  stream_events(uuid stream_id, std::optional<timestamp> as_at, bool with_personal);

  // Events of these streams up to `position`, in the order of the log.
  boost::asio::awaitable<query_result<committed_events>>
  events_of(std::vector<uuid> streams, std::uint64_t position, bool with_personal);

  boost::asio::awaitable<query_result<stream_row>> stream(uuid stream_id);
  boost::asio::awaitable<query_result<incident_page>> incidents(incident_filter filter);
  // Read `page_size` at a time, each within the time of one statement, however many there are; what changed meanwhile
  // is read once more at the end.
  boost::asio::awaitable<query_result<board_at>> board(std::size_t page_size = 1000);
  boost::asio::awaitable<query_result<contact_sum>> reconciliation(timestamp since);
  boost::asio::awaitable<query_result<due_timers>>
  timers_due(timestamp now, std::size_t limit, std::optional<due_timer> after = std::nullopt);

  // Machine receipts; kept once each (design section 6).
  boost::asio::awaitable<query_result<bool>>
  record_delivery(uuid dispatch_id, uuid console_id, std::string step, timestamp at, std::string actor);
  // A read of personal data (DPA 2018 s.62). `what` names the call, never the data.
  boost::asio::awaitable<query_result<bool>> record_personal_read(
      timestamp at, std::string actor, std::string request_id, std::string what, std::optional<uuid> stream_id
  );

  // The answer given for a key, if it was used.
  boost::asio::awaitable<query_result<std::optional<kept_answer>>> answer_for(digest key);
  // The incident of the contact that was given this temporary number (lessons.md R21): the one that it opened or
  // joined, or, where the record turned out to have the contact already, the one that is in the record.
  boost::asio::awaitable<query_result<std::optional<uuid>>> by_temporary_number(std::string number);

  // What came of an outage, one row by its id; a later one of the same outage takes its place. `text` is JSON.
  struct outage_report {
    uuid id;
    std::string node;
    timestamp began_at{};
    timestamp ended_at{};
    std::string text;
    std::map<std::string, uuid> incidents; // by the temporary number of its contact
  };
  boost::asio::awaitable<query_result<bool>> keep_outage_report(outage_report report);
  // The latest first.
  boost::asio::awaitable<query_result<std::vector<std::string>>> outage_reports(std::size_t limit);

  // Drops answers kept for repeats that are older than `before`; returns how many.
  boost::asio::awaitable<query_result<std::uint64_t>> forget_answers(timestamp before);

 private:
  struct board_page {
    std::vector<incident_row> rows;
    std::optional<std::string> received_at; // of the last
  };
  struct board_changes {
    std::uint64_t position = 0;
    std::set<uuid> streams;
    std::vector<incident_row> open;
  };
  boost::asio::awaitable<query_result<board_page>>
  open_page(std::optional<std::string> received_at, uuid id, std::size_t limit);
  boost::asio::awaitable<query_result<board_changes>> changed_since(std::uint64_t position);

  database_pool& pool_;
};

} // namespace frontdoor::db
