#include "triage/incident/major.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/side_codec.hpp"
#include "triage/incident/working_fold.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

// The event types by name, in the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<major_event>> major_types{
    "major_incident.declared", "major_incident.contacts_joined", "major_incident.callers_told",
    "major_incident.stood_down"
};

json methane_json(const methane_record& record) {
  return object_of(
      field{"exact_location", record.exact_location}, field{"type", record.type}, field{"hazards", record.hazards},
      field{"access", record.access}, field{"number_of_casualties", record.number_of_casualties},
      field{"emergency_services", record.emergency_services}
  );
}

methane_record read_methane(const json& value) {
  const auto text = [&](const char* name) { return text_of(value, name).value_or(""); };
  return {text("exact_location"),    text("type"), text("hazards"), text("access"), text("number_of_casualties"),
          text("emergency_services")};
}

json posts_json(const command_posts& posts) {
  return object_of(field{"gold", posts.gold}, field{"silver", posts.silver}, field{"bronze", posts.bronze});
}

command_posts read_posts(const json& value) {
  const auto text = [&](const char* name) { return text_of(value, name).value_or(""); };
  return {text("gold"), text("silver"), text("bronze")};
}

json sealed_json(const major_incident_declared::personal_part& personal) {
  return object_of(field{"methane", methane_json(personal.methane)}, field{"posts", posts_json(personal.posts)});
}

json sealed_json(const sealed_words& words) {
  return object_of(field{"text", words.text});
}

major_incident_declared::personal_part read_major_sealed(const json& value) {
  const auto* methane = member_of(value, "methane");
  const auto* posts = member_of(value, "posts");
  return {
      methane == nullptr ? methane_record{} : read_methane(*methane),
      posts == nullptr ? command_posts{} : read_posts(*posts)
  };
}

json major_body(const major_incident_declared& e) {
  return object_of(
      field{"name", e.name}, field{"incident", e.incident.to_string()}, field{"district", value_or_null(e.district)}
  );
}

json major_body(const major_incident_joined& e) {
  json left_out = json::array();
  for (const auto& one : e.left_out)
    left_out.push_back(object_of(field{"contact", one.contact.to_string()}, field{"code", one.code}));
  return object_of(field{"contacts", ids_json(e.contacts)}, field{"left_out", std::move(left_out)});
}

json major_body(const major_incident_callers_told& e) {
  return object_of(field{"tasks", e.tasks});
}

json major_body(const major_incident_stood_down&) {
  return json::object();
}

major_event read_joined(event_head head, const record_reader& body, const std::optional<json>& personal) {
  major_incident_joined out;
  out.head = std::move(head);
  out.contacts = body.ids("contacts");
  body.each("left_out", [&](const record_reader& entry) {
    out.left_out.push_back({entry.id("contact"), entry.text("code")});
  });
  out.personal = words_of(personal);
  return out;
}

major_event
read_major_event(std::size_t type, event_head head, const record_reader& body, const std::optional<json>& personal) {
  switch (type) {
  case 0: {
    major_incident_declared out{
        std::move(head), body.text("name"), body.id("incident"), body.optional_text("district"), {}
    };
    if (personal) out.personal = read_major_sealed(*personal);
    return out;
  }
  case 1:
    return read_joined(std::move(head), body, personal);
  case 2:
    return major_incident_callers_told{std::move(head), body.count("tasks"), words_of(personal)};
  default:
    return major_incident_stood_down{std::move(head), words_of(personal)};
  }
}

struct major_folder {
  major_incident& state;

  void operator()(const major_incident_declared& e) const {
    state.id = e.head.stream;
    state.name = e.name;
    state.incident = e.incident;
    state.district = e.district;
    state.declared_by = e.head.actor;
    state.declared_at = e.head.occurred_at;
    state.personal = e.personal;
  }
  void operator()(const major_incident_joined& e) const {
    state.contacts_joined += static_cast<std::uint32_t>(e.contacts.size());
    state.contacts_left_out += static_cast<std::uint32_t>(e.left_out.size());
  }
  void operator()(const major_incident_callers_told&) const { ++state.updates; }
  void operator()(const major_incident_stood_down& e) const {
    state.declared = false;
    state.stood_down_at = e.head.occurred_at;
  }
};

major_decision major_step(major_event e, std::optional<decision> on_incident) {
  major_decision made;
  made.events.push_back(std::move(e));
  made.on_incident = std::move(on_incident);
  return made;
}

} // namespace

major_incident apply(major_incident state, const major_event& e) {
  ++state.version;
  visit(major_folder{state}, e);
  return state;
}

const event_head& head_of(const major_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

event_text encode(const major_event& e) {
  return row_of(
      "major_incident", major_types, e, [](const auto& one) { return major_body(one); },
      [](const auto& personal) { return sealed_json(personal); }
  );
}

std::expected<major_event, faults> decode_major(const encoded_event& row) {
  return event_of(major_types, row, read_major_event);
}

json to_snapshot_json(const major_incident& state) {
  auto out = card(state);
  out["fold_version"] = major_fold;
  return out;
}

std::optional<json> to_snapshot_personal(const major_incident& state) {
  if (!state.personal) return std::nullopt;
  return sealed_json(*state.personal);
}

std::optional<major_incident> major_from_snapshot(const json& body, const json* personal) {
  faults found;
  const record_reader record(body, "", "malformed_snapshot", found);
  if (record.count("fold_version") != major_fold) return std::nullopt;
  major_incident out;
  out.id = record.id("id");
  out.version = record.count("version");
  out.declared = record.text("status") == "declared";
  out.name = record.text("name");
  out.incident = record.id("incident");
  out.district = record.optional_text("district");
  out.declared_by = record.text("declared_by");
  out.declared_at = record.time("declared_at");
  out.stood_down_at = record.optional_time("stood_down_at");
  out.contacts_joined = record.count("contacts_joined");
  out.contacts_left_out = record.count("contacts_left_out");
  out.updates = record.count("updates");
  if (!found.empty()) return std::nullopt;
  if (personal != nullptr && personal->is_object()) out.personal = read_major_sealed(*personal);
  return out;
}

json card(const major_incident& state) {
  return object_of(
      field{"id", state.id.to_string()}, field{"version", state.version},
      field{"status", state.declared ? "declared" : "stood_down"}, field{"name", state.name},
      field{"incident", state.incident.to_string()}, field{"district", value_or_null(state.district)},
      field{"declared_by", state.declared_by}, field{"declared_at", to_rfc3339(state.declared_at)},
      field{"stood_down_at", time_or_null(state.stood_down_at)}, field{"contacts_joined", state.contacts_joined},
      field{"contacts_left_out", state.contacts_left_out}, field{"updates", state.updates}
  );
}

json card_personal(const major_incident& state) {
  return state.personal ? sealed_json(*state.personal) : json();
}

declare_major_incident declare_major_incident_from_json(const json& body) {
  declare_major_incident out;
  out.name = text_of(body, "name").value_or("");
  if (const auto* methane = member_of(body, "methane")) out.methane = read_methane(*methane);
  if (const auto* posts = member_of(body, "posts")) out.posts = read_posts(*posts);
  return out;
}

major_outcome declare_major(const incident& on, const declare_major_incident& command, const context& context) {
  if (auto no = check_person(context, "declare a major incident")) return std::unexpected(*std::move(no));
  if (auto no = check_open(on)) return std::unexpected(*std::move(no));
  if (on.major) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "major_incident_declared",
        "A major incident is declared on this incident already.",
        "Work on major incident " + on.major->to_string() + ".",
        {}
    });
  }
  recording record(context, on);
  const auto id = context.next_id();
  record.add(major_incident_changed{record.head(on.id), id});
  major_incident_declared e{
      record.head(id), command.name, on.id, on.district,
      major_incident_declared::personal_part{command.methane, command.posts}
  };
  return major_step(std::move(e), std::move(record).finish());
}

major_outcome record_bulk(
    const major_incident& state, std::vector<uuid> joined, std::vector<contact_left_out> left_out,
    const std::string& rationale, const context& context
) {
  if (auto no = check_declared(state, context)) return std::unexpected(*std::move(no));
  return major_step(
      major_incident_joined{
          {state.id, context.now, context.actor.name}, std::move(joined), std::move(left_out), sealed_words{rationale}
      },
      std::nullopt
  );
}

major_outcome
tell_callers(const major_incident& state, const incident& on, const std::string& text, const context& context) {
  if (auto no = check_declared(state, context)) return std::unexpected(*std::move(no));
  if (auto no = check_open(on)) return std::unexpected(*std::move(no));
  recording record(context, on);
  record_task(record, task_kind::tell_caller);
  std::vector<uuid> owed;
  for (const auto& one : record.state().tasks) {
    if (one.kind == task_kind::tell_caller && one.state == task_state::open) owed.push_back(one.id);
  }
  for (const auto& id : owed) {
    task_completed e;
    e.head = record.head(on.id);
    e.task = id;
    e.outcome = caller_told;
    e.promise = say_to_caller(context.policy, &record.state());
    e.personal = sealed_words{text};
    record.add(std::move(e));
  }
  major_incident_callers_told e{record.head(state.id), static_cast<std::uint32_t>(owed.size()), sealed_words{text}};
  return major_step(std::move(e), std::move(record).finish());
}

major_outcome stand_down_major(
    const major_incident& state, const incident& on, const std::string& rationale, const context& context
) {
  if (auto no = check_declared(state, context)) return std::unexpected(*std::move(no));
  recording record(context, on);
  record.add(major_incident_changed{record.head(on.id), std::nullopt});
  major_incident_stood_down e{record.head(state.id), sealed_words{rationale}};
  return major_step(std::move(e), std::move(record).finish());
}

std::optional<refusal> check_declared(const major_incident& state, const context& context) {
  if (auto no = check_person(context, "work on a major incident")) return no;
  if (state.declared) return std::nullopt;
  return refusal{
      refusal_kind::conflict,
      "major_incident_stood_down",
      "The major incident was stood down.",
      "Work on its incident, or declare it anew.",
      {}
  };
}

} // namespace frontdoor::triage
