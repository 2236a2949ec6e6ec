#include "server/command/side_runner.hpp"

namespace frontdoor::command {

db::snapshot_row diary_streams::row_of(const state& after) {
  db::snapshot_row row;
  row.status = "kept";
  row.district = after.district;
  row.received_at = after.slots.empty() ? std::nullopt : std::optional(after.slots.front().starts_at);
  row.fold_version = triage::diary_fold;
  row.state = triage::to_snapshot_json(after).dump();
  return row;
}

db::snapshot_row problem_streams::row_of(const state& after) {
  db::snapshot_row row;
  // Not "open": that is what the board's incidents are read by.
  row.status = after.open ? "worked_on" : "ended";
  row.district = after.district;
  row.received_at = after.opened_at;
  row.fold_version = triage::problem_fold;
  row.state = triage::to_snapshot_json(after).dump();
  if (const auto personal = triage::to_snapshot_personal(after)) row.personal = personal->dump();
  return row;
}

triage::uuid diary_id(const std::string& district, const std::string& day) {
  return id_from("diary\n" + district + "\n" + day);
}

} // namespace frontdoor::command
