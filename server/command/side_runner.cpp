#include "server/command/side_runner.hpp"

#include <algorithm>

#include "server/db/hash_chain.hpp"

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

db::new_event to_side_row(triage::event_text encoded) {
  db::new_event row;
  row.stream_type = std::move(encoded.stream_type);
  row.stream_id = encoded.stream_id;
  row.type = std::move(encoded.type);
  row.schema_version = encoded.schema_version;
  row.occurred_at = encoded.occurred_at;
  row.actor = std::move(encoded.actor);
  row.body = std::move(encoded.body);
  row.personal = std::move(encoded.personal);
  return row;
}

triage::uuid diary_id(const std::string& district, const std::string& day) {
  const auto digest = db::sha256("diary\n" + district + "\n" + day);
  triage::uuid id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  // Version 8 of RFC 9562: made of a digest of our own.
  constexpr std::uint8_t version = 0x80;
  constexpr std::uint8_t variant = 0x80;
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0fU) | version);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3fU) | variant);
  return id;
}

} // namespace frontdoor::command
