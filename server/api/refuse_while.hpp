#pragma once
// Calls that cannot be done at times.

#include <functional>

#include "server/http/endpoint.hpp"
#include "server/http/problem.hpp"

namespace frontdoor::api {

// The handler, or what `why` gives while `closed` says so.
http::handler refuse_while(std::function<bool()> closed, std::function<http::problem()> why, http::handler inner);

} // namespace frontdoor::api
