#pragma once
// Crimes: the decision at first contact, their own records, and what supervisors and auditors look at.

#include <expected>

#include "server/api/services.hpp"
#include "server/http/endpoint.hpp"
#include "server/http/problem.hpp"

namespace frontdoor::api {

// POST /v1/incidents/{id}/crimes, GET /v1/crimes/{id}, POST /v1/crimes/{id}/reclassify, /cancel, /transfer,
// /officer, /told; GET /v1/crime-codes
http::endpoints crime_endpoints(services& s);

// GET /v1/crimes?register=, /v1/crimes/audit-sample, /v1/crimes/audit-interval, /v1/crimes/reconciliation
http::endpoints crime_register_endpoints(services& s);

} // namespace frontdoor::api
