#include "server/dispatch/call_board.hpp"

#include <algorithm>

#include "server/command/stored_incident.hpp"

namespace frontdoor::dispatch {

void call_board::put(triage::call_record call) {
  if (!call.over_at) live_.insert_or_assign(call.id, std::move(call));
}

std::vector<triage::uuid> call_board::fold(const db::committed_events& events) {
  std::vector<triage::uuid> changed;
  for (const auto& row : events) {
    if (row->stream_type != "call") continue;
    const auto held = live_.find(row->stream_id);
    // It is over, or was read at start as it stands behind this event.
    if (held == live_.end() ? row->version != 1 : row->version <= held->second.version) continue;
    const auto told = triage::decode_call(command::encoded(*row));
    if (!told) {
      log_.error("event_not_understood", {{"position", row->position}, {"type", row->type}});
      continue;
    }
    auto& call = live_[row->stream_id];
    call = triage::apply(std::move(call), *told);
    if (std::ranges::find(changed, row->stream_id) == changed.end()) changed.push_back(row->stream_id);
  }
  for (const auto& id : changed) {
    if (live_.at(id).over_at) live_.erase(id);
  }
  return changed;
}

const triage::call_record* call_board::find(const triage::uuid& call) const {
  const auto found = live_.find(call);
  return found == live_.end() ? nullptr : &found->second;
}

} // namespace frontdoor::dispatch
