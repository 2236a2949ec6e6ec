#pragma once
// The state of an incident as its events leave it, and what is read from that state: the board's card, the snapshot,
// the timers. Everything here is a plain value; nothing reads a clock or a policy.

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/crime/duty.hpp"
#include "triage/fault.hpp"
#include "triage/incident/contact.hpp"
#include "triage/incident/day_one.hpp"
#include "triage/incident/document.hpp"
#include "triage/incident/events.hpp"
#include "triage/incident/handoff.hpp"
#include "triage/incident/ladder.hpp"
#include "triage/incident/linking.hpp"
#include "triage/incident/said.hpp"
#include "triage/incident/screening.hpp"
#include "triage/incident/working.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// ungraded: no rule fired and nobody has chosen; proposed: the machine's grade; confirmed: a person's (practice.md 1).
enum class grade_state : std::uint8_t { ungraded, proposed, confirmed };
// linked: a duplicate; it lives on in its survivor.
enum class incident_status : std::uint8_t { open, closed, linked };
enum class dispatch_state : std::uint8_t { pushed, acknowledged, overdue, stood_down };

std::string_view to_string(grade_state value);
std::string_view to_string(incident_status value);
std::string_view to_string(dispatch_state value);

// The spoken word beside a silent dispatch.
enum class voice_state : std::uint8_t { owed, given };
std::string_view to_string(voice_state value);

// The dispatch that counts now; earlier ones are superseded.
struct current_dispatch {
  uuid id;
  dispatch_state state = dispatch_state::pushed;
  std::string grade;
  timestamp acknowledge_by;
  std::optional<std::string> acknowledged_by;
  std::optional<timestamp> acknowledged_at;
  std::uint32_t generation = 0;               // version of the incident at which it was requested
  std::optional<timestamp> requested_at = {}; // none: when the incident was opened
  std::optional<voice_state> voice = {};      // none: no spoken word is needed

  friend bool operator==(const current_dispatch&, const current_dispatch&) = default;
};

struct incident {
  uuid id;
  std::uint32_t version = 0; // events of its stream so far
  incident_status status = incident_status::open;
  std::optional<grade_target> grade;
  triage::grade_state grade_state = triage::grade_state::ungraded;
  timestamp opened_at;
  timestamp received_at; // of the contact that opened it
  timestamp clock_from;  // all targets count from here: the receipt, or that of the contact that reopened it
  triage::channel channel = triage::channel::emergency_999;
  std::optional<std::string> district;
  std::optional<std::string> pathway;
  std::vector<std::string> flags; // in the order in which they came up; a flag once up stays up
  std::vector<contact_link> contacts;
  statements facts;
  document assessment; // the latest, whether or not it took effect
  std::uint32_t notes = 0;
  std::optional<current_dispatch> dispatch;
  std::vector<uuid> superseded_dispatches;
  crime::ledger crimes; // decisions owed, and what became of each crime
  timestamp updated_at;
  std::vector<other_source> sources;
  std::vector<fact_entry> entries;            // the latest, in the order in which they came
  std::vector<set_aside_fact> set_aside;      // risk facts that cannot be established
  std::optional<person_grade> graded;         // the last grade a person gave
  std::optional<std::string> suggested_grade; // less urgent than the one held: a suggestion, which changes nothing
  std::vector<approval> approvals;
  std::optional<grade_condition> condition;
  bool response_reduced = false; // while an approval waits
  std::vector<task> tasks;
  std::optional<caller_promise> promise;
  std::vector<earlier_clock> earlier_clocks;
  std::optional<triage::closing> closed;
  partner_work partners;
  day_one_work day_one;
  std::vector<unit_on_incident> units; // in this life of the incident
  escalation_ladder ladder;
  screening_work screening;
  std::optional<incident_link> joined;     // a duplicate: its survivor
  std::vector<absorbed_incident> absorbed; // duplicates that this one has taken over
  std::vector<incident_link> related;
  std::optional<std::string> temporary_number; // by which it was known while the record could not be reached
  std::optional<uuid> major;                   // the major incident declared on it, until that is stood down
  std::optional<incident_personal> personal;   // empty: erased

  friend bool operator==(const incident&, const incident&) = default;
};

// The state after one more event. An event of the incident's own stream raises the version by one; an event of a
// contact's stream changes nothing. Start from `incident{}`. Write triage::apply: an event is a
// std::variant, which brings std::apply into the lookup.
incident apply(incident state, const event& e);

// Something that falls due. Rows of the server, replaced with every decision; derived from the state and nothing else.
struct timer {
  std::string key; // "acknowledge:<dispatch id>", "task:<task id>", "handoff:<hand-off id>",
                   // "planned_job", "message:<message id>", "referral:<hand-off id>", "ladder", "appointment:<id>"
  timestamp due_at;
  std::uint32_t generation = 0; // a timer that fires with another generation than the state's has been superseded

  friend bool operator==(const timer&, const timer&) = default;
};

// The timer of the crime decisions that are owed; there is one at most, for the soonest.
inline constexpr std::string_view crime_timer = "crime_decision";

std::vector<timer> timers(const incident& state);

// The fold that this version of the server makes. A snapshot of another fold is rebuilt from the log.
inline constexpr int fold_version = 3;

// A state as it is stored: the personal part apart, so that it can be erased without the rest.
struct snapshot;

snapshot to_snapshot(const incident& state);

// Faults: "other_fold_version" (rebuild from the log) or "malformed_snapshot". An absent personal part reads as erased.
std::expected<incident, faults> from_snapshot(const nlohmann::json& body, const nlohmann::json* personal);

// The board's row, without its `personal` member. `number` is the incident's number in the force's own form.
nlohmann::json card(const incident& state, std::string_view number);

// The `personal` member of the row; null where it was erased.
nlohmann::json card_personal(const incident& state);

// What was said last about each fact, as one object; for facts that are lists, everything said together. A statement
// of not knowing never hides an earlier answer.
nlohmann::json current_facts(const incident& state);

// Facts about which sources differ: [{"fact","statements":[{"value","contact" or "source","kind","confidence","at"}]}].
nlohmann::json contradictions(const incident& state);

// The members of the contract's incident detail that the state holds: facts, contradictions, assessment, and what its
// working life left: statements, set_aside, approvals, tasks, promise, condition, clocks, closing.
nlohmann::json detail(const incident& state);

// The approval that waits, the open task or the task of that id; nullptr where there is none.
const approval* waiting_approval(const incident& state);
const task* find_task(const incident& state, const uuid& id);
const task* open_task(const incident& state, std::string_view kind);

// A task and an approval as the contract writes them.
nlohmann::json to_json(const task& value);
nlohmann::json to_json(const approval& value);

} // namespace frontdoor::triage
