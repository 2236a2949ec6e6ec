#pragma once
// What the shell asks of the log, and what it gets back. Plain values: no PostgreSQL, no Asio.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::db {

using triage::timestamp;
using triage::uuid;
using digest = std::array<std::uint8_t, 32>; // SHA-256

// One event to append. `body` is RFC 8785 text without personal data; `personal` the erasable part, if any.
struct new_event {
  std::string stream_type;
  uuid stream_id;
  std::string type;
  int schema_version = 1;
  timestamp occurred_at{};
  std::string actor; // "user:jsmith", "key:ambulance", "system:policy"
  std::string body;
  std::optional<std::string> personal;
  std::shared_ptr<const void> decided, opened; // see committed_event; not stored
};

// A stream the command decides on. A new stream has version 0 and an all-zero head.
struct stream_before {
  uuid stream_id;
  std::string stream_type;
  std::uint32_t version = 0;
  digest head{};
};

// The folded state of an incident after the command; what the board and the next command are read from.
struct snapshot_row {
  std::string status;
  std::optional<std::string> grade;
  std::optional<std::string> district;
  std::optional<timestamp> received_at;
  int fold_version = 1;
  std::string state;
  std::optional<std::string> personal;
};

struct timer_row {
  std::string key;
  std::uint32_t generation = 0;
  timestamp due_at{};
};

// One stream's part of a command: what it was, its events in order (by index into the command's events), what it is
// now.
struct stream_change {
  stream_before before;
  std::optional<snapshot_row> after; // none for streams without a fold (contacts)
  std::vector<timer_row> timers;     // all that the stream has from now on
};

// Under what a contact is found again (server/history): digests, each with whose trace it was.
struct contact_keys {
  struct entry {
    digest key{};
    std::string role;
  };
  uuid contact;
  std::optional<uuid> incident; // the one it opened or joined
  timestamp at{};
  std::string channel;
  std::vector<entry> entries;
};

// One decision: all of it is stored, or none. `answer` is kept for a sender who repeats the command; the texts
// "@@number@@" and "@@position@@" in it stand for what only the commit can know.
struct append_command {
  uuid command_id;           // the same on every retry of the same decision
  std::optional<digest> key; // SHA-256 of sender and Idempotency-Key; none: the command id itself
  digest request_hash{};     // of the request, to tell a repeat from a reused key
  std::string answer;
  std::string request_id;
  uuid owner_id; // API key that posted it, or that opened the incident a crime is of; nil: a person or the server
  std::optional<std::string> number_day; // "2026-03-01": draw an incident number of that day
  std::vector<stream_change> streams;
  std::vector<new_event> events;
  std::optional<contact_keys> keys; // of the contact received; none: they are made afterwards (server/history)
};

enum class append_code : std::uint8_t {
  appended,    // durable
  repeated,    // this key was used before for the same request: `answer` is the answer given then
  key_reused,  // this key was used before for another request
  stale,       // a stream moved on since it was read: read and decide again
  rejected,    // the database refused the data itself: a fault of this program
  unavailable, // nothing stored: the database cannot be reached, is full, or the queue is
  unknown      // the outcome could not be found out before the server stopped; a retry with the same key will tell
};

struct append_result {
  append_code code = append_code::unavailable;
  std::uint64_t first_position = 0;
  std::uint64_t last_position = 0;
  std::string number; // of the incident the command opened
  std::string answer; // with number and position filled in
  // Of what is unknown: the command itself, so that it can be kept elsewhere and sent again with the same ids.
  std::shared_ptr<append_command> returned;

  append_result() = default;
  explicit append_result(append_code c) : code(c) {}
};

// One event as the log holds it.
struct committed_event {
  std::uint64_t position = 0;
  std::string stream_type;
  uuid stream_id;
  std::uint32_t version = 0;
  std::string type;
  int schema_version = 1;
  timestamp occurred_at{};
  timestamp recorded_at{};
  std::string actor;
  std::string request_id;
  uuid owner_id; // API key that made the stream; nil: a person or the server did
  std::string body;
  std::optional<std::string> personal;     // none: there was none, it was erased, or it was not asked for
  std::string number;                      // of the incident, on events of incident streams
  std::optional<std::string> district_now; // where the incident stands, on events read back from the log
  // What body and personal part say, where this server decided it itself: the triage::event, which spares its board
  // reading the text again. None on events read from the database.
  std::shared_ptr<const void> decided;
  // On the event that opens an incident, where this server decided it: the triage::incident as that decision leaves it.
  std::shared_ptr<const void> opened;

  committed_event() = default;
};

using committed_events = std::vector<std::shared_ptr<const committed_event>>;

} // namespace frontdoor::db
