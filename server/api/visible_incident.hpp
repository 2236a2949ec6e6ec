#pragma once
// An incident as one caller may see it.

#include <expected>

#include <nlohmann/json_fwd.hpp>

#include "server/api/services.hpp"
#include "server/auth/visibility.hpp"
#include "server/command/stored_incident.hpp"
#include "server/http/problem.hpp"

namespace frontdoor::api {

struct visible_incident {
  command::stored_incident stored;
  auth::detail shown = auth::detail::none;

  const triage::incident& state() const { return *stored.state; }
};

// Loads an incident and applies the one filter. 404 when there is none or it is not the caller's to see (the two cannot
// be told apart), 503 when the record cannot be reached.
boost::asio::awaitable<std::expected<visible_incident, http::problem>>
find_visible(services& s, const auth::principal& who, triage::uuid id);

// The card, with its personal member where the caller may see it.
nlohmann::json visible_card(const triage::incident& state, std::string_view number, auth::detail shown);

// Reads "{id}" of the path; 404 when it is no id.
std::expected<triage::uuid, http::problem> path_id(const http::request& request, std::string_view what);

// Reads "{name}" of the path, the id of a part; 404 of `what` when it is no id.
std::expected<triage::uuid, http::problem>
part_id(const http::request& request, const std::string& name, std::string_view what);

// Logs that personal data of an incident was read (DPA 2018 s.62), when it was.
boost::asio::awaitable<bool> log_personal_read(
    services& s, const auth::principal& who, const http::request& request, std::string what,
    std::optional<triage::uuid> stream, auth::detail shown
);

} // namespace frontdoor::api
