#pragma once
// The planned roster's stream, as side_runner.hpp carries out decisions on it.

#include "server/command/side_runner.hpp"
#include "triage/force/roster.hpp"

namespace frontdoor::command {

struct planned_roster_streams {
  using state = triage::force::roster;
  using event = triage::force::roster_event;
  static constexpr const char* type = "roster";
  static std::expected<event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::force::decode_roster(row);
  }
  static state apply(state before, const event& e) { return triage::force::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json*) {
    return triage::force::roster_from_snapshot(body);
  }
  static std::vector<triage::timer> timers(const state& now) { return triage::force::timers(now); }
  static db::snapshot_row row_of(const state& after) {
    db::snapshot_row row;
    row.status = "kept"; // not "open": that is what the board's incidents are read by
    row.fold_version = triage::force::roster_fold;
    row.state = triage::force::to_snapshot_json(after).dump();
    return row;
  }
};

using planned_roster_runner = side_runner<planned_roster_streams>;

// The id of the force's one roster: the same on every server.
inline triage::uuid planned_roster_id() {
  return id_from("roster");
}

} // namespace frontdoor::command
