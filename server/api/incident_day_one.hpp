#pragma once
// Everyday work on an incident.

#include "server/api/services.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// POST /v1/incidents/{id}/nsir, /needs, /activation, /messages
http::endpoints incident_day_one_endpoints(services& s);

} // namespace frontdoor::api
