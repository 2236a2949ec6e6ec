#pragma once
// The order in which incidents wait for a unit: by grade, then by points for what is known of them, then by the time
// left to the target. The same for all; grading does not see it, and it never changes a grade (lessons.md R23).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/force/rules.hpp"
#include "triage/incident/incident.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage::force {

struct waiting {
  uuid incident;
  std::uint32_t rank = 0;             // of its grade; of an ungraded one, of the most urgent it may be
  std::uint32_t score = 0;            // points of its flags
  std::vector<std::string> why;       // what gave them, in words
  std::optional<timestamp> breach_at; // the target to arrive, or to allocate where there is none
  timestamp since;                    // the attendance clock

  friend bool operator==(const waiting&, const waiting&) = default;
};

// Whether it waits for a unit: open, work now, police attend, no unit has accepted it, and its grade sends somebody or
// it has none yet.
bool waits(const incident& state, const policy_pack& pack);

// Its place in words and numbers.
waiting waiting_of(const incident& state, const policy_pack& pack, const queue_rules& rules);

// Whether `a` goes before `b`: more urgent, then more points, then the nearer target (none last), then the one that has
// waited longer; the id decides between what is the same.
bool goes_before(const waiting& a, const waiting& b);

// In that order.
std::vector<waiting> in_order(std::vector<waiting> all);

// What goes before that incident, in order; none where it does not wait itself. `queue` is in order.
std::vector<uuid> overtaken_by(const std::vector<waiting>& queue, const uuid& incident);

// {"position", "score", "why", "breach_at", "seconds_to_breach"}; the position counts from 1.
nlohmann::json to_json(const waiting& one, std::size_t position, timestamp now);

} // namespace frontdoor::triage::force
