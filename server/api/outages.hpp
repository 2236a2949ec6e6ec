#pragma once
// What outages left to look after.

#include "server/api/services.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// GET /v1/outages.
http::endpoints outage_endpoints(services& s);

} // namespace frontdoor::api
