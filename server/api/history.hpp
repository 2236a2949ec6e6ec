#pragma once
// History for people, and before a contact is decided on.

#include <nlohmann/json_fwd.hpp>

#include "server/api/services.hpp"
#include "server/auth/principal.hpp"
#include "server/history/lookup.hpp"
#include "server/http/endpoint.hpp"
#include "server/http/problem.hpp"
#include "triage/incident/contact.hpp"

namespace frontdoor::api {

// GET /v1/history.
http::endpoints history_endpoints(services& s);

// What is known of a contact that is about to be taken: empty where there is nothing to look under, or looking up is
// switched off. Within history.contact_timeout_ms, whatever the sources do.
boost::asio::awaitable<history::answers>
known_before(services& s, const auth::principal& who, const triage::contact& contact);

// The `history` of the answer, for the caller that sent the contact.
boost::asio::awaitable<nlohmann::json>
history_for(services& s, const auth::principal& who, const history::answers& found, bool with_reasons);

// Where returns are asked for and history is switched off: nothing is known then, which is not none.
http::problem returns_not_counted();

} // namespace frontdoor::api
