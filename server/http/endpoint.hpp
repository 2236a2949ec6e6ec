#pragma once
// The routing table: one row per call of the API, each with who may make it. The same rows feed routing (404 and 405),
// authorisation, metrics' names and the test that keeps openapi.yaml true.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "server/auth/principal.hpp"
#include "server/http/message.hpp"

namespace frontdoor::http {

// A call's work. The request and the caller are owned by the coroutine; exceptions become a 500 problem with the
// request's id and are logged, never sent.
using handler = std::function<boost::asio::awaitable<response>(request, auth::principal)>;

struct endpoint {
  method verb;
  std::string path;    // "/v1/incidents/{id}/notes"
  auth::access access; // who may call; checked before the body is parsed
  http::handler handler;
  std::string body_schema;       // file name under schemas/, validated before the handler; empty: no body
  bool idempotent_key = false;   // takes an Idempotency-Key (all POSTs that store something)
  std::size_t in_flight_max = 0; // requests in the handler at once, beyond which 503; 0: the server's default
};

using endpoints = std::vector<endpoint>;

} // namespace frontdoor::http
