// The surge as the log and the snapshot hold it, and how its state follows from its events.

#include <algorithm>
#include <array>
#include <utility>

#include "triage/force/surge.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/side_codec.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

// In the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<surge_event>> surge_types{
    "surge.told", "surge.acknowledged", "surge.ended", "surge.look_planned"
};

json measures_json(const surge_measures& one) {
  json out = object_of(field{"waiting", one.waiting}, field{"free_units", one.free_units}, field{"over", one.over});
  if (one.oldest_since) out["oldest_since"] = to_rfc3339(*one.oldest_since);
  return out;
}

surge_measures read_measures(const record_reader& body) {
  surge_measures out;
  out.waiting = body.count("waiting");
  out.free_units = body.count("free_units");
  out.oldest_since = body.optional_time("oldest_since");
  out.over = body.texts("over");
  return out;
}

json surge_body(const surge_told& e) {
  return object_of(
      field{"measures", measures_json(e.measures)}, field{"to", e.to}, field{"review_at", to_rfc3339(e.review_at)},
      field{"again", e.again}
  );
}

json surge_body(const surge_acknowledged& e) {
  json out = object_of(field{"review_at", to_rfc3339(e.review_at)});
  put(out, "means", e.means);
  return out;
}

json surge_body(const surge_ended&) {
  return json::object();
}

json surge_body(const surge_look_planned& e) {
  json out = json::object();
  if (e.look_at) out["look_at"] = to_rfc3339(*e.look_at);
  return out;
}

surge_event
read_surge_event(std::size_t type, event_head head, const record_reader& body, const std::optional<json>& personal) {
  if (type == 0) {
    surge_told out{std::move(head), {}, body.text("to"), body.time("review_at"), body.flag("again")};
    if (body.find("measures") == nullptr)
      body.fail("measures");
    else
      out.measures = read_measures(body.inner("measures"));
    return out;
  }
  if (type == 1) {
    surge_acknowledged out{std::move(head), body.time("review_at"), body.optional_text("means"), {}};
    if (personal) out.personal = sealed_words{text_of(*personal, "text").value_or("")};
    return out;
  }
  if (type == 2) return surge_ended{std::move(head)};
  return surge_look_planned{std::move(head), body.optional_time("look_at")};
}

struct surge_folder {
  surge_state& state;

  void operator()(const surge_told& e) const {
    if (!state.active) state.began_at = e.head.occurred_at;
    state.active = true;
    state.to = e.to;
    state.measures = e.measures;
    state.told_at = e.head.occurred_at;
    state.review_at = e.review_at;
    state.acknowledged_by.reset();
    state.acknowledged_at.reset();
    state.look_at.reset();
  }
  void operator()(const surge_acknowledged& e) const {
    state.acknowledged_by = e.head.actor;
    state.acknowledged_at = e.head.occurred_at;
    state.review_at = e.review_at;
  }
  void operator()(const surge_ended& e) const {
    const auto version = state.version;
    state = {};
    state.id = e.head.stream;
    state.version = version;
  }
  void operator()(const surge_look_planned& e) const { state.look_at = e.look_at; }
};

} // namespace

const event_head& head_of(const surge_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

surge_state apply(surge_state state, const surge_event& e) {
  ++state.version;
  state.id = head_of(e).stream;
  visit(surge_folder{state}, e);
  return state;
}

event_text encode(const surge_event& e) {
  return row_of(
      "surge", surge_types, e, [](const auto& one) { return surge_body(one); },
      [](const sealed_words& words) { return object_of(field{"text", words.text}); }
  );
}

std::expected<surge_event, faults> decode_surge(const encoded_event& row) {
  return event_of(surge_types, row, read_surge_event);
}

json to_snapshot_json(const surge_state& state) {
  json out = object_of(
      field{"id", state.id.to_string()}, field{"version", state.version}, field{"active", state.active},
      field{"fold_version", surge_fold}
  );
  if (state.look_at) out["look_at"] = to_rfc3339(*state.look_at);
  if (!state.active) return out;
  out["to"] = state.to;
  out["measures"] = measures_json(state.measures);
  out["began_at"] = time_or_null(state.began_at);
  out["told_at"] = time_or_null(state.told_at);
  out["review_at"] = time_or_null(state.review_at);
  put(out, "acknowledged_by", state.acknowledged_by);
  if (state.acknowledged_at) out["acknowledged_at"] = to_rfc3339(*state.acknowledged_at);
  return out;
}

std::optional<surge_state> surge_from_snapshot(const json& body) {
  faults found;
  const record_reader record(body, "", "malformed_snapshot", found);
  if (record.count("fold_version") != surge_fold) return std::nullopt;
  surge_state out;
  out.id = record.id("id");
  out.version = record.count("version");
  out.active = record.flag("active");
  out.look_at = record.optional_time("look_at");
  if (out.active && record.find("measures") != nullptr) {
    out.to = record.text("to");
    out.measures = read_measures(record.inner("measures"));
    out.began_at = record.optional_time("began_at");
    out.told_at = record.optional_time("told_at");
    out.review_at = record.optional_time("review_at");
    out.acknowledged_by = record.optional_text("acknowledged_by");
    out.acknowledged_at = record.optional_time("acknowledged_at");
  }
  if (!found.empty()) return std::nullopt;
  return out;
}

} // namespace frontdoor::triage::force
