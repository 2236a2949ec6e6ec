#pragma once
// The board and the record of incidents.

#include "server/api/services.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// GET /v1/incidents, GET /v1/incidents/{id}, GET /v1/incidents/{id}/log
http::endpoints incident_reading_endpoints(services& s);

// POST /v1/incidents/{id}/grade, POST /v1/incidents/{id}/notes
http::endpoints incident_working_endpoints(services& s);

// POST /v1/incidents/{id}/ facts, facts/withdraw, call-ended, response, closure, reopen, tasks
http::endpoints incident_life_endpoints(services& s);

} // namespace frontdoor::api
