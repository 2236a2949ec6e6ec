#pragma once
// The desk and the shift: what the duty posts have been told, in one bundle a post; taking and leaving the desk; a
// change of shift.

#include <functional>

#include "server/api/roster.hpp"
#include "server/api/services.hpp"
#include "server/dispatch/board.hpp"
#include "server/dispatch/log_signal.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// What is late in the incidents that `which` names, and is told again when the shift changes.
std::vector<triage::uuid> late_at_change(
    const dispatch::board& board, const triage::policy_pack& policy, triage::timestamp now,
    const std::function<bool(const triage::incident&)>& which
);

// GET /v1/escalations, POST /v1/duty/status, POST /v1/shift-changes
http::endpoints duty_endpoints(
    services& s, dispatch::log_signal& published, std::function<const dispatch::board&()> board,
    std::shared_ptr<planned_roster_services> roster
);

} // namespace frontdoor::api
