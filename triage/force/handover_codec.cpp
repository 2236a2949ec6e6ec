// Handovers as the log and the snapshots hold them, and how their state follows from their events.

#include <algorithm>
#include <array>
#include <utility>

#include "triage/force/handover.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/side_codec.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

// In the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<handover_event>> handover_types{
    "handover.started", "handover.accepted", "handover.bounced"
};
constexpr std::array<std::string_view, 4> state_names{"waiting", "accepted", "bounced", "lapsed"};

json item_json(const handover_item& one) {
  json out = object_of(
      field{"id", one.id.to_string()}, field{"incident", one.incident.to_string()}, field{"number", one.number},
      field{"why", one.why}
  );
  put(out, "grade", one.grade);
  if (one.task) out["task"] = one.task->to_string();
  put(out, "task_kind", one.task_kind);
  return out;
}

handover_item read_item(const record_reader& body) {
  return {
      body.id("id"),
      body.id("incident"),
      body.text("number"),
      body.text("why"),
      body.optional_text("grade"),
      body.optional_id("task"),
      body.optional_text("task_kind")
  };
}

json handover_body(const handover_started& e) {
  auto items = each_json(e.items, item_json);
  json out = object_of(
      field{"items", std::move(items)}, field{"accept_by", to_rfc3339(e.accept_by)}, field{"bounce_to", e.bounce_to}
  );
  put(out, "district", e.district);
  return out;
}

json handover_body(const handover_accepted& e) {
  return object_of(field{"items", ids_json(e.items)}, field{"bulk", e.bulk});
}

json handover_body(const handover_bounced& e) {
  return object_of(field{"items", ids_json(e.items)}, field{"lapsed", ids_json(e.lapsed)});
}

handover_event
read_handover_event(std::size_t type, event_head head, const record_reader& body, const std::optional<json>& personal) {
  if (type == 0) {
    handover_started out;
    out.head = std::move(head);
    out.district = body.optional_text("district");
    body.each("items", [&](const record_reader& one) { out.items.push_back(read_item(one)); });
    out.accept_by = body.time("accept_by");
    out.bounce_to = body.text("bounce_to");
    return out;
  }
  if (type == 1) {
    handover_accepted out{std::move(head), body.ids("items"), body.flag("bulk"), {}};
    if (personal) out.personal = sealed_words{text_of(*personal, "text").value_or("")};
    return out;
  }
  return handover_bounced{std::move(head), body.ids("items"), body.ids("lapsed")};
}

struct handover_folder {
  handover& state;

  template <typename Change> void each(const std::vector<uuid>& ids, Change&& change) const {
    for (auto& one : state.items) {
      if (std::ranges::find(ids, one.item.id) != ids.end()) change(one);
    }
  }

  void operator()(const handover_started& e) const {
    state.district = e.district;
    state.from = e.head.actor;
    state.started_at = e.head.occurred_at;
    state.accept_by = e.accept_by;
    state.bounce_to = e.bounce_to;
    for (const auto& one : e.items)
      state.items.push_back({one, item_state::waiting, std::nullopt, std::nullopt});
  }
  void operator()(const handover_accepted& e) const {
    each(e.items, [&](item_standing& one) {
      one.state = item_state::accepted;
      one.accepted_by = e.head.actor;
      one.accepted_at = e.head.occurred_at;
    });
  }
  void operator()(const handover_bounced& e) const {
    each(e.items, [](item_standing& one) { one.state = item_state::bounced; });
    each(e.lapsed, [](item_standing& one) { one.state = item_state::lapsed; });
  }
};

json standing_json(const item_standing& one) {
  auto out = item_json(one.item);
  out["state"] = to_string(one.state);
  put(out, "accepted_by", one.accepted_by);
  if (one.accepted_at) out["accepted_at"] = to_rfc3339(*one.accepted_at);
  return out;
}

} // namespace

std::string_view to_string(item_state value) {
  return state_names.at(static_cast<std::size_t>(value));
}

const event_head& head_of(const handover_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

handover apply(handover state, const handover_event& e) {
  ++state.version;
  state.id = head_of(e).stream;
  visit(handover_folder{state}, e);
  return state;
}

event_text encode(const handover_event& e) {
  return row_of(
      "handover", handover_types, e, [](const auto& one) { return handover_body(one); },
      [](const sealed_words& words) { return object_of(field{"text", words.text}); }
  );
}

std::expected<handover_event, faults> decode_handover(const encoded_event& row) {
  return event_of(handover_types, row, read_handover_event);
}

json to_snapshot_json(const handover& state) {
  auto items = each_json(state.items, standing_json);
  json out = object_of(
      field{"id", state.id.to_string()}, field{"version", state.version}, field{"from", state.from},
      field{"started_at", to_rfc3339(state.started_at)}, field{"accept_by", to_rfc3339(state.accept_by)},
      field{"bounce_to", state.bounce_to}, field{"items", std::move(items)}, field{"fold_version", handover_fold}
  );
  put(out, "district", state.district);
  return out;
}

std::optional<handover> handover_from_snapshot(const json& body) {
  faults found;
  const record_reader record(body, "", "malformed_snapshot", found);
  if (record.count("fold_version") != handover_fold) return std::nullopt;
  handover out;
  out.id = record.id("id");
  out.version = record.count("version");
  out.district = record.optional_text("district");
  out.from = record.text("from");
  out.started_at = record.time("started_at");
  out.accept_by = record.time("accept_by");
  out.bounce_to = record.text("bounce_to");
  record.each("items", [&](const record_reader& one) {
    item_standing standing;
    standing.item = read_item(one);
    const auto state = std::ranges::find(state_names, one.text("state"));
    if (state == state_names.end())
      one.fail("state");
    else
      standing.state = static_cast<item_state>(state - state_names.begin());
    standing.accepted_by = one.optional_text("accepted_by");
    standing.accepted_at = one.optional_time("accepted_at");
    out.items.push_back(std::move(standing));
  });
  if (!found.empty()) return std::nullopt;
  return out;
}

json card(const handover& state) {
  json items = json::array();
  for (const auto& one : state.items) {
    items.push_back(object_of(
        field{"id", one.item.id.to_string()}, field{"incident", one.item.incident.to_string()},
        field{"number", one.item.number}, field{"why", one.item.why}, field{"grade", value_or_null(one.item.grade)},
        field{"task", one.item.task ? json(one.item.task->to_string()) : json()},
        field{"task_kind", value_or_null(one.item.task_kind)}, field{"state", to_string(one.state)},
        field{"accepted_by", value_or_null(one.accepted_by)}, field{"accepted_at", time_or_null(one.accepted_at)}
    ));
  }
  return object_of(
      field{"id", state.id.to_string()}, field{"version", state.version},
      field{"district", value_or_null(state.district)}, field{"from", state.from},
      field{"started_at", to_rfc3339(state.started_at)}, field{"accept_by", to_rfc3339(state.accept_by)},
      field{"bounce_to", state.bounce_to}, field{"open", state.open()}, field{"items", std::move(items)}
  );
}

} // namespace frontdoor::triage::force
