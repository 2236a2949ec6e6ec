// Units as the log and the snapshots hold them, and how their state follows from their events.

#include <algorithm>
#include <array>
#include <utility>

#include "triage/force/unit.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/side_codec.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

// In the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<unit_event>> unit_types{
    "unit.state_changed", "unit.message_sent", "unit.located", "unit.committed", "unit.freed"
};

json unit_body(const unit_state_changed& e) {
  json out = object_of(field{"unit", e.unit}, field{"state", e.state});
  put(out, "reason_code", e.reason_code);
  if (e.incident) out["incident"] = e.incident->to_string();
  return out;
}

json unit_body(const unit_message_sent& e) {
  return object_of(field{"unit", e.unit}, field{"state", e.state});
}

json unit_body(const unit_located& e) {
  return object_of(field{"unit", e.unit}, field{"lat", e.at.lat}, field{"lon", e.at.lon});
}

json unit_body(const unit_committed& e) {
  json out = object_of(field{"unit", e.unit}, field{"incident", e.incident.to_string()});
  if (e.diverted_from) out["diverted_from"] = e.diverted_from->to_string();
  return out;
}

json unit_body(const unit_freed& e) {
  json out = object_of(field{"unit", e.unit}, field{"incident", e.incident.to_string()});
  put(out, "reason_code", e.reason_code);
  return out;
}

double degrees(const record_reader& body, const char* name) {
  const json* member = body.find(name);
  if (member != nullptr && member->is_number()) return member->get<double>();
  body.fail(name);
  return 0;
}

unit_event read_unit_event(std::size_t type, event_head head, const record_reader& body) {
  auto unit = body.text("unit");
  switch (type) {
  case 0:
    return unit_state_changed{
        std::move(head), std::move(unit), body.count("state"), body.optional_text("reason_code"),
        body.optional_id("incident")
    };
  case 1:
    return unit_message_sent{std::move(head), std::move(unit), body.count("state")};
  case 2:
    return unit_located{std::move(head), std::move(unit), point{degrees(body, "lat"), degrees(body, "lon")}};
  case 3:
    return unit_committed{std::move(head), std::move(unit), body.id("incident"), body.optional_id("diverted_from")};
  default:
    return unit_freed{std::move(head), std::move(unit), body.id("incident"), body.optional_text("reason_code")};
  }
}

struct unit_folder {
  unit_record& state;

  void operator()(const unit_state_changed& e) const {
    state.state = e.state;
    state.state_at = e.head.occurred_at;
    state.state_by = e.head.actor;
    state.reason_code = e.reason_code;
    state.message.reset();
  }
  void operator()(const unit_message_sent& e) const { state.message = unit_message{e.state, e.head.occurred_at}; }
  void operator()(const unit_located& e) const { state.position = unit_position{e.at, e.head.occurred_at}; }
  void operator()(const unit_committed& e) const { state.incident = e.incident; }
  void operator()(const unit_freed& e) const {
    if (state.incident == e.incident) state.incident.reset();
  }
};

} // namespace

const event_head& head_of(const unit_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

unit_record apply(unit_record state, const unit_event& e) {
  ++state.version;
  state.id = head_of(e).stream;
  visit([&](const auto& one) { state.unit = one.unit; }, e);
  visit(unit_folder{state}, e);
  return state;
}

event_text encode(const unit_event& e) {
  return row_of("unit", unit_types, e, [](const auto& one) { return unit_body(one); });
}

std::expected<unit_event, faults> decode_unit(const encoded_event& row) {
  return event_of(unit_types, row, [](std::size_t which, event_head head, const record_reader& body, const auto&) {
    return read_unit_event(which, std::move(head), body);
  });
}

json to_snapshot_json(const unit_record& state) {
  json out = object_of(
      field{"id", state.id.to_string()}, field{"version", state.version}, field{"unit", state.unit},
      field{"fold_version", unit_fold}
  );
  put(out, "state", state.state);
  if (state.state_at) out["state_at"] = to_rfc3339(*state.state_at);
  if (!state.state_by.empty()) out["state_by"] = state.state_by;
  put(out, "reason_code", state.reason_code);
  if (state.message)
    out["message"] = object_of(field{"state", state.message->state}, field{"at", to_rfc3339(state.message->at)});
  if (state.position)
    out["position"] = object_of(
        field{"lat", state.position->at.lat}, field{"lon", state.position->at.lon},
        field{"seen_at", to_rfc3339(state.position->seen_at)}
    );
  if (state.incident) out["incident"] = state.incident->to_string();
  return out;
}

std::optional<unit_record> unit_from_snapshot(const json& body) {
  faults found;
  const record_reader record(body, "", "malformed_snapshot", found);
  if (record.count("fold_version") != unit_fold) return std::nullopt;
  unit_record out;
  out.id = record.id("id");
  out.version = record.count("version");
  out.unit = record.text("unit");
  if (record.find("state") != nullptr) out.state = record.count("state");
  out.state_at = record.optional_time("state_at");
  out.state_by = record.optional_text("state_by").value_or("");
  out.reason_code = record.optional_text("reason_code");
  if (record.find("message") != nullptr) {
    const auto message = record.inner("message");
    out.message = unit_message{message.count("state"), message.time("at")};
  }
  if (record.find("position") != nullptr) {
    const auto position = record.inner("position");
    out.position = unit_position{{degrees(position, "lat"), degrees(position, "lon")}, position.time("seen_at")};
  }
  out.incident = record.optional_id("incident");
  if (!found.empty()) return std::nullopt;
  return out;
}

} // namespace frontdoor::triage::force
