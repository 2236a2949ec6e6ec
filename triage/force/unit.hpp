#pragma once
// A unit's own stream: its state, where it was last known to be, and the incident that it is on (domain.md 6.3). What
// is reported of it on an incident lies in that incident's stream; one decision writes both (sending.hpp).

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>

#include <nlohmann/json_fwd.hpp>

#include "triage/force/rules.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/event_head.hpp"

namespace frontdoor::triage::force {

// `incident`: it follows from what was reported of it there; none: it was given for itself.
struct unit_state_changed {
  event_head head;
  std::string unit;
  std::uint32_t state = 0;
  std::optional<std::string> reason_code;
  std::optional<uuid> incident;

  friend bool operator==(const unit_state_changed&, const unit_state_changed&) = default;
};

// States 12 to 16: the unit wants something said, and its state stays.
struct unit_message_sent {
  event_head head;
  std::string unit;
  std::uint32_t state = 0;

  friend bool operator==(const unit_message_sent&, const unit_message_sent&) = default;
};

struct unit_located {
  event_head head;
  std::string unit;
  point at;

  friend bool operator==(const unit_located&, const unit_located&) = default;
};

struct unit_committed {
  event_head head;
  std::string unit;
  uuid incident;
  std::optional<uuid> diverted_from;

  friend bool operator==(const unit_committed&, const unit_committed&) = default;
};

struct unit_freed {
  event_head head;
  std::string unit;
  uuid incident;
  std::optional<std::string> reason_code;

  friend bool operator==(const unit_freed&, const unit_freed&) = default;
};

using unit_event = std::variant<unit_state_changed, unit_message_sent, unit_located, unit_committed, unit_freed>;

struct unit_position {
  point at;
  timestamp seen_at;

  friend bool operator==(const unit_position&, const unit_position&) = default;
};

struct unit_message {
  std::uint32_t state = 0;
  timestamp at;

  friend bool operator==(const unit_message&, const unit_message&) = default;
};

struct unit_record {
  uuid id;
  std::uint32_t version = 0;
  std::string unit;
  std::optional<std::uint32_t> state; // none: it has reported none yet
  std::optional<timestamp> state_at;
  std::string state_by;
  std::optional<std::string> reason_code;
  std::optional<unit_message> message; // since its last state
  std::optional<unit_position> position;
  std::optional<uuid> incident; // that it was put on last; may have been joined to another since

  friend bool operator==(const unit_record&, const unit_record&) = default;
};

const event_head& head_of(const unit_event& e);
unit_record apply(unit_record state, const unit_event& e);
event_text encode(const unit_event& e);
std::expected<unit_event, faults> decode_unit(const encoded_event& row);

inline constexpr int unit_fold = 1;
nlohmann::json to_snapshot_json(const unit_record& state);
std::optional<unit_record> unit_from_snapshot(const nlohmann::json& body);

} // namespace frontdoor::triage::force
