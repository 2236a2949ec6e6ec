#pragma once
// Handover by item, and the roster of desks.

#include "server/api/units.hpp"
#include "server/command/roster_streams.hpp"

namespace frontdoor::api {

struct roster_services {
  std::shared_ptr<unit_services> units;
  command::desk_runner& desks;
  command::handover_runner& handovers;
};

// POST /v1/handovers, GET /v1/handovers, POST /v1/handovers/{id}/accept, GET /v1/duty/roster
http::endpoints handover_endpoints(std::shared_ptr<roster_services> r);

// Every desk of which something is recorded; none where the record cannot be reached.
boost::asio::awaitable<std::optional<std::vector<triage::force::desk>>> read_desks(std::shared_ptr<roster_services> r);

// Tells the post that hears what is left to nobody, of that incident; once for each `occasion`. False where it could
// not be told now.
boost::asio::awaitable<bool>
tell_of_unheld(std::shared_ptr<roster_services> r, std::string occasion, triage::uuid incident, std::string post);

// Fires the timer of a handover: its post is told of what nobody accepted in time, first of each incident, then on the
// handover, so that a server that dies between leaves nothing untold; told twice, it is kept once. Answers as
// server/dispatch/timers.hpp asks.
boost::asio::awaitable<std::optional<bool>> fire_handover(std::shared_ptr<roster_services> r, db::due_timer timer);

// Fires the end of a shift that nobody has said: the post is told of what the person still holds.
boost::asio::awaitable<std::optional<bool>> fire_desk(std::shared_ptr<roster_services> r, db::due_timer timer);

// Handovers that an earlier release began have no timers: what of them is overdue. Once, when the server starts.
boost::asio::awaitable<void> bounce_handovers(std::shared_ptr<roster_services> r);

} // namespace frontdoor::api
