#include "server/wiring/due.hpp"

#include "server/command/timer_firing.hpp"

namespace frontdoor::wiring {

using firing = dispatch::timers::firing;

std::shared_ptr<dispatch::timers> make_timers(base_parts& b, record_parts& r) {
  return std::make_shared<dispatch::timers>(
      b.io.get_executor(), r.queries, r.clock, [&r] { return r.refresh_clock(); }, *b.log, b.metrics
  );
}

void fire_with(dispatch::timers& timers, runner_parts& runners, const room_parts& room) {
  const command::try_listeners tries{
      [&runners](triage::uuid incident, const triage::message_attempted& tried) {
        runners.messages.make(incident, tried.message, tried.attempt);
      },
      [&runners](triage::uuid incident, const triage::referral_attempted& tried) {
        runners.referrals.make(incident, tried.referral, tried.attempt, tried.for_token);
      }
  };
  const std::pair<const char*, firing> table[] = {
      {"incident", [&runners, tries](db::due_timer timer
                   ) { return command::fire_on_incident(runners.commands, tries, std::move(timer)); }},
      {"problem",
       [&runners](db::due_timer timer) {
         return command::fire_on_stream(runners.problems, std::move(timer), triage::note_overdue_actions);
       }},
      {"desk", [roster = room.roster](db::due_timer timer) { return api::fire_desk(roster, std::move(timer)); }},
      {"handover", [roster = room.roster](db::due_timer timer) { return api::fire_handover(roster, std::move(timer)); }
      },
      {"roster", [plan = room.plan](db::due_timer timer) { return api::fire_roster(plan, std::move(timer)); }},
      {"surge", [surge = room.surge](db::due_timer) { return api::look_at_surge(surge); }},
  };
  for (const auto& [stream_type, fire] : table)
    timers.fire_with(stream_type, fire);
}

} // namespace frontdoor::wiring
