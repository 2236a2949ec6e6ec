#pragma once
// What operators and screens ask of the server itself.

#include <functional>
#include <string>

#include "server/api/services.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// Whether this server can do its work now, for a load balancer.
struct readiness {
  bool database = false; // the last commit or query reached it
  bool feed = false;     // consoles are told everything that is committed
  bool draining = false;
  std::string mode = "normal"; // server/outage/availability.hpp; in any other it still takes contacts

  bool degraded() const { return mode != "normal"; }
  bool ready() const { return (degraded() || (database && feed)) && !draining; }
};

// GET /livez, /readyz, /metrics, /openapi.json, /v1/policy. `openapi` is the document as JSON text.
http::endpoints operation_endpoints(services& s, std::function<readiness()> ask, std::string openapi);

} // namespace frontdoor::api
