#pragma once
// One decision made while the record could not be reached, as the journal holds it: enough to append it later exactly
// as it was decided, and enough to decide it once more where others have moved the incident on.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/db/append.hpp"
#include "triage/fault.hpp"
#include "triage/incident/decide.hpp"

namespace frontdoor::journal {

struct entry {
  std::uint64_t sequence = 0;        // of this journal, from 1 without holes; 0: not kept yet
  std::optional<std::string> number; // the temporary number of a contact
  db::uuid command_id;               // as in db::append_command: the same at every try to bring it in
  std::optional<db::digest> key;     // of sender and Idempotency-Key
  db::digest request_hash{};
  std::string request_id;
  db::uuid owner_id;
  triage::actor actor;
  db::timestamp taken_at{};
  std::optional<db::uuid> incident;   // that it opened, or was decided on
  std::uint32_t version_before = 0;   // of that incident; 0: it opened it
  std::string answer;                 // as it was given
  std::optional<std::string> command; // to decide again (command_codec.hpp); none: the events tell it
  std::vector<db::new_event> events;  // in order, with their final ids; no position

  bool opens() const { return incident && version_before == 0; }
};

std::string to_text(const entry& value);
// Faults: "malformed_entry".
std::expected<entry, triage::faults> entry_from_text(const std::string& text);

// What became of an entry when the record was back.
enum class fate : std::uint8_t {
  brought_in,    // appended as it was decided
  was_there,     // this very decision had been committed already
  taken_twice,   // another request with its key had been: that one stands
  decided_again, // others had moved the incident on: decided once more on what they left
  set_aside      // could not be brought in; a person has to look at it
};
std::string_view to_string(fate value);

struct outcome {
  journal::fate fate = fate::brought_in;
  std::optional<db::uuid> incident; // where it is now
  std::string number;               // of that incident, as the record has it
  std::string why;                  // of what was set aside; no personal data

  friend bool operator==(const outcome&, const outcome&) = default;
};

std::string to_text(const outcome& value);
outcome outcome_from_text(const std::string& text);

// An entry as the report needs it.
struct entry_head {
  std::uint64_t sequence = 0;
  std::optional<std::string> number;
  std::optional<db::uuid> incident; // as it was decided
  db::timestamp taken_at{};
  std::optional<journal::outcome> outcome; // none: still to be brought in
};

} // namespace frontdoor::journal
