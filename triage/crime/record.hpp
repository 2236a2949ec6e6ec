#pragma once
// One crime's own record, from the decision at first contact to its cancelling or transfer. It outlives the incident,
// so it is a stream of its own.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/crime/duty.hpp"
#include "triage/crime/record_events.hpp"
#include "triage/fault.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage::crime {

struct cancellation {
  std::string code; // C1 to C5
  std::string by;
  timestamp at;

  friend bool operator==(const cancellation&, const cancellation&) = default;
};

struct transfer {
  std::string force;
  std::string reference; // its receipt

  friend bool operator==(const transfer&, const transfer&) = default;
};

// Whether the victim knows what was decided.
enum class telling : std::uint8_t { owed, told, no_safe_contact };

std::string_view to_string(telling value);
std::optional<telling> parse_telling(std::string_view text);

struct record {
  uuid id;
  std::uint32_t version = 0;      // events of its stream so far
  decided facts;                  // as the latest decision left it; head and personal part are those of that decision
  std::vector<std::string> codes; // every code ever kept with it
  std::vector<std::string> former_codes; // principal codes before it was reclassified
  std::optional<std::string> officer;    // who investigates: "user:jsmith"
  crime::telling telling = crime::telling::owed;
  std::optional<crime::cancellation> cancellation;
  std::optional<crime::transfer> transfer;
  timestamp updated_at;

  friend bool operator==(const record&, const record&) = default;
};

// The state after one more event. Start from `record{}`.
record apply(record state, const record_event& e);

// What the incident keeps of it.
link link_of(const record& state);

// The fold that this version makes.
inline constexpr int record_fold = 1;

struct record_snapshot {
  nlohmann::json body;
  std::optional<nlohmann::json> personal; // empty: erased
};

record_snapshot to_snapshot(const record& state);

// Faults: "other_fold_version" (rebuild from the log) or "malformed_snapshot".
std::expected<record, faults> record_from_snapshot(const nlohmann::json& body, const nlohmann::json* personal);

// The crime as GET /v1/crimes/{id} answers it, without what tells of a person.
nlohmann::json card(const record& state);

} // namespace frontdoor::triage::crime
