#include "triage/incident/snapshot.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/working_snapshot.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> grade_states{"ungraded", "proposed", "confirmed"};
constexpr std::array<std::string_view, 3> statuses{"open", "closed", "linked"};
constexpr std::array<std::string_view, 4> dispatch_states{"pushed", "acknowledged", "overdue", "stood_down"};

constexpr std::array<std::string_view, 2> voice_states{"owed", "given"};

template <typename Enum, std::size_t Count>
Enum code(const std::array<std::string_view, Count>& codes, const record_reader& record, const char* name) {
  const auto found = std::find(codes.begin(), codes.end(), record.text(name));
  if (found != codes.end()) return static_cast<Enum>(found - codes.begin());
  record.fail(name);
  return Enum{};
}

json dispatch_json(const current_dispatch& dispatch) {
  auto out = object_of(
      field{"id", dispatch.id.to_string()}, field{"state", to_string(dispatch.state)}, field{"grade", dispatch.grade},
      field{"acknowledge_by", to_rfc3339(dispatch.acknowledge_by)},
      field{"acknowledged_by", value_or_null(dispatch.acknowledged_by)},
      field{"acknowledged_at", time_or_null(dispatch.acknowledged_at)}, field{"generation", dispatch.generation}
  );
  if (dispatch.requested_at) out["requested_at"] = to_rfc3339(*dispatch.requested_at);
  if (dispatch.voice) out["voice"] = to_string(*dispatch.voice);
  return out;
}

current_dispatch read_dispatch(const record_reader& record) {
  current_dispatch out{
      record.id("id"),
      code<dispatch_state>(dispatch_states, record, "state"),
      record.text("grade"),
      record.time("acknowledge_by"),
      record.optional_text("acknowledged_by"),
      record.optional_time("acknowledged_at"),
      record.count("generation"),
      record.optional_time("requested_at"),
      std::nullopt
  };
  if (record.find("voice") != nullptr) out.voice = code<voice_state>(voice_states, record, "voice");
  return out;
}

incident read_body(const record_reader& record) {
  incident state;
  state.id = record.id("id");
  state.version = record.count("version");
  state.status = code<incident_status>(statuses, record, "status");
  if (record.find("grade") != nullptr) state.grade = record.inner("grade").target();
  state.grade_state = code<grade_state>(grade_states, record, "grade_state");
  state.opened_at = record.time("opened_at");
  state.received_at = record.time("received_at");
  state.channel = record.channel("channel");
  state.district = record.optional_text("district");
  state.pathway = record.optional_text("pathway");
  state.flags = record.texts("flags");
  record.each("contacts", [&](const record_reader& link) {
    const bool live = link.find("call_live") != nullptr && link.flag("call_live");
    state.contacts.push_back(
        {link.id("id"), link.channel("channel"), link.time("received_at"), live, link.text("by"),
         link.optional_text("sender")}
    );
  });
  state.assessment = record.object("assessment");
  state.notes = record.count("notes");
  if (record.find("dispatch") != nullptr) state.dispatch = read_dispatch(record.inner("dispatch"));
  state.superseded_dispatches = record.ids("superseded_dispatches");
  if (const json* crimes = record.find("crimes")) {
    auto held = crime::ledger_from_json(*crimes);
    if (!held) record.fail("crimes");
    state.crimes = std::move(held).value_or(crime::ledger{});
  }
  state.temporary_number = record.optional_text("temporary_number");
  state.updated_at = record.time("updated_at");
  read_working(record, state);
  return state;
}

} // namespace

std::string_view to_string(grade_state value) {
  return grade_states.at(static_cast<std::size_t>(value));
}
std::string_view to_string(incident_status value) {
  return statuses.at(static_cast<std::size_t>(value));
}
std::string_view to_string(dispatch_state value) {
  return dispatch_states.at(static_cast<std::size_t>(value));
}

std::string_view to_string(voice_state value) {
  return voice_states.at(static_cast<std::size_t>(value));
}

snapshot to_snapshot(const incident& state) {
  json contacts = json::array();
  for (const auto& one : state.contacts) {
    contacts.push_back(object_of(
        field{"id", one.id.to_string()}, field{"channel", to_string(one.channel)},
        field{"received_at", to_rfc3339(one.received_at)}, field{"by", one.by}
    ));
    if (one.call_live) contacts.back()["call_live"] = true;
    put(contacts.back(), "sender", one.sender);
  }
  json superseded = json::array();
  for (const auto& id : state.superseded_dispatches)
    superseded.push_back(id.to_string());
  snapshot out;
  out.body = text_of_object(
      field{"assessment", &state.assessment.value()}, field{"channel", to_string(state.channel)},
      field{"contacts", std::move(contacts)},
      field{"crimes", state.crimes == crime::ledger{} ? json() : to_json(state.crimes)},
      field{"dispatch", state.dispatch ? dispatch_json(*state.dispatch) : json()},
      field{"district", value_or_null(state.district)}, field{"flags", state.flags},
      field{"fold_version", fold_version}, field{"grade", state.grade ? target_json(*state.grade) : json()},
      field{"grade_state", to_string(state.grade_state)}, field{"id", state.id.to_string()},
      field{"notes", state.notes}, field{"opened_at", to_rfc3339(state.opened_at)},
      field{"pathway", value_or_null(state.pathway)}, field{"received_at", to_rfc3339(state.received_at)},
      field{"status", to_string(state.status)}, field{"superseded_dispatches", std::move(superseded)},
      field{"temporary_number", state.temporary_number}, field{"updated_at", to_rfc3339(state.updated_at)},
      field{"version", state.version}
  );
  append_working(state, out.body);
  if (state.personal) out.personal = canonical_json(personal_json(*state.personal));
  return out;
}

std::expected<incident, faults> from_snapshot(const json& body, const json* personal) {
  const json* fold = member_of(body, "fold_version");
  if (fold == nullptr || !fold->is_number_integer() || fold->get<int>() != fold_version) {
    return std::unexpected(
        faults{{"/fold_version", "other_fold_version", "The snapshot was made by another version of the fold.", {}, {}}}
    );
  }
  faults found;
  incident state = read_body(record_reader(body, "", "malformed_snapshot", found));
  if (!found.empty()) return std::unexpected(std::move(found));
  if (personal != nullptr && personal->is_object()) state.personal = incident_personal_from_json(*personal);
  return state;
}

} // namespace frontdoor::triage
