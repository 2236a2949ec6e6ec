#pragma once
// The manual clock over HTTP, in servers started with --clock=manual and in no others: without it these paths are 404.

#include <functional>

#include <boost/asio/awaitable.hpp>

#include "server/api/services.hpp"
#include "server/db/manual_clock.hpp"
#include "server/dispatch/timers.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// GET /v1/test/clock -> {now}; POST {"advance": "PT40M"} moves the time of all servers on, from one due time to the
// next, firing what falls due at each, so that what a fired timer sets in motion also happens in its time. `settle`
// waits for what follows the log by itself: none of it is late by hours only because the clock has moved.
http::endpoints test_clock_endpoints(
    services& s, db::manual_clock& clock, dispatch::timers& timers, std::function<boost::asio::awaitable<void>()> settle
);

} // namespace frontdoor::api
