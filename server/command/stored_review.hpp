#pragma once
// Reviews between the log's rows and the domain's values.

#include <optional>

#include <boost/asio/awaitable.hpp>

#include "server/db/log_queries.hpp"
#include "server/db/review_queries.hpp"
#include "triage/review/review.hpp"

namespace frontdoor::command {

struct stored_review {
  db::stream_row row;
  std::optional<triage::review::work_review> state; // none: there is no such review
};

// From its snapshot, or folded anew from the log when the snapshot is of another fold.
boost::asio::awaitable<db::query_result<stored_review>> load_review(db::log_queries& queries, triage::uuid id);

// The same for a row of a list.
boost::asio::awaitable<db::query_result<triage::review::work_review>>
read_review(db::log_queries& queries, db::review_row row);

// What is to be written for a state: the row the lists are read from.
db::snapshot_row snapshot_row_of(const triage::review::work_review& state);

} // namespace frontdoor::command
