#pragma once
// What can be asked of early resolution, and how the bodies of the calls are read. They have passed their schemas.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/screening_events.hpp"
#include "triage/incident/working_commands.hpp"

namespace frontdoor::triage {

// A named authority says whether this goes early although an exclusion holds. Its officer's word may be recorded by
// somebody at a console (practice.md 12).
struct agree_to_pathway {
  std::string subject;
  bool agree = false;
  std::string rationale;
  std::optional<recorded_officer> officer;

  friend bool operator==(const agree_to_pathway&, const agree_to_pathway&) = default;
};

// The record of a pathway; what each needs is the pack's.
struct resolve_by_pathway {
  std::string pathway;
  std::optional<std::string> person;
  bool nothing_lost = false;
  std::optional<std::string> safety_net;
  std::optional<std::string> promise;
  std::optional<timestamp> due_at;
  std::optional<std::string> owner;
  bool owner_accepted = false;
  std::optional<std::string> close; // and close the incident by it, with this rationale
  std::optional<std::uint32_t> expected_version;
  history_search history = history_search::not_searched; // the server's own word, of its look-ups

  friend bool operator==(const resolve_by_pathway&, const resolve_by_pathway&) = default;
};

// The projection of history has found that an early resolution came back.
struct note_return {
  uuid earlier;
  uuid contact;
  std::string pathway;
  timestamp resolved_at;
  timestamp returned_at;

  friend bool operator==(const note_return&, const note_return&) = default;
};

// Whether a booked slot was kept.
struct end_appointment {
  uuid appointment;
  bool kept = false;
  std::optional<std::string> note;

  friend bool operator==(const end_appointment&, const end_appointment&) = default;
};

// {pathway | outcome, decision, rationale, officer?}
std::expected<agree_to_pathway, faults> agree_to_pathway_from_json(const nlohmann::json& body);
// {pathway, person?, nothing_lost?, safety_net?, promise?, due_at?, owner?, owner_accepted?, close?}
std::expected<resolve_by_pathway, faults> resolve_by_pathway_from_json(const nlohmann::json& body);
// {kept, note?}
std::expected<end_appointment, faults> end_appointment_from_json(const nlohmann::json& body, const uuid& appointment);

} // namespace frontdoor::triage
