#pragma once
// How a call on one incident becomes a command and its outcome an answer.

#include <cstdint>
#include <expected>
#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/http/endpoint.hpp"
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

using read_command = std::expected<triage::command, triage::faults>;

// A POST on one incident whose body, checked with its schema, is read into one command.
struct incident_call {
  std::string path; // "/v1/incidents/{id}/..."
  auth::permission permission;
  std::string schema; // file under schemas/
  // `part` is the id in the path that `part` below names, or nil; `version` is that of If-Match.
  read_command (*read)(const nlohmann::json& body, const triage::uuid& part, std::optional<std::uint32_t> version);
  command::answer_writer write = write_card;
  int status = 200;
  std::string part = {}; // the parameter of the path that is the id of a part of the incident; empty: there is none
};

http::endpoint incident_endpoint(services& s, incident_call call);

} // namespace frontdoor::api
