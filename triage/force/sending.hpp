#pragma once
// What is decided on a unit and on its incidents together: a report of it on an incident, with the diversion from
// another where it had one, and its own state. A person's or a crew's own state is never refused: it warns, takes a
// coded reason, and what is left without a unit is told of at once (practice.md 11 to 13; lessons.md R02, R23).

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/force/unit.hpp"
#include "triage/incident/decide.hpp"

namespace frontdoor::triage::force {

// Written where somebody gave no reason, or none that the force has.
inline constexpr const char* reason_not_given = "not_given";

// What the caller is told beside what was done.
struct warning {
  std::string code;
  std::string text;
  std::string remedy;

  friend bool operator==(const warning&, const warning&) = default;
};

nlohmann::json to_json(const warning& one);

struct unit_decision {
  std::vector<unit_event> events;
  std::vector<decision> on_incidents; // the incident reported on first, where there is one
  std::vector<warning> warnings;
};

using unit_outcome = std::expected<unit_decision, refusal>;

// The unit and what it is on. `current` is the open incident that it is on now, through any joins; nullptr: none.
struct unit_view {
  uuid id; // of its stream
  std::string unit;
  const unit_record* record = nullptr; // nullptr: nothing is recorded of it yet
  const incident* current = nullptr;
};

// A report of the unit on an incident, with the reasons for sending it where it has other work or out of order.
struct sending_request {
  report_unit report;
  std::optional<std::string> diversion_reason;
  std::optional<std::string> order_reason;
  std::vector<uuid> overtaken; // what waits before the incident now, by queue.hpp
};

// Refusals: those of the incident's own decision; order_reason_missing and unknown_reason_code (invalid), where the
// incident would be sent to before others that wait and its grade is not one that is never refused.
unit_outcome report_on_incident(
    const unit_view& unit, const incident& target, const sending_request& request, const rules& force,
    const context& context
);

struct status_request {
  std::optional<std::uint32_t> state; // none: only the position
  std::optional<std::string> reason_code;
  std::optional<point> position;
};

// The unit's own state. Refusals: unknown_state, nothing_said (invalid).
unit_outcome
report_status(const unit_view& unit, const status_request& request, const rules& force, const context& context);

// {state?, reason_code?, position{lat, lon}?}; has passed its schema.
status_request status_request_from_json(const nlohmann::json& body);

} // namespace frontdoor::triage::force
