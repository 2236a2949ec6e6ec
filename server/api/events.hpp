#pragma once
// The log for integrators: GET /v1/events, with long poll.

#include "server/api/services.hpp"
#include "server/dispatch/log_signal.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

http::endpoints event_endpoints(services& s, dispatch::log_signal& published);

} // namespace frontdoor::api
