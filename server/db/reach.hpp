#pragma once
// Whether PostgreSQL is there at all, asked before anything else is built on it.

#include <optional>
#include <string>

#include "server/db/database_options.hpp"

namespace frontdoor::db {

// Connects once as the owner and once as the server, and lets go again. Nullopt: both went; else why not, in libpq's
// words, for the log: they may name hosts and roles. Blocks for `connect_timeout` at most, for each.
std::optional<std::string> why_out_of_reach(const database_options& options);

} // namespace frontdoor::db
