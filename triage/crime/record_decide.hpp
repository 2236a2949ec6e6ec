#pragma once
// The rules of a crime's record: what may be decided, by whom, on what proof (domain.md 4.1 to 4.5).

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/crime/record.hpp"
#include "triage/crime/rules.hpp"
#include "triage/incident/decide.hpp"

namespace frontdoor::triage::crime {

// Decides on a crime that was told; on one that no fact proposed; or, on a record held, again.
struct decide_crime {
  std::optional<std::string> key; // of the proposal; may be left out while one decision is owed
  crime::state decision = crime::state::recorded;
  std::optional<std::string> code; // recorded: the principal's; left out: as proposed
  std::vector<std::string> included;
  std::optional<std::string> reason_code;
  std::optional<std::string> reference;
  std::optional<std::string> officer;
  bool victim_told = false;
  record_words words;
};

struct reclassify_crime {
  std::string code;
  std::vector<std::string> included; // added to those it has
  std::string account;
};

struct cancel_crime {
  std::string code; // C1 to C5
  std::optional<std::string> force;
  std::optional<std::string> reference;
  std::optional<std::string> verified_by;
  std::optional<std::string> verified_how;
  bool retraction = false; // the information is that the report was taken back
  std::string account;
};

struct transfer_crime {
  std::string force;
  std::string reference;
};

struct set_officer {
  std::string officer; // account name
};

struct tell_victim {
  crime::telling how = crime::telling::told;
};

using record_command =
    std::variant<decide_crime, reclassify_crime, cancel_crime, transfer_crime, set_officer, tell_victim>;

// What a decision may know. `rules` must outlive the call.
struct record_context {
  timestamp now;
  std::function<uuid()> next_id;
  triage::actor actor;
  const crime::rules& rules;
  bool supervisor = false;           // may sign off what needs it
  bool registrar = false;            // is the force crime registrar
  std::optional<std::string> number; // to be given to the crime, when the first try asked for one
};

struct record_decision {
  std::vector<record_event> events;
  std::optional<crime_decided> beside; // the event of the incident's stream
  record after;
  incident incident_after;
  bool needs_number = false; // draw one and decide again: these events are not to be kept
};

// `held` is the record the command is for; none for the first decision. Refusals by code:
//   unknown_code, closed_code, counted_nationally, unknown_reason_code, account_needed, which_crime, unknown_key,
//   less_serious_principal, reference_needed, proof_needed, nothing_changes, code_needed                  (invalid)
//   named_person_required, supervisor_required, registrar_required, own_investigation                     (forbidden)
//   unknown_crime                                                                                         (not_found)
//   already_decided, reclassify_instead, record_on_report, rape_needs_record, retraction_alone, not_in_this_state
//                                                                                                         (conflict)
std::expected<record_decision, refusal> decide(
    const incident& of, const std::optional<record>& held, const record_command& command, const record_context& context
);

// Read bodies that have passed their schemas.
decide_crime decide_crime_from_json(const nlohmann::json& body);
reclassify_crime reclassify_crime_from_json(const nlohmann::json& body);
cancel_crime cancel_crime_from_json(const nlohmann::json& body);

} // namespace frontdoor::triage::crime
