#pragma once
// Signing in and out, and who is signed in.

#include "server/api/people.hpp"

namespace frontdoor::api {

// POST, GET and DELETE /v1/session
http::endpoints session_endpoints(people& p);

} // namespace frontdoor::api
