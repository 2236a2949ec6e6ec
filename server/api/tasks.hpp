#pragma once
// What is owed, by whom and by when, and the decisions that wait.

#include "server/api/services.hpp"
#include "server/db/screening_queries.hpp"
#include "server/dispatch/hub.hpp"
#include "server/dispatch/log_signal.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// GET /v1/tasks, POST /v1/tasks/{id}/complete, POST /v1/tasks/{id}/attempts, POST /v1/approvals/{id}. Tasks are read
// from the board, which every server folds from the one log; a read waits until this one has what was there when it
// began. What is overdue on problem records stands among them, of at most `problems_max` records.
http::endpoints task_endpoints(
    services& s, dispatch::log_signal& published, std::function<const dispatch::board&()> board,
    db::screening_queries& problems, std::size_t problems_max
);

// GET /v1/reconciliation
http::endpoints reconciliation_endpoints(services& s);

} // namespace frontdoor::api
