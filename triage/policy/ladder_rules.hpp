#pragma once
// What a pack says of an incident that nobody has, or nobody goes to: who hears of it, when, how often, and who comes
// next where nobody answers (domain.md 2.5; practice.md 11 and 12; lessons.md R01, R13, R14). The member "ladder" of
// working.json. All of it is the force's to set; triage/incident/ladder.hpp runs it.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/fault.hpp"
#include "triage/policy/coded_text.hpp"

namespace frontdoor::triage {

class working_entry;
struct working_rules;
struct grade_definition;

// While this holds a rung is told of.
// unresolved: the incident is open. unallocated: no unit has accepted it. not_moving: a unit has, and none is on its
// way. not_arrived: no unit is or was there. not_voiced: the spoken word beside a silent dispatch is still owed.
enum class ladder_condition : std::uint8_t { unresolved, unallocated, not_moving, not_arrived, not_voiced };

// What its time counts from: the attendance clock, the grade's time to allocate or to arrive, or a unit's acceptance.
enum class ladder_clock : std::uint8_t { received, allocate, arrive, accepted };

std::string_view to_string(ladder_condition value);
std::optional<ladder_condition> parse_ladder_condition(std::string_view text);
std::string_view to_string(ladder_clock value);
std::optional<ladder_clock> parse_ladder_clock(std::string_view text);

struct ladder_rung {
  std::string code;
  std::string text;
  std::vector<std::string> grades;
  std::string to; // post
  ladder_condition condition = ladder_condition::unallocated;
  ladder_clock clock = ladder_clock::allocate;
  std::chrono::microseconds after{0};
  std::chrono::microseconds repeat{0}; // comes back after this, where whoever accepted it named no sooner time
};

// The pace at some grades.
struct ladder_pace {
  std::vector<std::string> grades;
  std::chrono::microseconds acknowledge_within{0}; // unacknowledged for so long, the next post hears of it
  std::chrono::microseconds review_within{0};      // whoever accepts it looks again within this time (practice.md 11)
  std::optional<std::uint32_t> warn_at_percent;    // of the time to arrive
  bool target_watched = false;                     // passing the time to arrive is recorded, and the caller is told
  std::optional<std::chrono::microseconds> cover_within; // a colleague takes on what came back from a desk by then
  std::string shift_change_to; // post that hears at a change of shift of what is not resourced in target; empty: none
};

struct ladder_rules {
  std::vector<ladder_rung> rungs;
  std::vector<ladder_pace> paces;
  std::vector<std::string> climb;              // posts, from the first to the last
  std::chrono::microseconds repeat_at_most{0}; // the last post is told again ever more slowly, up to this
  std::vector<std::string> quiet_facts;        // facts that begin nothing anew
  std::vector<std::string> voice_grades;       // a spoken word goes with the silent dispatch (domain.md 6.1)
  std::vector<coded_text> unit_reasons;        // why a unit refuses, or is taken off
  std::vector<coded_text> unresourced_reasons; // why nobody can be sent

  bool empty() const { return rungs.empty() && paces.empty(); }
  // nullptr where there is none.
  const ladder_pace* pace_of(std::string_view grade) const;
  const ladder_rung* find(std::string_view code) const;
  // The post after that one; that one itself where it is the last or not in the list.
  const std::string& after(const std::string& post) const;
  bool voiced(std::string_view grade) const;

  // How long after the attendance clock began something of this falls due first on an incident of that grade that
  // nobody has; none: nothing does.
  std::optional<std::chrono::microseconds> first_due(const grade_definition& grade) const;
};

// When the warning of an arrival target falls due, that long after the clock began.
std::chrono::microseconds warning_after(const ladder_pace& pace, std::chrono::microseconds arrive_within);

// Reads the member "ladder", which may be left out, when posts and tasks have been read. `grades` are the codes of the
// pack's scale. Adds every fault found.
ladder_rules
read_ladder_rules(const working_entry& from, const std::vector<std::string>& grades, const working_rules& rules);

} // namespace frontdoor::triage
