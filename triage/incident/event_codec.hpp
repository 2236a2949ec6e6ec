#pragma once
// Events as rows of the log, both ways.

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "triage/fault.hpp"
#include "triage/incident/events.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// An event as it is stored: body and personal part are the canonical text that is hashed.
struct event_text {
  std::string stream_type; // "contact" or "incident"
  uuid stream_id;
  std::string type;
  int schema_version = 1;
  timestamp occurred_at;
  std::string actor;
  std::string body;                    // never holds personal data
  std::optional<std::string> personal; // empty: this kind has none, or it was erased
};

// A stored event on its way back, with its texts parsed.
struct encoded_event {
  std::string stream_type; // "contact" or "incident"
  uuid stream_id;
  std::string type;
  int schema_version = 1;
  timestamp occurred_at;
  std::string actor;
  nlohmann::json body;                    // never holds personal data
  std::optional<nlohmann::json> personal; // empty: this kind has none, or it was erased

  friend bool operator==(const encoded_event&, const encoded_event&) = default;
};

// Lifts a body written with schema version `from` of `type` to version `from + 1`.
struct upcaster {
  std::string_view type;
  int from = 0;
  nlohmann::json (*lift)(nlohmann::json body) = nullptr;
};

// The upcasters of this version of the server, and the schema version it writes for a type (0: unknown type).
std::span<const upcaster> upcasters();
int current_schema_version(std::string_view type);

event_text encode(const event& e);

// Reads a row back. Faults as values: "unknown_event_type", "newer_schema_version" (written by a later release),
// "missing_upcaster", and "malformed_event" with the pointer of each member that cannot be read. Members that are not
// known are passed over: a later release may add some.
std::expected<event, faults> decode(const encoded_event& row);

// The same for a type whose present version and upcasters are given, to prove a change of schema before it is made.
std::expected<event, faults> decode(const encoded_event& row, int current_version, std::span<const upcaster> lifts);

} // namespace frontdoor::triage
