#pragma once
// A major incident (practice.md 14): a supervisor declares it on an incident, with the METHANE record; contacts about
// it are joined in bulk with one rationale, callers are told in one go, and a supervisor stands it down. It has a
// stream of its own; its incident goes on as every incident does.

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/fault.hpp"
#include "triage/incident/decide.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/side_stream.hpp"

namespace frontdoor::triage {

// The record by the JESIP mnemonic; the M is the declaration itself.
struct methane_record {
  std::string exact_location;
  std::string type;
  std::string hazards;
  std::string access;
  std::string number_of_casualties;
  std::string emergency_services;

  friend bool operator==(const methane_record&, const methane_record&) = default;
};

// Who has which command: strategic, tactical, operational.
struct command_posts {
  std::string gold;
  std::string silver;
  std::string bronze;

  friend bool operator==(const command_posts&, const command_posts&) = default;
};

struct major_incident_declared {
  struct personal_part {
    methane_record methane;
    command_posts posts;

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  event_head head;
  std::string name;
  uuid incident;
  std::optional<std::string> district;
  std::optional<personal_part> personal;

  friend bool operator==(const major_incident_declared&, const major_incident_declared&) = default;
};

// A contact that was left out of a bulk join, and why: it tells of something else, or could not be joined.
struct contact_left_out {
  uuid contact;
  std::string code;

  friend bool operator==(const contact_left_out&, const contact_left_out&) = default;
};

struct major_incident_joined {
  event_head head;
  std::vector<uuid> contacts;
  std::vector<contact_left_out> left_out;
  std::optional<sealed_words> personal; // the one rationale

  friend bool operator==(const major_incident_joined&, const major_incident_joined&) = default;
};

struct major_incident_callers_told {
  event_head head;
  std::uint32_t tasks = 0;              // to tell a caller, ended by it
  std::optional<sealed_words> personal; // what they were told

  friend bool operator==(const major_incident_callers_told&, const major_incident_callers_told&) = default;
};

struct major_incident_stood_down {
  event_head head;
  std::optional<sealed_words> personal; // the rationale

  friend bool operator==(const major_incident_stood_down&, const major_incident_stood_down&) = default;
};

using major_event = std::variant<
    major_incident_declared, major_incident_joined, major_incident_callers_told, major_incident_stood_down>;

struct major_incident {
  uuid id;
  std::uint32_t version = 0;
  bool declared = true; // false: stood down
  std::string name;
  uuid incident;
  std::optional<std::string> district;
  std::string declared_by;
  timestamp declared_at;
  std::optional<timestamp> stood_down_at;
  std::uint32_t contacts_joined = 0;
  std::uint32_t contacts_left_out = 0;
  std::uint32_t updates = 0;
  std::optional<major_incident_declared::personal_part> personal; // none: erased

  friend bool operator==(const major_incident&, const major_incident&) = default;
};

major_incident apply(major_incident state, const major_event& e);

// Its events as the log writes them, and back.
const event_head& head_of(const major_event& e);
event_text encode(const major_event& e);
std::expected<major_event, faults> decode_major(const encoded_event& row);

// Its state as it is stored, and back; none where it cannot be read and must be folded from the log.
inline constexpr int major_fold = 1;
nlohmann::json to_snapshot_json(const major_incident& state);
std::optional<nlohmann::json> to_snapshot_personal(const major_incident& state);
std::optional<major_incident> major_from_snapshot(const nlohmann::json& body, const nlohmann::json* personal);

// As the contract writes it, without its `personal` member.
nlohmann::json card(const major_incident& state);
nlohmann::json card_personal(const major_incident& state);

// What can be asked. Bodies have passed their schemas.
struct declare_major_incident {
  std::string name;
  methane_record methane;
  command_posts posts;
};
declare_major_incident declare_major_incident_from_json(const nlohmann::json& body);

using major_decision = side_decision<major_event>;
using major_outcome = side_outcome<major_event>;

// Declares it on `on`. Refusals: named_person_required, incident_closed, incident_linked, major_incident_declared.
major_outcome declare_major(const incident& on, const declare_major_incident& command, const context& context);

// Keeps which contacts were joined in bulk with one rationale, and which were left out. Refusals, here and below:
// named_person_required, major_incident_stood_down.
major_outcome record_bulk(
    const major_incident& state, std::vector<uuid> joined, std::vector<contact_left_out> left_out,
    const std::string& rationale, const context& context
);

// One update to all callers: every open task to tell a caller is done by it. Refusals: as above, incident_closed.
major_outcome
tell_callers(const major_incident& state, const incident& on, const std::string& text, const context& context);

// Not a closing: the incident goes on.
major_outcome
stand_down_major(const major_incident& state, const incident& on, const std::string& rationale, const context& context);

// Whether anything may still be done; asked before a bulk join begins.
std::optional<refusal> check_declared(const major_incident& state, const context& context);

} // namespace frontdoor::triage
