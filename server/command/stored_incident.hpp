#pragma once
// Incidents between the log's rows and the domain's values.

#include <expected>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/db/log_queries.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/incident.hpp"

namespace frontdoor::command {

// An event of the log as the domain's; faults when it was written by a later release.
std::expected<triage::event, triage::faults> decode(const db::committed_event& row);
// The same without a copy of what this server decided itself: that is shared with its decision.
std::expected<std::shared_ptr<const triage::event>, triage::faults> decode_shared(const db::committed_event& row);

// The incident that this event opened, as its decision leaves it with all its events; null where this server did not
// decide it, and on any other event. Lives as long as the row.
const triage::incident* opened_by(const db::committed_event& row);

// Reads a snapshot of the present fold; a fault when it is of another fold and must be rebuilt.
std::expected<triage::incident, triage::faults>
read_snapshot(const std::string& state, const std::optional<std::string>& personal);

// An incident as it stands: from its snapshot, or folded anew from the log when the snapshot is of another fold.
struct stored_incident {
  db::stream_row row;
  std::optional<triage::incident> state; // none: there is no such incident
};

boost::asio::awaitable<db::query_result<stored_incident>> load_incident(db::log_queries& queries, triage::uuid id);

// How many joins are followed from a duplicate to where its work goes on: a longer chain is nobody's work.
inline constexpr int survivors_max = 16;

// What is to be written for a state: the row the board is read from.
db::snapshot_row snapshot_row_of(const triage::incident& state);

// What a decision leaves of an incident's stream: the row it depends on, the row and the timers that replace it.
db::stream_change change_of(db::stream_before before, const triage::incident& after);

// A timer as its row.
db::timer_row to_timer_row(const triage::timer& timer);

// A row of the log on its way to a domain's event.
triage::encoded_event encoded(const db::committed_event& row);

// An event as it is appended. The first shares it, the second copies it.
db::new_event to_row(std::shared_ptr<const triage::event> event);
db::new_event to_row(const triage::event& event);

} // namespace frontdoor::command
