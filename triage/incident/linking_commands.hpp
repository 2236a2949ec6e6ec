#pragma once
// What can be asked of the links of an incident.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/linking_events.hpp"

namespace frontdoor::triage {

// This incident is the same as `other`, which survives; or belongs to it. Neither is a downgrade, so no own words are
// asked for (practice.md 14, 15).
struct link_incident {
  link_kind kind = link_kind::duplicate;
  uuid other;
  std::optional<std::string> rationale;
  std::optional<std::uint32_t> expected_version;

  friend bool operator==(const link_incident&, const link_incident&) = default;
};

// Undoes it, from either side.
struct unlink_incident {
  uuid other;
  std::optional<std::string> rationale;
  std::optional<std::uint32_t> expected_version;

  friend bool operator==(const unlink_incident&, const unlink_incident&) = default;
};

// {kind, other, rationale?}
std::expected<link_incident, faults> link_incident_from_json(const nlohmann::json& body);
// {rationale?}
std::expected<unlink_incident, faults> unlink_incident_from_json(const nlohmann::json& body, const uuid& other);

} // namespace frontdoor::triage
