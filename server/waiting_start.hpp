#pragma once
// Started while PostgreSQL is away: a server that says so, and begins its work when it is there.
//
// It does not go on without the record as one that runs does (server/outage): it knows neither who may sign in nor
// which incidents are open, and a board that looks empty is worse than none.

#include <optional>
#include <string>

#include "server/config/settings.hpp"

namespace frontdoor {

// Returns at once where the server runs its own PostgreSQL, or the one of `database.url` can be reached; else once it
// can; an error when SIGTERM or SIGINT came first, or the address to listen on cannot be had. Meanwhile /livez is 200,
// and /readyz and every call are 503 and say why. Tries again and again, with the pauses of
// `database.reconnect_delay_*`. Blocks.
std::optional<std::string> await_outside_database(const config::settings& settings);

} // namespace frontdoor
