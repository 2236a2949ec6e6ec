#pragma once
// The planned roster: who is to hold which duty post, where and when, and who stands in on call. Known ahead, so that a
// role resolves to a named person at any moment, a shift changes by itself at its time, whoever comes on is told what
// they take over, and a gap is named before it comes (lessons.md R14; practice.md 12). One stream for the force; people
// are written as their account or collar number, never by name.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/force/queue.hpp"
#include "triage/force/rules.hpp"
#include "triage/incident/side_stream.hpp"

namespace frontdoor::triage::force {

struct planned_duty {
  std::string post;
  std::optional<std::string> area; // a pod or a district; none: the whole force
  std::string person;              // account or collar number
  timestamp from;
  timestamp to;
  bool on_call = false; // stands in for the post, and need not be logged on

  bool covers(timestamp at) const { return from <= at && at < to; }
  friend bool operator==(const planned_duty&, const planned_duty&) = default;
};

// The same person comes on for the same at the same time; only the end may differ.
bool is_same_duty(const planned_duty& a, const planned_duty& b);

// A post for which nobody is planned.
struct roster_gap {
  std::string post;
  std::optional<std::string> area;
  timestamp from;
  std::optional<timestamp> to; // none: as far as the plan goes

  friend bool operator==(const roster_gap&, const roster_gap&) = default;
};

// What whoever begins a duty was told they take over.
struct taken_over {
  planned_duty duty;
  std::vector<uuid> incidents; // those that go first in the queue first
  std::uint32_t more = 0;      // how many there were besides, which are too many to list

  friend bool operator==(const taken_over&, const taken_over&) = default;
};

// Replaces what was planned to begin in [from, to); a duty that runs on into it stays.
struct roster_planned {
  event_head head;
  timestamp from;
  timestamp to;
  std::vector<planned_duty> duties;

  friend bool operator==(const roster_planned&, const roster_planned&) = default;
};

// The gaps that come within the force's time of notice, all of them as they are now, and the post that hears of them.
struct roster_gaps_named {
  event_head head;
  std::vector<roster_gap> gaps;
  std::string tell;
  std::optional<timestamp> look_at; // when the next one comes within that time

  friend bool operator==(const roster_gaps_named&, const roster_gaps_named&) = default;
};

struct roster_shift_began {
  event_head head;
  timestamp at;
  std::vector<taken_over> told;

  friend bool operator==(const roster_shift_began&, const roster_shift_began&) = default;
};

using roster_event = std::variant<roster_planned, roster_gaps_named, roster_shift_began>;

struct named_gap {
  roster_gap gap;
  timestamp named_at;

  friend bool operator==(const named_gap&, const named_gap&) = default;
};

struct roster {
  uuid id;
  std::uint32_t version = 0;
  std::uint32_t planned_version = 0;   // at the last plan: what the server itself notes since then changes no plan
  std::vector<planned_duty> duties;    // by their begin; what ended two days before the last event is gone
  std::optional<timestamp> planned_to; // how far the plan goes
  std::optional<timestamp> begun_to;   // duties that begin later have not begun
  std::vector<named_gap> gaps;
  std::optional<timestamp> look_at;
  std::vector<taken_over> begun; // of duties that run, as they are planned now

  friend bool operator==(const roster&, const roster&) = default;
};

inline constexpr std::size_t roster_duties_max = 5000;          // standing at a time
inline constexpr std::chrono::hours roster_window_max{24 * 62}; // of one plan
inline constexpr std::chrono::hours roster_kept_for{24 * 2};    // after a duty has ended

const event_head& head_of(const roster_event& e);
roster apply(roster state, const roster_event& e);
event_text encode(const roster_event& e);
std::expected<roster_event, faults> decode_roster(const encoded_event& row);

inline constexpr int roster_fold = 3;
nlohmann::json to_snapshot_json(const roster& state);
std::optional<roster> roster_from_snapshot(const nlohmann::json& body);

// As the contract writes them.
nlohmann::json to_json(const planned_duty& one);
nlohmann::json to_json(const named_gap& one);
nlohmann::json to_json(const taken_over& one);

// The next change of shift ("shift") and the next look for gaps ("gaps").
std::vector<timer> timers(const roster& state);
inline constexpr const char* roster_shift_timer = "shift";

// ---- reading the plan

// Gaps that begin before `until` or run now, of every post that the force's data wants filled; none while nothing was
// ever planned.
std::vector<roster_gap> gaps_in(const roster& state, timestamp now, timestamp until, const rules& force);

// Whether a duty is for that district; a whole force's is for all.
bool is_for(const planned_duty& one, const std::string& district, const std::vector<pod_rule>& pods);

// The moment of the next change of shift, and the duties that begin then. Whoever is put on while their shift runs
// comes on at its begin, which has passed: what waits there is theirs to know at once.
std::optional<timestamp> next_shift(const roster& state);
std::vector<planned_duty> beginning_at(const roster& state, timestamp at);

// ---- decisions

using roster_outcome = side_outcome<roster_event>;

struct plan_roster {
  timestamp from;
  timestamp to;
  std::vector<planned_duty> duties;
  std::optional<std::uint32_t> decided_on = {}; // the roster's version that this was decided on; none: whatever stands
};

// A post that the force's data wants filled at all times.
struct wanted_post {
  std::string post;
  std::optional<std::string> area; // a pod; none: the whole force

  friend bool operator==(const wanted_post&, const wanted_post&) = default;
};

// The force's own first, then each pod's, as its data has them.
std::vector<wanted_post> wanted_posts(const rules& force);
nlohmann::json to_json(const wanted_post& one); // as the contract writes it

// {from, to, duties: [{post, area?, person, from, to, on_call?}]}
plan_roster plan_roster_from_json(const nlohmann::json& body);

// Refusals: named_person_required; stale_version (stale); out_of_range, unknown_post, unknown_area, duplicate_duty
// (invalid; each duty at fault is named); too_many_duties (conflict).
roster_outcome plan(
    const std::optional<roster>& state, const uuid& id, const plan_roster& command, const rules& force,
    const context& context
);

// What that duty takes over of `all`: at most `most` in the order of the queue (queue.hpp), and the number of the
// others.
taken_over take_over(planned_duty duty, std::vector<waiting> all, std::size_t most);

// The shift of that moment begins; `told` is what its people take over. Nothing where it has begun already.
roster_outcome begin_shift(
    const roster& state, timestamp at, std::vector<taken_over> told, const rules& force, const context& context
);

// Names what has come within the time of notice, once.
roster_outcome look_for_gaps(const roster& state, const rules& force, const context& context);

} // namespace frontdoor::triage::force
