#pragma once
// Crimes' records between the log's rows and the domain's values.

#include <optional>

#include <boost/asio/awaitable.hpp>

#include "server/db/log_queries.hpp"
#include "triage/crime/record.hpp"

namespace frontdoor::command {

struct stored_crime {
  db::stream_row row;
  std::optional<triage::crime::record> state; // none: there is no such crime
};

// From its snapshot, or folded anew from the log when the snapshot is of another fold.
boost::asio::awaitable<db::query_result<stored_crime>> load_crime(db::log_queries& queries, triage::uuid id);

// What is to be written for a state: the row the registers are read from.
db::snapshot_row snapshot_row_of(const triage::crime::record& state);

} // namespace frontdoor::command
