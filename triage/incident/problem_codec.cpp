// Problem records as the log and the snapshots hold them, and how their state follows from their events.

#include <algorithm>
#include <array>
#include <utility>

#include "triage/incident/json_fields.hpp"
#include "triage/incident/problem.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/side_codec.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

// In the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<problem_event>> problem_types{
    "problem.opened",       "problem.stage_set", "problem.incident_added", "problem.action_added",
    "problem.action_ended", "problem.closed",    "problem.action_overdue"
};
constexpr std::array<std::string_view, 4> stages{"scanning", "analysis", "response", "assessment"};

json problem_body(const problem_opened& e) {
  return object_of(
      field{"kind", e.kind}, field{"trigger", value_or_null(e.trigger)}, field{"district", value_or_null(e.district)},
      field{"owner", e.owner}, field{"incident", e.incident.to_string()},
      field{"baseline_contacts", e.baseline_contacts}, field{"baseline_days", e.baseline_days}
  );
}
json problem_body(const problem_stage_set& e) {
  return object_of(field{"stage", to_string(e.stage)});
}
json problem_body(const problem_incident_added& e) {
  return object_of(field{"incident", e.incident.to_string()});
}
json problem_body(const problem_action_added& e) {
  return object_of(
      field{"action", e.action.to_string()}, field{"owner", e.owner}, field{"due_at", to_rfc3339(e.due_at)}
  );
}
json problem_body(const problem_action_ended& e) {
  return object_of(field{"action", e.action.to_string()}, field{"done", e.done});
}
json problem_body(const problem_closed& e) {
  return object_of(field{"contacts", e.contacts}, field{"days", e.days});
}

json problem_body(const problem_action_overdue& e) {
  return object_of(field{"action", e.action.to_string()});
}

json problem_words_json(const problem_words& words) {
  json out = json::object();
  for (const auto& [name, text] : words)
    out[name] = text;
  return out;
}

std::optional<problem_words> read_words(const std::optional<json>& personal) {
  if (!personal || !personal->is_object()) return std::nullopt;
  problem_words out;
  for (const auto& [name, text] : personal->items()) {
    if (text.is_string()) out[name] = text.get<std::string>();
  }
  return out;
}

problem_stage read_stage(const record_reader& body) {
  const auto value = parse_problem_stage(body.text("stage"));
  if (!value) body.fail("stage");
  return value.value_or(problem_stage::scanning);
}

problem_event
read_problem_event(std::size_t type, event_head head, const record_reader& body, const std::optional<json>& personal) {
  switch (type) {
  case 0:
    return problem_opened{
        std::move(head),     body.text("kind"),   body.optional_text("trigger"),   body.optional_text("district"),
        body.text("owner"),  body.id("incident"), body.count("baseline_contacts"), body.count("baseline_days"),
        read_words(personal)
    };
  case 1:
    return problem_stage_set{std::move(head), read_stage(body), read_words(personal)};
  case 2:
    return problem_incident_added{std::move(head), body.id("incident")};
  case 3:
    return problem_action_added{
        std::move(head), body.id("action"), body.text("owner"), body.time("due_at"), read_words(personal)
    };
  case 4:
    return problem_action_ended{std::move(head), body.id("action"), body.flag("done"), read_words(personal)};
  case 5:
    return problem_closed{std::move(head), body.count("contacts"), body.count("days"), read_words(personal)};
  default:
    return problem_action_overdue{std::move(head), body.id("action")};
  }
}

struct problem_folder {
  problem_record& state;

  // Words of an action are kept under its id.
  void keep(const std::optional<problem_words>& words, const std::string& name = {}) const {
    if (!words || !state.personal) return;
    for (const auto& [key, text] : *words)
      (*state.personal)[name.empty() ? key : name + "/" + key] = text;
  }

  void operator()(const problem_opened& e) const {
    state.id = e.head.stream;
    state.kind = e.kind;
    state.trigger = e.trigger;
    state.district = e.district;
    state.owner = e.owner;
    state.opened_by = e.head.actor;
    state.opened_at = e.head.occurred_at;
    state.incidents.push_back(e.incident);
    state.baseline_contacts = e.baseline_contacts;
    state.baseline_days = e.baseline_days;
    state.personal = e.personal;
  }
  void operator()(const problem_stage_set& e) const {
    state.stage = e.stage;
    keep(e.personal);
  }
  void operator()(const problem_incident_added& e) const { state.incidents.push_back(e.incident); }
  void operator()(const problem_action_added& e) const {
    state.actions.push_back({e.action, e.owner, e.due_at, std::nullopt, std::nullopt});
    keep(e.personal, e.action.to_string());
  }
  void operator()(const problem_action_ended& e) const {
    const auto found = std::ranges::find(state.actions, e.action, &problem_action::id);
    if (found == state.actions.end()) return;
    found->done = e.done;
    found->ended_at = e.head.occurred_at;
    keep(e.personal, e.action.to_string() + "/end");
  }
  void operator()(const problem_closed& e) const {
    state.open = false;
    state.result_contacts = e.contacts;
    state.result_days = e.days;
    state.closed_at = e.head.occurred_at;
    keep(e.personal);
  }
  void operator()(const problem_action_overdue& e) const {
    const auto found = std::ranges::find(state.actions, e.action, &problem_action::id);
    if (found != state.actions.end()) found->overdue_at = e.head.occurred_at;
  }
};

json action_json(const problem_action& one) {
  json out = object_of(
      field{"id", one.id.to_string()}, field{"owner", one.owner}, field{"due_at", to_rfc3339(one.due_at)},
      field{
          "state", !one.done   ? "open"
                   : *one.done ? "done"
                               : "dropped"
      },
      field{"ended_at", time_or_null(one.ended_at)}
  );
  if (one.overdue_at) out["overdue_at"] = to_rfc3339(*one.overdue_at);
  return out;
}

problem_action read_action(const record_reader& record) {
  problem_action out{record.id("id"), record.text("owner"), record.time("due_at"), std::nullopt, std::nullopt};
  const auto state = record.text("state");
  if (state != "open") out.done = state == "done";
  out.ended_at = record.optional_time("ended_at");
  out.overdue_at = record.optional_time("overdue_at");
  return out;
}

json state_json(const problem_record& state) {
  auto actions = each_json(state.actions, action_json);
  return object_of(
      field{"id", state.id.to_string()}, field{"version", state.version},
      field{"status", state.open ? "open" : "closed"}, field{"stage", to_string(state.stage)},
      field{"kind", state.kind}, field{"trigger", value_or_null(state.trigger)},
      field{"district", value_or_null(state.district)}, field{"owner", state.owner},
      field{"opened_by", state.opened_by}, field{"opened_at", to_rfc3339(state.opened_at)},
      field{"incidents", ids_json(state.incidents)}, field{"actions", std::move(actions)},
      field{"baseline", object_of(field{"contacts", state.baseline_contacts}, field{"days", state.baseline_days})},
      field{
          "result",
          state.result_contacts
              ? object_of(field{"contacts", *state.result_contacts}, field{"days", state.result_days.value_or(0)})
              : json()
      },
      field{"closed_at", time_or_null(state.closed_at)}
  );
}

} // namespace

std::string_view to_string(problem_stage value) {
  return stages.at(static_cast<std::size_t>(value));
}

std::optional<problem_stage> parse_problem_stage(std::string_view text) {
  const auto found = std::ranges::find(stages, text);
  if (found == stages.end()) return std::nullopt;
  return static_cast<problem_stage>(found - stages.begin());
}

const event_head& head_of(const problem_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

problem_record apply(problem_record state, const problem_event& e) {
  ++state.version;
  visit(problem_folder{state}, e);
  return state;
}

event_text encode(const problem_event& e) {
  return row_of("problem", problem_types, e, [](const auto& one) { return problem_body(one); }, problem_words_json);
}

std::expected<problem_event, faults> decode_problem(const encoded_event& row) {
  return event_of(problem_types, row, read_problem_event);
}

json to_snapshot_json(const problem_record& state) {
  auto out = state_json(state);
  out["fold_version"] = problem_fold;
  return out;
}

std::optional<json> to_snapshot_personal(const problem_record& state) {
  if (!state.personal) return std::nullopt;
  return problem_words_json(*state.personal);
}

std::optional<problem_record> problem_from_snapshot(const json& body, const json* personal) {
  faults found;
  const record_reader record(body, "", "malformed_snapshot", found);
  if (record.count("fold_version") != problem_fold) return std::nullopt;
  problem_record out;
  out.id = record.id("id");
  out.version = record.count("version");
  out.open = record.text("status") == "open";
  out.stage = read_stage(record);
  out.kind = record.text("kind");
  out.trigger = record.optional_text("trigger");
  out.district = record.optional_text("district");
  out.owner = record.text("owner");
  out.opened_by = record.text("opened_by");
  out.opened_at = record.time("opened_at");
  out.incidents = record.ids("incidents");
  record.each("actions", [&](const record_reader& one) { out.actions.push_back(read_action(one)); });
  if (record.find("baseline") != nullptr) {
    const auto baseline = record.inner("baseline");
    out.baseline_contacts = baseline.count("contacts");
    out.baseline_days = baseline.count("days");
  }
  if (record.find("result") != nullptr) {
    const auto result = record.inner("result");
    out.result_contacts = result.count("contacts");
    out.result_days = result.count("days");
  }
  out.closed_at = record.optional_time("closed_at");
  if (!found.empty()) return std::nullopt;
  if (personal != nullptr) out.personal = read_words(*personal);
  return out;
}

json card(const problem_record& state, timestamp now) {
  auto out = state_json(state);
  for (std::size_t i = 0; i < state.actions.size(); ++i)
    out["actions"][i]["overdue"] = !state.actions[i].done && state.actions[i].due_at < now;
  return out;
}

json card_personal(const problem_record& state) {
  return state.personal ? problem_words_json(*state.personal) : json();
}

} // namespace frontdoor::triage
