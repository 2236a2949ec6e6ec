#include "triage/force/desk.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "triage/contains.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/side_codec.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

// In the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<desk_event>> type_names{
    "desk.taken", "desk.left", "desk.shift_over"
};

json desk_body(const desk_taken& e) {
  json out = object_of(field{"talkgroup", e.talkgroup});
  if (e.until) out["until"] = to_rfc3339(*e.until);
  return out;
}

json desk_body(const desk_left& e) {
  return object_of(field{"status", e.status}, field{"cover", e.cover});
}

json desk_body(const desk_shift_over& e) {
  return object_of(field{"held", ids_json(e.held)}, field{"told", e.told});
}

desk_event read_event(std::size_t type, event_head head, const record_reader& body) {
  if (type == 0) return desk_taken{std::move(head), body.text("talkgroup"), body.optional_time("until")};
  if (type == 2) return desk_shift_over{std::move(head), body.ids("held"), body.text("told")};
  desk_left out{std::move(head), body.text("status"), {}};
  body.list("cover", [&](const json& one) {
    if (one.is_string())
      out.cover.push_back(one.get<std::string>());
    else
      body.fail("cover");
  });
  return out;
}

} // namespace

const event_head& head_of(const desk_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

desk apply(desk state, const desk_event& e) {
  const auto& head = head_of(e);
  ++state.version;
  state.id = head.stream;
  if (holds_alternative<desk_shift_over>(e)) {
    state.status = "over";
    return state;
  }
  state.person = head.actor;
  state.since = head.occurred_at;
  if (const auto* taken = get_if<desk_taken>(&e)) {
    state.status = "on";
    state.talkgroup = taken->talkgroup;
    state.until = taken->until;
  } else {
    state.status = get<desk_left>(e).status;
    if (state.status == "off") state.until.reset();
  }
  return state;
}

event_text encode(const desk_event& e) {
  return row_of("desk", type_names, e, [](const auto& one) { return desk_body(one); });
}

std::expected<desk_event, faults> decode_desk(const encoded_event& row) {
  return event_of(type_names, row, [](std::size_t which, event_head head, const record_reader& body, const auto&) {
    return read_event(which, std::move(head), body);
  });
}

json to_snapshot_json(const desk& state) {
  json out = object_of(
      field{"id", state.id.to_string()}, field{"version", state.version}, field{"person", state.person},
      field{"status", state.status}, field{"talkgroup", state.talkgroup}, field{"since", to_rfc3339(state.since)},
      field{"fold_version", desk_fold}
  );
  if (state.until) out["until"] = to_rfc3339(*state.until);
  return out;
}

std::optional<desk> desk_from_snapshot(const json& body) {
  faults found;
  const record_reader record(body, "", "malformed_snapshot", found);
  if (record.count("fold_version") != desk_fold) return std::nullopt;
  desk out;
  out.id = record.id("id");
  out.version = record.count("version");
  out.person = record.text("person");
  out.status = record.text("status");
  out.talkgroup = record.text("talkgroup");
  out.since = record.time("since");
  out.until = record.optional_time("until");
  if (!found.empty()) return std::nullopt;
  return out;
}

json card(const desk& state, timestamp now) {
  return object_of(
      field{"person", state.person}, field{"status", state.status}, field{"talkgroup", state.talkgroup},
      field{"since", to_rfc3339(state.since)}, field{"until", time_or_null(state.until)},
      field{"staffed", state.staffed(now)}
  );
}

desk_outcome
take_desk(const uuid& id, const std::string& talkgroup, std::optional<timestamp> until, const context& context) {
  if (auto no = check_person(context, "take a desk")) return std::unexpected(*std::move(no));
  if (until && *until <= context.now) {
    const std::string detail = "The shift is over before it begins.";
    const std::string remedy = "Give the time at which it ends, or leave it out.";
    return std::unexpected(
        refusal{refusal_kind::invalid, "out_of_range", detail, remedy, {{"/until", "out_of_range", detail, remedy, {}}}}
    );
  }
  side_decision<desk_event> made;
  made.events.emplace_back(desk_taken{{id, context.now, context.actor.name}, talkgroup, until});
  return made;
}

desk_outcome
leave_desk_of(const uuid& id, const std::string& status, std::vector<std::string> cover, const context& context) {
  if (auto no = check_person(context, "leave the desk")) return std::unexpected(*std::move(no));
  side_decision<desk_event> made;
  made.events.emplace_back(desk_left{{id, context.now, context.actor.name}, status, std::move(cover)});
  return made;
}

std::vector<timer> timers(const desk& state) {
  if (state.status != "on" || !state.until) return {};
  return {{"shift_end", *state.until, state.version}};
}

desk_outcome end_shift(const desk& state, std::vector<uuid> held, const std::string& told, const context& context) {
  side_decision<desk_event> made;
  if (state.status != "on" || !state.until || *state.until > context.now) return made;
  const auto post = held.empty() ? std::string() : told;
  made.events.emplace_back(desk_shift_over{head_of(state.id, context), std::move(held), post});
  return made;
}

std::vector<std::string>
cover_for(const std::string& person, const std::vector<desk>& desks, const std::vector<pod_rule>& pods, timestamp now) {
  const auto own = std::ranges::find(desks, person, &desk::person);
  if (own == desks.end() || own->talkgroup.empty()) return {};
  const auto* pod = pod_of_talkgroup(pods, own->talkgroup);
  std::vector<const desk*> same;
  std::vector<const desk*> near;
  for (const auto& one : desks) {
    if (one.person == person || !one.staffed(now)) continue;
    if (one.talkgroup == own->talkgroup)
      same.push_back(&one);
    else if (pod != nullptr && contains(pod->talkgroups, one.talkgroup))
      near.push_back(&one);
  }
  auto& others = same.empty() ? near : same;
  std::ranges::sort(others, [](const desk* a, const desk* b) {
    return std::tie(a->since, a->person) < std::tie(b->since, b->person);
  });
  std::vector<std::string> out;
  for (const auto* one : others)
    out.push_back(one->person);
  return out;
}

} // namespace frontdoor::triage::force
