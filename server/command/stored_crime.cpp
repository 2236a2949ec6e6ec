#include "server/command/stored_crime.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "server/command/stored_incident.hpp"

namespace frontdoor::command {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

std::optional<triage::crime::record> read_snapshot(const db::stream_row& row) {
  std::optional<json> sealed;
  if (row.personal) sealed = json::parse(*row.personal);
  auto read = triage::crime::record_from_snapshot(json::parse(row.snapshot), sealed ? &*sealed : nullptr);
  if (!read) return std::nullopt;
  return std::move(*read);
}

} // namespace

asio::awaitable<db::query_result<stored_crime>> load_crime(db::log_queries& queries, triage::uuid id) {
  auto row = co_await queries.stream(id);
  if (!row) co_return std::unexpected(row.error());
  stored_crime found;
  found.row = std::move(*row);
  if (found.row.at.version == 0 || found.row.at.stream_type != "crime") co_return found;
  found.state = read_snapshot(found.row);
  if (found.state) co_return found;
  auto events = co_await queries.stream_events(id, std::nullopt, true);
  if (!events) co_return std::unexpected(events.error());
  triage::crime::record folded;
  for (const auto& event : *events) {
    if (event->version > found.row.at.version) break; // the row was read first and is what the decision depends on
    const auto decoded = triage::crime::decode_record(encoded(*event));
    if (!decoded) co_return std::unexpected(db::query_failure::unavailable);
    folded = triage::crime::apply(std::move(folded), *decoded);
  }
  found.state = std::move(folded);
  co_return found;
}

db::snapshot_row snapshot_row_of(const triage::crime::record& state) {
  db::snapshot_row row;
  row.status = triage::crime::to_string(state.facts.state);
  row.district = state.facts.district;
  row.received_at = state.facts.reported_at;
  row.fold_version = triage::crime::record_fold;
  const auto snapshot = triage::crime::to_snapshot(state);
  row.state = snapshot.body.dump();
  if (snapshot.personal) row.personal = snapshot.personal->dump();
  return row;
}

} // namespace frontdoor::command
