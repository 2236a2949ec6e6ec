#pragma once
// Calls as telephony tells of them.

#include "server/api/services.hpp"
#include "server/command/call_runner.hpp"
#include "server/db/call_queries.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// POST /v1/calls, GET /v1/calls?standing=, GET /v1/calls/{id}, POST /v1/calls/{id}/call-back, POST
// /v1/calls/{id}/location
http::endpoints call_endpoints(services& s, command::call_runner& calls, db::call_queries& queries);

} // namespace frontdoor::api
