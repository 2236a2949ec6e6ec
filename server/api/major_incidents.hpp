#pragma once
// Major incidents: declared, joined in bulk, told of, stood down.

#include "server/api/services.hpp"
#include "server/command/major_runner.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// POST /v1/major-incidents, GET /v1/major-incidents/{id}, POST /v1/major-incidents/{id}/ contacts, update, stand-down
http::endpoints major_incident_endpoints(services& s, command::major_runner& majors);

} // namespace frontdoor::api
