#pragma once
// The surge's stream, as side_runner.hpp carries out decisions on it.

#include "server/command/side_runner.hpp"
#include "triage/force/surge.hpp"

namespace frontdoor::command {

struct surge_streams {
  using state = triage::force::surge_state;
  using event = triage::force::surge_event;
  static constexpr const char* type = "surge";
  static std::expected<event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::force::decode_surge(row);
  }
  static state apply(state before, const event& e) { return triage::force::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json*) {
    return triage::force::surge_from_snapshot(body);
  }
  static std::vector<triage::timer> timers(const state& now) { return triage::force::timers(now); }
  static db::snapshot_row row_of(const state& after) {
    db::snapshot_row row;
    row.status = "kept"; // not "open": that is what the board's incidents are read by
    row.fold_version = triage::force::surge_fold;
    row.state = triage::force::to_snapshot_json(after).dump();
    return row;
  }
};

using surge_runner = side_runner<surge_streams>;

// The id of the force's one surge stream: the same on every server.
inline triage::uuid surge_id() {
  return id_from("surge");
}

} // namespace frontdoor::command
