#pragma once
// Surge: more waits than the room can do. Measured over the queue, told once to the post that the force names, looked
// at again at a review time, and silent when nothing is wrong (practice.md 11; lessons.md R23). Grading does not see
// it. A stream of its own; there is one for the force.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/force/queue.hpp"
#include "triage/incident/ladder_commands.hpp"
#include "triage/incident/side_stream.hpp"

namespace frontdoor::triage::force {

struct surge_measures {
  std::uint32_t waiting = 0;
  std::optional<timestamp> oldest_since; // the attendance clock of the one that waits longest
  std::uint32_t free_units = 0;
  std::vector<std::string> over; // those of queue_length, oldest_waiting, free_units that hold

  friend bool operator==(const surge_measures&, const surge_measures&) = default;
};

// The measures as they are now. `waiting_since`: the attendance clock of each incident that waits, in any order.
surge_measures
measure(const std::vector<timestamp>& waiting_since, std::uint32_t free_units, timestamp now, const surge_rules& rules);
bool is_surge(const surge_measures& measures, const surge_rules& rules);

struct surge_told {
  event_head head;
  surge_measures measures;
  std::string to; // post
  timestamp review_at;
  bool again = false; // at a review: it is still so

  friend bool operator==(const surge_told&, const surge_told&) = default;
};

// A named person has it: the head's actor, or `personal`, an officer whose word the actor records.
struct surge_acknowledged {
  event_head head;
  timestamp review_at;
  std::optional<std::string> means;
  std::optional<sealed_words> personal;

  friend bool operator==(const surge_acknowledged&, const surge_acknowledged&) = default;
};

// At a review it was so no longer.
struct surge_ended {
  event_head head;

  friend bool operator==(const surge_ended&, const surge_ended&) = default;
};

// Time alone can make it a surge, when the one that waits longest has waited too long: looked at again then. None: it
// can no more.
struct surge_look_planned {
  event_head head;
  std::optional<timestamp> look_at;

  friend bool operator==(const surge_look_planned&, const surge_look_planned&) = default;
};

using surge_event = std::variant<surge_told, surge_acknowledged, surge_ended, surge_look_planned>;

struct surge_state {
  uuid id;
  std::uint32_t version = 0;
  bool active = false;
  std::string to;
  surge_measures measures; // when it was told last
  std::optional<timestamp> began_at;
  std::optional<timestamp> told_at;
  std::optional<timestamp> review_at;
  std::optional<std::string> acknowledged_by;
  std::optional<timestamp> acknowledged_at;
  std::optional<timestamp> look_at; // while there is none: when time alone may make it one

  friend bool operator==(const surge_state&, const surge_state&) = default;
};

const event_head& head_of(const surge_event& e);
surge_state apply(surge_state state, const surge_event& e);
event_text encode(const surge_event& e);
std::expected<surge_event, faults> decode_surge(const encoded_event& row);

inline constexpr int surge_fold = 1;
nlohmann::json to_snapshot_json(const surge_state& state);
std::optional<surge_state> surge_from_snapshot(const nlohmann::json& body);

// The review of a surge that stands; without one, the look that was planned.
std::vector<timer> timers(const surge_state& state);

using surge_outcome = side_outcome<surge_event>;

// A look at the measures. Begins a surge and tells its post; while it lasts nothing more is said before the review
// time, when it is told again or ends. What can only come by waiting is planned for, as the stream's timer; what comes
// otherwise is looked at when it happens. `id` is that of the stream.
surge_outcome watch_surge(
    const std::optional<surge_state>& state, const uuid& id, const surge_measures& now, const surge_rules& rules,
    const context& context
);

struct acknowledge_surge {
  std::optional<named_officer> officer;
  std::optional<timestamp> review_at;
};

// Refusals: no_surge, already_acknowledged (conflict), escalation_not_yours (forbidden), out_of_range (invalid), and
// those of recording an officer's word.
surge_outcome acknowledge(
    const std::optional<surge_state>& state, const acknowledge_surge& command, const surge_rules& rules,
    const context& context
);

// As the contract writes it: the state that was told, and the measures of now.
nlohmann::json
to_json(const std::optional<surge_state>& state, const surge_measures& now, const surge_rules& rules, timestamp at);

} // namespace frontdoor::triage::force
