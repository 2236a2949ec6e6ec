#pragma once
// Crimes' records between the log's rows and the domain's values.

#include <optional>

#include <boost/asio/awaitable.hpp>

#include "server/command/stored_stream.hpp"
#include "triage/crime/record.hpp"

namespace frontdoor::command {

// As load_stream reads them.
struct crime_streams {
  using state = triage::crime::record;
  static constexpr const char* type = "crime";
  static std::expected<triage::crime::record_event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::crime::decode_record(row);
  }
  static state apply(state before, const triage::crime::record_event& e) {
    return triage::crime::apply(std::move(before), e);
  }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json* personal) {
    auto found = triage::crime::record_from_snapshot(body, personal);
    if (!found) return std::nullopt;
    return *std::move(found);
  }
};

using stored_crime = stored_stream<crime_streams>;

// From its snapshot, or folded anew from the log when the snapshot is of another fold.
boost::asio::awaitable<db::query_result<stored_crime>> load_crime(db::log_queries& queries, triage::uuid id);

// What is to be written for a state: the row the registers are read from.
db::snapshot_row snapshot_row_of(const triage::crime::record& state);

} // namespace frontdoor::command
