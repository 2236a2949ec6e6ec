#pragma once
// Supervision: the audit page, review queues, reviews, disputes, and how far reviewers agree.

#include "server/api/services.hpp"
#include "server/command/review_runner.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// POST /v1/incidents/{id}/reviews, GET /v1/reviews/{id}, POST /v1/reviews/{id}/dispute, /dispute/decision;
// GET /v1/review-forms
http::endpoints review_endpoints(services& s, command::review_runner& reviews);

// GET /v1/reviews?queue=, ?mine=true; GET /v1/reviews/calibration
http::endpoints review_list_endpoints(services& s, command::review_runner& reviews);

// GET /v1/incidents/{id}/audit
http::endpoints audit_endpoints(services& s, command::review_runner& reviews);

// A review as the contract writes it, with its words where `words`.
nlohmann::json review_json(const triage::review::work_review& state, bool words);

} // namespace frontdoor::api
