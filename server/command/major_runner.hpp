#pragma once
// Major incidents' streams, as side_runner.hpp carries out decisions on them.

#include "server/command/side_runner.hpp"
#include "triage/incident/major.hpp"

namespace frontdoor::command {

struct major_streams {
  using state = triage::major_incident;
  using event = triage::major_event;
  static constexpr const char* type = "major_incident";
  static std::expected<event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::decode_major(row);
  }
  static state apply(state before, const event& e) { return triage::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json* personal) {
    return triage::major_from_snapshot(body, personal);
  }
  static db::snapshot_row row_of(const state& after) {
    db::snapshot_row row;
    row.status = after.declared ? "declared" : "stood_down";
    row.district = after.district;
    row.received_at = after.declared_at;
    row.fold_version = triage::major_fold;
    row.state = triage::to_snapshot_json(after).dump();
    if (const auto personal = triage::to_snapshot_personal(after)) row.personal = personal->dump();
    return row;
  }
};

using major_runner = side_runner<major_streams>;

} // namespace frontdoor::command
