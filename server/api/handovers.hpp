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

// Tells the post of what nobody accepted in time: first of each incident, then on the handover, so that a server that
// dies between leaves nothing untold; told twice, it is kept once.
boost::asio::awaitable<void> bounce_handovers(std::shared_ptr<roster_services> r);

} // namespace frontdoor::api
