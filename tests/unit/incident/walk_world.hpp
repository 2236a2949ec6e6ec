#pragma once
// A few incidents of gmp-2018 side by side, with what stands beside them (a diary, calls, a major incident, crimes),
// for walks over everything that can be done to them.

#include <optional>
#include <string>
#include <vector>

#include "story.hpp"
#include "triage/incident/call.hpp"
#include "triage/incident/diary.hpp"
#include "triage/incident/major.hpp"

namespace frontdoor::triage::testing {

// One step before the ids it speaks of are known.
struct pace {
  unsigned what = 0; // an alternative of `command`, then one of `side_deed`
  unsigned on = 0;   // which incident
  unsigned who = 0;
  unsigned seconds = 0;
  unsigned a = 0;
  unsigned b = 0;
};

// What changes an incident without being one of its commands.
enum class side_deed : unsigned {
  book,
  move,
  cancel,
  open_problem,
  tell_of_call,
  decide_crime,
  declare_major,
  update_callers,
  stand_down_major
};
inline constexpr unsigned side_deeds = 9;

inline constexpr std::size_t incidents_max = 3; // of one world

// What one step did.
struct step_taken {
  bool accepted = false;
  std::optional<command> asked; // none: a side deed
  std::vector<incident> before; // those that it changed, as they were; a new one is not among them
  std::vector<incident> after;
  std::vector<event> events;
};

class walk_world {
 public:
  // Takes the step: as the command or side deed it names, on the incident it names.
  step_taken take(const pace& next);

  // Takes this command on that incident.
  step_taken take(const uuid& on, const command& asked);

  // Decides on the first crime that is owed.
  step_taken settle_crime(const uuid& on);

  void by(actor who) { who_ = std::move(who); }
  void wait(timestamp::duration time) { now_ += time; }

  timestamp now() const { return now_; }
  const std::vector<incident>& incidents() const { return incidents_; }
  const incident& find(const uuid& id) const;
  const std::vector<call_record>& calls() const { return calls_; }
  const diary& book_of_slots() const { return *diary_; }
  // The incident as the log gives it.
  incident replayed(const uuid& id) const;

 private:
  triage::context context(std::span<const incident> others);
  std::vector<incident> others_for(const incident* on, const command& asked) const;
  step_taken keep(step_taken so_far, decision made);
  step_taken take_side(side_deed what, const pace& next, const incident& on);
  step_taken tell_of_call(const pace& next);
  step_taken use_diary(side_deed what, const pace& next, const incident& on);
  step_taken lead_major(side_deed what, const incident& on);

  timestamp now_ = nine_in_the_evening();
  actor who_ = person();
  unsigned next_id_ = 1;
  unsigned contacts_ = 0;
  unsigned numbers_ = 0;
  std::vector<incident> incidents_;
  std::vector<event> events_;
  std::optional<diary> diary_;
  std::vector<call_record> calls_;
  std::optional<major_incident> major_;
};

// The command of that alternative, made from the step: every alternative has a maker, or this does not build.
command command_for(const walk_world& world, const incident* on, const pace& next, unsigned contact_number);

// The people, systems and timers that steps are taken by.
actor walker(unsigned who, unsigned what);

} // namespace frontdoor::triage::testing
