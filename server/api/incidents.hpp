#pragma once
// The board and the record of incidents.

#include "server/api/services.hpp"
#include "server/api/units.hpp"
#include "server/db/link_queries.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// GET /v1/incidents, GET /v1/incidents/{id}, GET /v1/incidents/{id}/log
http::endpoints incident_reading_endpoints(services& s, std::shared_ptr<unit_services> units);

// POST /v1/incidents/{id}/grade, POST /v1/incidents/{id}/notes
http::endpoints incident_working_endpoints(services& s);

// POST /v1/incidents/{id}/ facts, facts/withdraw, call-ended, response, closure, reopen, tasks
http::endpoints incident_life_endpoints(services& s);

// POST /v1/incidents/{id}/ handoffs, handoffs/{handoff}/reply, referrals, referrals/{referral}/receipt, transfer,
// transfer/reply, deferral
http::endpoints partner_endpoints(services& s);
// POST /v1/incidents/{id}/links, POST /v1/incidents/{id}/links/{other}/undo
http::endpoints incident_link_endpoints(services& s);

// POST /v1/incidents/{id}/unresourced, /acknowledgement and /escalations/{escalation}/acknowledge
http::endpoints dispatch_chain_endpoints(services& s);

// GET /v1/incidents/{id}/candidates
http::endpoints incident_candidate_endpoints(services& s, db::link_queries& links);

} // namespace frontdoor::api
