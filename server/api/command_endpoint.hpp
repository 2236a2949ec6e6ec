#pragma once
// What all endpoints that change something share: who sends it, how a repeat is known, how a refusal is answered.

#include <expected>
#include <string>
#include <utility>

#include "server/api/services.hpp"
#include "server/auth/principal.hpp"
#include "server/http/endpoint.hpp"
#include "server/http/problem.hpp"
#include "triage/fault.hpp"
#include "triage/incident/commands.hpp"

namespace frontdoor::api {

// The sender of a command, with its Idempotency-Key (1 to 128 printable ASCII characters; 400 otherwise). A key counts
// for its sender alone, and for the call it was used with.
std::expected<command::origin, http::problem> origin_of(const http::request& request, const auth::principal& who);

// What a reader made of a body, as one of the commands on an incident.
template <typename Command>
std::expected<triage::command, triage::faults> as_command(std::expected<Command, triage::faults> read) {
  if (!read) return std::unexpected(std::move(read.error()));
  return triage::command(std::move(*read));
}

// A refusal or failure as a problem: 422 for a command at fault, 403, 404 or 409 for one that cannot be done now, 422
// for a reused key, 503 when it could not be stored.
http::problem to_problem(const command::failed& failure);

// The answer that a runner's outcome is: the text that it kept, with `status`, or the problem.
http::response
answer_to(std::expected<std::string, command::failed> outcome, int status, const std::string& request_id);

} // namespace frontdoor::api
