#pragma once
// What falls due on the log's own clock, and who acts then: one table of kinds of stream.

#include <memory>

#include "server/dispatch/timers.hpp"
#include "server/wiring/room.hpp"

namespace frontdoor::wiring {

// Nothing is fired before `fire_with`.
std::shared_ptr<dispatch::timers> make_timers(base_parts& base, record_parts& record);

// The table. What it names must outlive the timers.
void fire_with(dispatch::timers& timers, runner_parts& runners, const room_parts& room);

} // namespace frontdoor::wiring
