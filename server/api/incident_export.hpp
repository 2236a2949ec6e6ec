#pragma once
// GET /v1/incidents/{id}/export: an incident in the format of another organisation's system.

#include "server/api/services.hpp"
#include "server/export/incident_export.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

struct export_options {
  std::string agency; // whose incidents these are, as other systems are told: "police.gmp"
  exports::grid mait_grid = exports::grid::osgb36;
};

http::endpoints incident_export_endpoints(services& s, export_options options);

} // namespace frontdoor::api
