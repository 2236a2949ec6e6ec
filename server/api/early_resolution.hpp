#pragma once
// Early resolution and demand screening (domain.md 3): pathways, appointments and their diary, problem records, and the
// registers of what came back and of failure demand.

#include "server/api/services.hpp"
#include "server/command/side_runner.hpp"
#include "server/db/screening_queries.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// GET /v1/incidents/{id}/pathways, POST /v1/incidents/{id}/pathway and /pathway/authority, POST
// /v1/incidents/{id}/appointments/{appointment}/result
http::endpoints early_resolution_endpoints(services& s);

// GET /v1/diary, POST /v1/diary/slots, /v1/diary/{id}/slots/{slot}, POST /v1/incidents/{id}/appointments and
// /{appointment}/move, /cancel
http::endpoints diary_endpoints(services& s, command::diary_runner& diaries);

// /v1/problems
http::endpoints problem_endpoints(services& s, command::problem_runner& problems, db::screening_queries& queries);

// POST /v1/contacts/{id}/demand, GET /v1/demand, GET /v1/returns
http::endpoints demand_endpoints(services& s, db::writer& writer, db::screening_queries& queries);

} // namespace frontdoor::api
