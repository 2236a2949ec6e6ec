#include <algorithm>
#include <utility>

#include "triage/incident/incident.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

json dispatch_card(const current_dispatch& dispatch) {
  return object_of(
      field{"id", dispatch.id.to_string()}, field{"state", to_string(dispatch.state)},
      field{"acknowledge_by", to_rfc3339(dispatch.acknowledge_by)},
      field{"acknowledged_by", value_or_null(dispatch.acknowledged_by)},
      field{"acknowledged_at", time_or_null(dispatch.acknowledged_at)}
  );
}

bool tells_nothing(const json& value) {
  return value.is_null() || value == "unknown" || value == "withheld";
}

// The last statement of each source, in the order of recording: what a source said before, it has taken back.
std::vector<const statement*> last_of_each_source(const std::vector<statement>& list) {
  std::vector<const statement*> out;
  for (const auto& one : list) {
    std::erase_if(out, [&](const statement* earlier) { return earlier->source == one.source; });
    out.push_back(&one);
  }
  return out;
}

json current_value(const std::vector<statement>& list) {
  json out;
  for (const auto* one : last_of_each_source(list)) {
    const json& value = one->value.value();
    if (out.is_array() && value.is_array()) {
      for (const auto& member : value) {
        if (std::find(out.begin(), out.end(), member) == out.end()) out.push_back(member);
      }
    } else if (out.is_null() || !tells_nothing(value)) {
      out = value;
    }
  }
  return out;
}

} // namespace

json card(const incident& state, std::string_view number) {
  const auto& grade = state.grade;
  return object_of(
      field{"id", state.id.to_string()}, field{"number", number}, field{"version", state.version},
      field{"status", to_string(state.status)}, field{"grade", grade ? json(grade->grade) : json()},
      field{"grade_name", grade ? json(grade->name) : json()}, field{"grade_state", to_string(state.grade_state)},
      field{"opened_at", to_rfc3339(state.opened_at)}, field{"received_at", to_rfc3339(state.received_at)},
      field{"allocate_by", grade ? time_or_null(grade->allocate_by) : json()},
      field{"arrive_by", grade ? time_or_null(grade->arrive_by) : json()},
      field{"district", value_or_null(state.district)}, field{"flags", state.flags},
      field{"pathway", value_or_null(state.pathway)}, field{"channel", to_string(state.channel)},
      field{"contacts", state.contacts.size()}, field{"notes", state.notes},
      field{"dispatch", state.dispatch ? dispatch_card(*state.dispatch) : json()},
      field{"updated_at", to_rfc3339(state.updated_at)}
  );
}

json card_personal(const incident& state) {
  if (!state.personal) return {};
  return object_of(
      field{"location_text", value_or_null(state.personal->location_text)},
      field{"summary", value_or_null(state.personal->summary)},
      field{"caller_name", value_or_null(state.personal->caller_name)},
      field{"caller_phone", value_or_null(state.personal->caller_phone)}
  );
}

json current_facts(const incident& state) {
  json out = json::object();
  for (const auto& [fact, list] : state.facts)
    out[fact] = current_value(list);
  return out;
}

json contradictions(const incident& state) {
  json out = json::array();
  for (const auto& [fact, list] : state.facts) {
    const auto said = last_of_each_source(list);
    const json* first = nullptr;
    bool differ = false;
    json entries = json::array();
    for (const auto* one : said) {
      const json& value = one->value.value();
      // Lists add up, and not knowing contradicts nobody.
      if (!tells_nothing(value) && !value.is_array()) {
        if (first == nullptr) first = &value;
        differ = differ || value != *first;
      }
      entries.push_back({{"value", value}, {"contact", one->source.to_string()}, {"at", to_rfc3339(one->at)}});
    }
    if (differ) out.push_back({{"fact", fact}, {"statements", std::move(entries)}});
  }
  return out;
}

json detail(const incident& state) {
  return object_of(
      field{"facts", current_facts(state)}, field{"contradictions", contradictions(state)},
      field{"assessment", state.assessment.value()}
  );
}

} // namespace frontdoor::triage
