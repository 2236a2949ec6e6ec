#pragma once
// How a call on one incident becomes a command and its outcome an answer.

#include <cstdint>
#include <expected>
#include <optional>

#include "server/api/command_endpoint.hpp"
#include "triage/incident/commands.hpp"

namespace frontdoor::api {

// The version named by If-Match: `"7"`. None where the header is absent; 400 where it is not one of ours.
std::expected<std::optional<std::uint32_t>, http::problem> if_match(const http::request& request);

// Sends the command to an incident that the caller may see, and answers 404 where not. `status` is that of success;
// `status_waiting`, unless 0, that of a decision which asks for an approval and waits for it, the first time and in
// every repeat. A refusal for a stale version lists what has happened since.
boost::asio::awaitable<http::response> run_on_incident(
    services& s, http::request request, auth::principal who, triage::uuid id, triage::command command,
    command::answer_writer write, int status, int status_waiting = 0
);

// Whether the decision is a request that waits for somebody's approval.
bool waits_for_approval(const triage::decision& decision);

// {"incident": card}, with the task that the decision opened or changed, if any.
std::string write_card(const triage::decision& decision, std::string_view number);

// {"incident": card, "approval": the approval that was asked for or decided}.
std::string write_approval(const triage::decision& decision, std::string_view number);

} // namespace frontdoor::api
