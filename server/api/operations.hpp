#pragma once
// What operators and screens ask of the server itself.

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "server/api/services.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// Whether this server can do its work now, for a load balancer.
struct readiness {
  bool database = false; // the last commit or query reached it
  bool feed = false;     // consoles are told everything that is committed
  bool draining = false;
  bool handed_over = false; // another server does this one's work while it cannot reach the record
  std::optional<std::chrono::steady_clock::time_point> reached_at; // when PostgreSQL was last seen to answer
  std::string mode = "normal"; // server/outage/availability.hpp; in any other it still takes contacts

  bool degraded() const { return mode != "normal"; }
  bool ready() const { return (degraded() || (database && feed)) && !draining && !handed_over; }
};

// GET /livez, /readyz, /metrics, /openapi.json, /v1/policy. `openapi` is the document as JSON text.
http::endpoints operation_endpoints(services& s, std::function<readiness()> ask, std::string openapi);

} // namespace frontdoor::api
