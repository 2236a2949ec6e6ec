#pragma once
// Reviews between the log's rows and the domain's values.

#include <optional>

#include <boost/asio/awaitable.hpp>

#include "server/command/stored_stream.hpp"
#include "server/db/review_queries.hpp"
#include "triage/review/review.hpp"

namespace frontdoor::command {

// As load_stream reads them.
struct review_streams {
  using state = triage::review::work_review;
  static constexpr const char* type = "review";
  static std::expected<triage::review::review_event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::review::decode_review(row);
  }
  static state apply(state before, const triage::review::review_event& e) {
    return triage::review::apply(std::move(before), e);
  }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json* personal) {
    auto found = triage::review::review_from_snapshot(body, personal);
    if (!found) return std::nullopt;
    return *std::move(found);
  }
};

using stored_review = stored_stream<review_streams>;

// From its snapshot, or folded anew from the log when the snapshot is of another fold.
boost::asio::awaitable<db::query_result<stored_review>> load_review(db::log_queries& queries, triage::uuid id);

// The same for a row of a list.
boost::asio::awaitable<db::query_result<triage::review::work_review>>
read_review(db::log_queries& queries, db::review_row row);

// What is to be written for a state: the row the lists are read from.
db::snapshot_row snapshot_row_of(const triage::review::work_review& state);

} // namespace frontdoor::command
