#pragma once
// The log for integrators: GET /v1/events, with long poll.

#include <chrono>

#include "server/api/services.hpp"
#include "server/dispatch/log_signal.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

struct event_feed {
  dispatch::log_signal& published;
  std::chrono::milliseconds wait_max; // of a long poll; whoever asks for more is answered then
};

http::endpoints event_endpoints(services& s, event_feed feed);

} // namespace frontdoor::api
