#pragma once
// Imported markers under their keys.

#include "server/clock/identifiers.hpp"
#include "server/db/history_queries.hpp"
#include "server/history/keyed_hash.hpp"
#include "triage/history/marker_import.hpp"

namespace frontdoor::history {

// Puts these in the place of all markers of that source. False where the rows in the database were keyed with another
// secret; an error where it cannot be reached. Under keys that stand for nobody in particular no marker is kept.
boost::asio::awaitable<db::query_result<bool>> keep_markers(
    db::history_queries& queries, const triage::history::name_rules& names, keyed_hash hash,
    clock::identifiers& identifiers, std::string source, std::vector<triage::history::imported_marker> markers,
    triage::timestamp now
);

} // namespace frontdoor::history
