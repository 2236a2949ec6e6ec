#pragma once
// People's accounts, for who may manage them.

#include "server/api/people.hpp"

namespace frontdoor::api {

// GET and POST /v1/accounts, PATCH /v1/accounts/{id}
http::endpoints account_endpoints(people& p);

} // namespace frontdoor::api
