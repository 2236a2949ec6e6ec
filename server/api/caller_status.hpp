#pragma once
// What somebody who made contact may be told of it: for the page behind a reference, and for who answers the telephone.

#include "server/api/services.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// GET /v1/contacts/{id}/status
http::endpoint caller_status_endpoint(services& s);

} // namespace frontdoor::api
