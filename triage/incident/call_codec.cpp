// Calls as the log, the snapshots and the contract write them.

#include <algorithm>
#include <array>
#include <utility>

#include "triage/incident/call.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/side_codec.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 6> states{"ringing",         "located", "answered",
                                                 "silent_solution", "ended",   "abandoned"};
// What was enough before the pack said so: of the events that do not tell.
constexpr std::uint32_t tries_untold = 2;
constexpr std::array<std::string_view, std::variant_size_v<call_event>> call_types{
    "call.told", "call.call_back_tried", "call.location_taken"
};

json call_candidate_json(const candidate_location& value) {
  json out = object_of(field{"source", value.source}, field{"at", to_rfc3339(value.at)});
  put(out, "text", value.text);
  put(out, "lat", value.lat);
  put(out, "lon", value.lon);
  put(out, "radius_m", value.radius_m);
  return out;
}

candidate_location read_candidate(const json& value) {
  return {
      text_of(value, "source").value_or(""),
      time_of(value, "at").value_or(timestamp{}),
      text_of(value, "text"),
      number_of(value, "lat"),
      number_of(value, "lon"),
      number_of(value, "radius_m")
  };
}

json sealed_call_json(const call_personal& value) {
  json out = object_of(field{"line", value.line});
  put(out, "phone", value.phone);
  put(out, "subscriber", value.subscriber);
  put(out, "recording", value.recording);
  auto& locations = out["locations"] = json::array();
  for (const auto& one : value.locations)
    locations.push_back(call_candidate_json(one));
  return out;
}

call_personal read_sealed(const json& value) {
  call_personal out;
  out.line = text_of(value, "line").value_or("");
  out.phone = text_of(value, "phone");
  out.subscriber = text_of(value, "subscriber");
  out.recording = text_of(value, "recording");
  if (const auto* list = member_of(value, "locations"); list != nullptr && list->is_array()) {
    for (const auto& one : *list)
      out.locations.push_back(read_candidate(one));
  }
  return out;
}

json call_body(const call_told& e) {
  json out = object_of(
      field{"state", to_string(e.state)}, field{"at", to_rfc3339(e.at)}, field{"channel", to_string(e.channel)},
      field{"contact", e.contact.to_string()}, field{"district", value_or_null(e.district)},
      field{"agent", value_or_null(e.agent)}, field{"relay", value_or_null(e.relay)},
      field{"incident", id_or_null(e.incident)}, field{"call_back_by", time_or_null(e.call_back_by)}
  );
  if (e.call_back_by) out["call_back_tries"] = e.call_back_tries;
  return out;
}

json call_body(const call_back_tried& e) {
  return object_of(field{"reached", e.reached});
}

json call_body(const call_location_taken& e) {
  return object_of(field{"candidate", e.candidate});
}

call_state read_call_state(const record_reader& body, const char* name) {
  const auto state = parse_call_state(body.text(name));
  if (!state) body.fail(name);
  return state.value_or(call_state::ringing);
}

call_event read_told(event_head head, const record_reader& body, const std::optional<json>& personal) {
  call_told out;
  out.head = std::move(head);
  out.state = read_call_state(body, "state");
  out.at = body.time("at");
  out.channel = body.channel("channel");
  out.contact = body.id("contact");
  out.district = body.optional_text("district");
  out.agent = body.optional_text("agent");
  out.relay = body.optional_text("relay");
  out.incident = body.optional_id("incident");
  out.call_back_by = body.optional_time("call_back_by");
  if (out.call_back_by)
    out.call_back_tries = body.find("call_back_tries") != nullptr ? body.count("call_back_tries") : tries_untold;
  if (personal) out.personal = read_sealed(*personal);
  return out;
}

call_event read_tried(event_head head, const record_reader& body, const std::optional<json>&) {
  return call_back_tried{std::move(head), body.flag("reached")};
}

call_event read_location_taken(event_head head, const record_reader& body, const std::optional<json>&) {
  return call_location_taken{std::move(head), body.count("candidate")};
}

using call_reader = call_event (*)(event_head, const record_reader&, const std::optional<json>&);
constexpr std::array<call_reader, std::variant_size_v<call_event>> call_readers{
    read_told, read_tried, read_location_taken
};

} // namespace

std::string_view to_string(call_state value) {
  return states.at(static_cast<std::size_t>(value));
}

std::optional<call_state> parse_call_state(std::string_view text) {
  const auto found = std::ranges::find(states, text);
  if (found == states.end()) return std::nullopt;
  return static_cast<call_state>(found - states.begin());
}

event_text encode(const call_event& e) {
  return row_of(
      "call", call_types, e, [](const auto& one) { return call_body(one); },
      [](const call_personal& personal) { return sealed_call_json(personal); }
  );
}

std::expected<call_event, faults> decode_call(const encoded_event& row) {
  return event_of(
      call_types, row,
      [](std::size_t which, event_head head, const record_reader& body, const std::optional<json>& personal) {
        return call_readers.at(which)(std::move(head), body, personal);
      }
  );
}

json to_snapshot_json(const call_record& state) {
  json told = json::array();
  for (const auto one : state.told)
    told.push_back(to_string(one));
  json out = object_of(
      field{"fold_version", call_fold}, field{"id", state.id.to_string()}, field{"version", state.version},
      field{"state", to_string(state.state)}, field{"told", std::move(told)},
      field{"channel", to_string(state.channel)}, field{"first_at", to_rfc3339(state.first_at)},
      field{"answered_at", time_or_null(state.answered_at)}, field{"over_at", time_or_null(state.over_at)},
      field{"contact", state.contact.to_string()}, field{"district", value_or_null(state.district)},
      field{"agent", value_or_null(state.agent)}, field{"relay", value_or_null(state.relay)},
      field{"incident", id_or_null(state.incident)}, field{"call_back_by", time_or_null(state.call_back_by)},
      field{"call_back_tries", state.call_back_tries}, field{"call_backs", state.call_backs},
      field{"called_back", state.called_back}
  );
  if (state.location) out["location"] = *state.location;
  return out;
}

std::optional<json> to_snapshot_personal(const call_record& state) {
  return state.personal ? std::optional(sealed_call_json(*state.personal)) : std::nullopt;
}

std::optional<call_record> call_from_snapshot(const json& body, const json* personal) {
  const auto* fold = member_of(body, "fold_version");
  if (fold == nullptr || *fold != call_fold) return std::nullopt;
  faults found;
  const record_reader record(body, "", "malformed_snapshot", found);
  call_record out;
  out.id = record.id("id");
  out.version = record.count("version");
  out.state = read_call_state(record, "state");
  record.list("told", [&](const json& one) {
    const auto state = one.is_string() ? parse_call_state(one.get_ref<const std::string&>()) : std::nullopt;
    if (state)
      out.told.push_back(*state);
    else
      record.fail("told");
  });
  out.channel = record.channel("channel");
  out.first_at = record.time("first_at");
  out.answered_at = record.optional_time("answered_at");
  out.over_at = record.optional_time("over_at");
  out.contact = record.id("contact");
  out.district = record.optional_text("district");
  out.agent = record.optional_text("agent");
  out.relay = record.optional_text("relay");
  out.incident = record.optional_id("incident");
  out.call_back_by = record.optional_time("call_back_by");
  out.call_back_tries = record.count("call_back_tries");
  out.call_backs = record.count("call_backs");
  out.called_back = record.flag("called_back");
  if (record.find("location") != nullptr) out.location = record.count("location");
  if (!found.empty()) return std::nullopt;
  if (personal != nullptr && personal->is_object()) out.personal = read_sealed(*personal);
  return out;
}

json card(const call_record& state) {
  json out = object_of(
      field{"id", state.id.to_string()}, field{"state", to_string(state.state)}, field{"standing", standing(state)},
      field{"channel", to_string(state.channel)}, field{"first_at", to_rfc3339(state.first_at)},
      field{"answered_at", time_or_null(state.answered_at)}, field{"over_at", time_or_null(state.over_at)},
      field{"contact", state.contact.to_string()}, field{"district", value_or_null(state.district)},
      field{"agent", value_or_null(state.agent)}, field{"relay", value_or_null(state.relay)},
      field{"incident", id_or_null(state.incident)}, field{"call_back_by", time_or_null(state.call_back_by)},
      field{"call_backs", state.call_backs}
  );
  if (state.location) out["location"] = *state.location;
  return out;
}

json card_personal(const call_record& state) {
  return state.personal ? sealed_call_json(*state.personal) : json();
}

call_news call_news_from_json(const json& body, timestamp now) {
  call_news out;
  out.state = parse_call_state(text_of(body, "state").value_or("")).value_or(call_state::ringing);
  out.at = std::min(time_of(body, "at").value_or(now), now);
  out.channel = parse_channel(text_of(body, "channel").value_or("")).value_or(channel::emergency_999);
  out.district = text_of(body, "district");
  out.agent = text_of(body, "agent");
  out.relay = text_of(body, "relay");
  out.personal = read_sealed(body);
  out.personal.line = text_of(body, "call").value_or("");
  for (auto& one : out.personal.locations) {
    if (one.at == timestamp{}) one.at = out.at;
  }
  return out;
}

} // namespace frontdoor::triage
