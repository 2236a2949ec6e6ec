#pragma once
// Programs' keys, for who may manage them.

#include "server/api/people.hpp"

namespace frontdoor::api {

// GET and POST /v1/api-keys, DELETE /v1/api-keys/{id}
http::endpoints api_key_endpoints(people& p);

} // namespace frontdoor::api
