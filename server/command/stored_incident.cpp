#include "server/command/stored_incident.hpp"

#include <nlohmann/json.hpp>

#include "server/command/stored_stream.hpp"
#include "triage/incident/snapshot.hpp"

namespace frontdoor::command {

namespace asio = boost::asio;
using nlohmann::json;

triage::encoded_event encoded(const db::committed_event& row) {
  triage::encoded_event out;
  out.stream_type = row.stream_type;
  out.stream_id = row.stream_id;
  out.type = row.type;
  out.schema_version = row.schema_version;
  out.occurred_at = row.occurred_at;
  out.actor = row.actor;
  out.body = json::parse(row.body);
  if (row.personal) out.personal = json::parse(*row.personal);
  return out;
}

std::expected<triage::event, triage::faults> decode(const db::committed_event& row) {
  if (row.decided) return *static_cast<const triage::event*>(row.decided.get());
  return triage::decode(encoded(row));
}

std::expected<std::shared_ptr<const triage::event>, triage::faults> decode_shared(const db::committed_event& row) {
  if (row.decided) return std::static_pointer_cast<const triage::event>(row.decided);
  auto read = decode(row);
  if (!read) return std::unexpected(std::move(read.error()));
  return std::make_shared<const triage::event>(std::move(*read));
}

const triage::incident* opened_by(const db::committed_event& row) {
  return static_cast<const triage::incident*>(row.opened.get());
}

std::expected<triage::incident, triage::faults>
read_snapshot(const std::string& state, const std::optional<std::string>& personal) {
  const auto body = json::parse(state);
  if (!personal) return triage::from_snapshot(body, nullptr);
  const auto sealed = json::parse(*personal);
  return triage::from_snapshot(body, &sealed);
}

asio::awaitable<db::query_result<stored_incident>> load_incident(db::log_queries& queries, triage::uuid id) {
  auto row = co_await queries.stream(id);
  if (!row) co_return std::unexpected(row.error());
  stored_incident found;
  found.row = std::move(*row);
  if (found.row.at.version == 0 || found.row.at.stream_type != "incident") co_return found;
  auto state = read_snapshot(found.row.snapshot, found.row.personal);
  if (state) {
    found.state = std::move(*state);
    co_return found;
  }
  auto events = co_await queries.stream_events(id, std::nullopt, true);
  if (!events) co_return std::unexpected(events.error());
  triage::incident folded;
  for (const auto& event : *events) {
    if (event->version > found.row.at.version) break; // the row was read first and is what the decision depends on
    const auto decoded = decode(*event);
    if (!decoded) co_return std::unexpected(db::query_failure::unavailable);
    folded = triage::apply(std::move(folded), *decoded);
  }
  found.state = std::move(folded);
  co_return found;
}

db::snapshot_row snapshot_row_of(const triage::incident& state) {
  db::snapshot_row row;
  row.status = triage::to_string(state.status);
  if (state.grade) row.grade = state.grade->grade;
  row.district = state.district;
  row.received_at = state.received_at;
  row.fold_version = triage::fold_version;
  auto snapshot = triage::to_snapshot(state);
  row.state = std::move(snapshot.body);
  row.personal = std::move(snapshot.personal);
  return row;
}

db::stream_change change_of(db::stream_before before, const triage::incident& after) {
  db::stream_change change;
  change.before = std::move(before);
  change.after = snapshot_row_of(after);
  for (const auto& timer : triage::timers(after))
    change.timers.push_back(to_timer_row(timer));
  return change;
}

db::timer_row to_timer_row(const triage::timer& timer) {
  db::timer_row row;
  row.key = timer.key;
  row.generation = timer.generation;
  row.due_at = timer.due_at;
  return row;
}

db::new_event to_row(std::shared_ptr<const triage::event> event) {
  auto row = new_row(triage::encode(*event));
  row.decided = std::move(event);
  return row;
}

db::new_event to_row(const triage::event& event) {
  return to_row(std::make_shared<const triage::event>(event));
}

} // namespace frontdoor::command
