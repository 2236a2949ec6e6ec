#pragma once
// Desks and handovers, as side_runner.hpp carries out decisions on them.

#include "server/command/side_runner.hpp"
#include "triage/force/desk.hpp"
#include "triage/force/handover.hpp"

namespace frontdoor::command {

struct desk_streams {
  using state = triage::force::desk;
  using event = triage::force::desk_event;
  static constexpr const char* type = "desk";
  static std::expected<event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::force::decode_desk(row);
  }
  static state apply(state before, const event& e) { return triage::force::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json*) {
    return triage::force::desk_from_snapshot(body);
  }
  static std::vector<triage::timer> timers(const state& now) { return triage::force::timers(now); }
  static db::snapshot_row row_of(const state& after) {
    db::snapshot_row row;
    row.status = "kept"; // never "open": that is what the board's incidents are read by
    row.fold_version = triage::force::desk_fold;
    row.state = triage::force::to_snapshot_json(after).dump();
    return row;
  }
};

struct handover_streams {
  using state = triage::force::handover;
  using event = triage::force::handover_event;
  static constexpr const char* type = "handover";
  static std::expected<event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::force::decode_handover(row);
  }
  static state apply(state before, const event& e) { return triage::force::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json*) {
    return triage::force::handover_from_snapshot(body);
  }
  static std::vector<triage::timer> timers(const state& now) { return triage::force::timers(now); }
  static db::snapshot_row row_of(const state& after) {
    db::snapshot_row row;
    row.status = after.open() ? "waiting" : "ended";
    row.district = after.district;
    row.received_at = after.started_at;
    row.fold_version = triage::force::handover_fold;
    row.state = triage::force::to_snapshot_json(after).dump();
    return row;
  }
};

using desk_runner = side_runner<desk_streams>;
using handover_runner = side_runner<handover_streams>;

// The id of a person's desk stream: the same on every server.
inline triage::uuid desk_id(const std::string& person) {
  return id_from("desk\n" + person);
}

} // namespace frontdoor::command
