#pragma once
// The duty to decide on each crime that was told, within 24 hours (domain.md 4.1, 4.2), and what was decided: the part
// of an incident's state that its closing gate, its timers and its card read.

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/crime/proposal.hpp"
#include "triage/fault.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage::crime {

// How far the clock of a duty has run.
enum class lateness : std::uint8_t { in_time, warned, breached };

std::string_view to_string(lateness value);

// A crime that was told and is not decided yet.
struct duty {
  std::string key; // of the proposal
  crime::recording recording = crime::recording::record;
  std::vector<std::string> offences; // alleged codes, the principal first
  std::optional<uuid> crime;         // decided before, and told to be more than that: to be reclassified
  timestamp reported_at;             // first told
  timestamp due_at;
  std::vector<timestamp> warn_at; // still to come
  crime::lateness lateness = crime::lateness::in_time;
  timestamp next_at; // when somebody is next told

  friend bool operator==(const duty&, const duty&) = default;
};

// What became of a crime, as the incident knows it; the crime has its own stream.
struct link {
  uuid crime;
  std::string key;
  std::string state; // of the crime
  std::optional<std::string> number;
  std::string code;
  std::vector<std::string> codes; // every code ever kept with it

  friend bool operator==(const link&, const link&) = default;
};

struct ledger {
  std::vector<duty> duties;
  std::vector<link> links;
  std::uint32_t generation = 0; // the incident's version when this last changed

  friend bool operator==(const ledger&, const ledger&) = default;
};

// The question of the closing gate: is a crime decision still owed?
bool undecided(const ledger& held);

// The duties that these proposals make, over and above the ones owed and the crimes decided: a group told for the first
// time, or one of which an offence is told that its record does not have. Duties that only grow keep their clock.
std::vector<duty> new_duties(
    const ledger& held, std::span<const proposal> proposed, timestamp reported_at, std::chrono::microseconds within,
    std::span<const std::chrono::microseconds> warn_after
);

// Adds a duty, or puts it in the place of the one with its key.
void put_duty(ledger& into, duty one);

// Adds what became of a crime and takes away the duty it settles.
void put_link(ledger& into, link one);

// When somebody is to be told of an undecided crime next; none when nothing is owed.
std::optional<timestamp> next_due(const ledger& held);

// The duties that are due to be told of at `now`, each with its clock moved on: warned, or breached; after the breach
// once more every `due_at - reported_at`.
std::vector<duty> fall_due(const ledger& held, timestamp now);

nlohmann::json to_json(const duty& one);
nlohmann::json to_json(const link& one);
nlohmann::json to_json(const ledger& held);
std::optional<duty> duty_from_json(const nlohmann::json& value);
std::optional<link> link_from_json(const nlohmann::json& value);
// None where a member cannot be read. Null reads as an empty ledger.
std::optional<ledger> ledger_from_json(const nlohmann::json& value);

} // namespace frontdoor::triage::crime
