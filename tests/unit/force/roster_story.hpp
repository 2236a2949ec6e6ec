#pragma once
// A planned roster, and what is decided on it.

#include <string>
#include <utility>
#include <vector>

#include "force_story.hpp"
#include "triage/force/roster.hpp"

namespace frontdoor::triage::force::testing {

inline planned_duty a_duty(
    std::string post, std::optional<std::string> area, std::string person, timestamp from, timestamp to,
    bool on_call = false
) {
  return {std::move(post), std::move(area), std::move(person), from, to, on_call};
}

// A force that wants one post filled for its only pod, and one for all of it, two days' notice ahead.
inline rules small_force() {
  rules out = the_force();
  out.pods = {{"north", "North", {"Bolton", "Salford"}, {"north"}, {"district_inspector"}}};
  out.roster = {{"duty_superintendent"}, std::chrono::hours(48), "supervisor"};
  return out;
}

class planned {
 public:
  roster_outcome
  plan(timestamp at, const plan_roster& command, const actor& who = triage::testing::supervisor("user:planner")) {
    return kept(force::plan(state_, id(80), command, force_, now(at, who)));
  }
  roster_outcome begin(timestamp at, std::vector<taken_over> told) {
    return kept(begin_shift(*state_, next_shift(*state_).value_or(at), std::move(told), force_, machine(at)));
  }
  // Nothing waits for whoever comes on.
  roster_outcome begin(timestamp at) {
    std::vector<taken_over> told;
    for (const auto& duty : beginning_at(*state_, next_shift(*state_).value_or(at)))
      told.push_back({duty, {}, 0});
    return begin(at, std::move(told));
  }
  roster_outcome look(timestamp at) { return kept(look_for_gaps(*state_, force_, machine(at))); }

  const roster& state() const { return *state_; }
  const rules& force_rules() const { return force_; }
  const std::vector<roster_event>& events() const { return events_; }

 private:
  context now(timestamp at, actor who) {
    return {at, [this] { return id(next_++); }, std::move(who), frontdoor::tests::gmp_2018()};
  }
  context machine(timestamp at) { return now(at, triage::testing::machine()); }
  roster_outcome kept(roster_outcome made) {
    if (!made) return made;
    for (const auto& e : made->events) {
      state_ = apply(std::move(state_).value_or(roster{}), e);
      events_.push_back(e);
    }
    return made;
  }

  unsigned next_ = 8700;
  rules force_ = small_force();
  std::optional<roster> state_;
  std::vector<roster_event> events_;
};

} // namespace frontdoor::triage::force::testing
