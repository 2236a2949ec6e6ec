#pragma once
// Taking contacts, and the same assessment without storing anything.

#include "server/api/services.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// POST /v1/contacts, POST /v1/assess, GET /v1/contacts/{id}/status
http::endpoints contact_endpoints(services& s);

} // namespace frontdoor::api
