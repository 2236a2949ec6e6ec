#include "server/command/stored_crime.hpp"

#include <nlohmann/json.hpp>

namespace frontdoor::command {

boost::asio::awaitable<db::query_result<stored_crime>> load_crime(db::log_queries& queries, triage::uuid id) {
  return load_stream<crime_streams>(queries, id);
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
