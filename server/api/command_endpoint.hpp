#pragma once
// What all endpoints that change something share: who sends it, how a repeat is known, how a refusal is answered.

#include <expected>
#include <string>

#include "server/api/services.hpp"
#include "server/auth/principal.hpp"
#include "server/http/endpoint.hpp"
#include "server/http/problem.hpp"

namespace frontdoor::api {

// The sender of a command, with its Idempotency-Key (1 to 128 printable ASCII characters; 400 otherwise). A key counts
// for its sender alone, and for the call it was used with.
std::expected<command::origin, http::problem> origin_of(const http::request& request, const auth::principal& who);

// A refusal or failure as a problem: 422 for a command at fault, 403, 404 or 409 for one that cannot be done now, 422
// for a reused key, 503 when it could not be stored.
http::problem to_problem(const command::failed& failure);

} // namespace frontdoor::api
