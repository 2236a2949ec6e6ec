#pragma once
// What can be asked of an incident in its working life, and how the bodies of the calls are read. Bodies have passed
// their schemas; what a schema should have refused is still a fault with a pointer.

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/coding.hpp"
#include "triage/incident/document.hpp"
#include "triage/incident/working_events.hpp"

namespace frontdoor::triage {

struct fact_not_established {
  std::string fact;
  std::string reason_code;
  std::optional<std::string> words;

  friend bool operator==(const fact_not_established&, const fact_not_established&) = default;
};

// New facts, or a correction, from anyone. All that was said is assessed again.
struct add_facts_command {
  document facts;
  fact_source kind = fact_source::handler;
  std::optional<uuid> contact; // said by the caller of this contact of the incident
  triage::confidence confidence = confidence::stated;
  std::optional<std::string> note;
  std::vector<fact_not_established> not_established;

  friend bool operator==(const add_facts_command&, const add_facts_command&) = default;
};

// The author takes back facts that were entered in error.
struct withdraw_facts {
  std::vector<std::string> facts;

  friend bool operator==(const withdraw_facts&, const withdraw_facts&) = default;
};

struct end_call {
  std::optional<uuid> contact; // none: every call that is live

  friend bool operator==(const end_call&, const end_call&) = default;
};

// What a lowering needs besides grade, reason and rationale.
struct lowering_case {
  std::optional<std::array<thrive_part, thrive_count>> thrive;
  std::optional<std::string> condition;
  std::optional<timestamp> check_by;

  friend bool operator==(const lowering_case&, const lowering_case&) = default;
};

// The decision of a named officer on call, as a person at a console heard it.
struct recorded_officer {
  std::string post;
  std::string name;
  std::string means; // "radio" or "phone"

  friend bool operator==(const recorded_officer&, const recorded_officer&) = default;
};

struct decide_approval {
  uuid approval;
  bool approve = false;
  std::string rationale;
  std::optional<recorded_officer> officer;

  friend bool operator==(const decide_approval&, const decide_approval&) = default;
};

// Those sent go without haste while a lower grade waits for approval, or again as before.
struct change_response {
  bool reduced = false;

  friend bool operator==(const change_response&, const change_response&) = default;
};

struct start_task {
  std::string kind;
  std::optional<std::string> note;
  std::optional<timestamp> due_at;

  friend bool operator==(const start_task&, const start_task&) = default;
};

struct attempt_task {
  uuid task;
  std::string code;
  std::optional<std::string> note;

  friend bool operator==(const attempt_task&, const attempt_task&) = default;
};

struct complete_task {
  uuid task;
  std::string outcome;
  std::optional<std::string> reason_code;
  std::optional<std::string> note;

  friend bool operator==(const complete_task&, const complete_task&) = default;
};

struct close_incident {
  std::string outcome;
  std::string rationale;
  std::optional<std::uint32_t> expected_version;
  nsir_choice nsir = {};

  friend bool operator==(const close_incident&, const close_incident&) = default;
};

struct reopen_incident {
  std::string reason_code;
  std::string rationale;

  friend bool operator==(const reopen_incident&, const reopen_incident&) = default;
};

// {facts?, source?{kind, contact?}, confidence?, note?, not_establishable?[{fact, reason_code, words?}]}
std::expected<add_facts_command, faults> add_facts_from_json(const nlohmann::json& body);
// {facts[]}
std::expected<withdraw_facts, faults> withdraw_facts_from_json(const nlohmann::json& body);
// {contact?}
std::expected<end_call, faults> end_call_from_json(const nlohmann::json& body);
// The members thrive{part{level,text}} and condition{text, check_by} of a grade.
std::expected<lowering_case, faults> lowering_case_from_json(const nlohmann::json& body);
// {decision, rationale, officer?{post, name, means}}
std::expected<decide_approval, faults> decide_approval_from_json(const nlohmann::json& body, const uuid& approval);
// {kind, note?, due_at?}
std::expected<start_task, faults> start_task_from_json(const nlohmann::json& body);
// {code, note?}
std::expected<attempt_task, faults> attempt_task_from_json(const nlohmann::json& body, const uuid& task);
// {outcome, reason_code?, note?}
std::expected<complete_task, faults> complete_task_from_json(const nlohmann::json& body, const uuid& task);
// {outcome, rationale, nsir?}
std::expected<close_incident, faults> close_incident_from_json(const nlohmann::json& body);
// {reason_code, rationale}
std::expected<reopen_incident, faults> reopen_incident_from_json(const nlohmann::json& body);

} // namespace frontdoor::triage
