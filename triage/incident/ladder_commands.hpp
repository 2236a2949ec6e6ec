#pragma once
// What can be asked about units and the ladder, and how the bodies of the calls are read. They have passed their
// schemas.

#include <expected>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/ladder_events.hpp"

namespace frontdoor::triage {

// An officer whose word somebody at a console records (practice.md 11, 12).
struct named_officer {
  std::string name;
  std::string means; // "radio", "phone"

  friend bool operator==(const named_officer&, const named_officer&) = default;
};

struct report_unit {
  std::string unit;
  unit_state state = unit_state::assigned;
  std::optional<std::string> reason_code;
  std::optional<named_officer> officer;
  // What follows is filled in by the decision on the unit itself (triage/force/sending.hpp).
  unit_sending sending = {};
  std::optional<uuid> diverted_to = {}; // taken off for that incident; the reason is the force's
  // The unit's own word, by its terminal or its status button: the reason is the force's, another organisation's system
  // may pass it on, and nobody at a console has taken anything on by it.
  bool own_word = false;

  friend bool operator==(const report_unit&, const report_unit&) = default;
};

struct declare_unresourced {
  std::string reason_code;

  friend bool operator==(const declare_unresourced&, const declare_unresourced&) = default;
};

struct acknowledge_escalation {
  uuid escalation;
  std::optional<named_officer> officer;
  std::optional<timestamp> review_at;

  friend bool operator==(const acknowledge_escalation&, const acknowledge_escalation&) = default;
};

// The person leaves the desk: a dispatch that they had taken on goes back. No effect where they had not.
struct leave_desk {
  std::string reason_code; // "break", "off"

  friend bool operator==(const leave_desk&, const leave_desk&) = default;
};

// The shift changes: what is not resourced in target is told again. No effect where it is.
struct change_shift {
  // The post that hears of it because nobody accepted it at a handover in time (triage/force/handover.hpp); none: what
  // is late is told again.
  std::optional<std::string> unaccepted_to = {};

  friend bool operator==(const change_shift&, const change_shift&) = default;
};

// {unit, state, reason_code?, officer?{name, means}}
std::expected<report_unit, faults> report_unit_from_json(const nlohmann::json& body);
// {reason_code}
std::expected<declare_unresourced, faults> declare_unresourced_from_json(const nlohmann::json& body);
// {officer?{name, means}, review_at?}
std::expected<acknowledge_escalation, faults>
acknowledge_escalation_from_json(const nlohmann::json& body, const uuid& escalation);
// The member officer{name, means}, where there is one.
std::expected<std::optional<named_officer>, faults> officer_from_json(const nlohmann::json& body);

} // namespace frontdoor::triage
