#include <algorithm>
#include <utility>

#include "triage/incident/incident.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/linking_codec.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

json dispatch_card(const current_dispatch& dispatch) {
  return object_of(
      field{"voice", dispatch.voice ? json(to_string(*dispatch.voice)) : json()}, field{"id", dispatch.id.to_string()},
      field{"state", to_string(dispatch.state)}, field{"acknowledge_by", to_rfc3339(dispatch.acknowledge_by)},
      field{"acknowledged_by", value_or_null(dispatch.acknowledged_by)},
      field{"acknowledged_at", time_or_null(dispatch.acknowledged_at)}
  );
}

std::size_t open_tasks(const incident& state) {
  return static_cast<std::size_t>(std::ranges::count(state.tasks, task_state::open, &task::state));
}

// The posts that have been told and have not answered, those told first before the others.
json escalated_to(const incident& state) {
  json out = json::array();
  for (const auto& one : state.ladder.escalations) {
    if (!one.acknowledged_by) out.push_back(one.to);
  }
  return out;
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

json statement_json(const incident& state, const statement& one) {
  json out = object_of(
      field{"value", one.value.value()}, field{"at", to_rfc3339(one.at)}, field{"by", one.by},
      field{"confidence", to_string(one.confidence)}
  );
  const auto other = std::ranges::find(state.sources, one.source, &other_source::id);
  const bool is_contact = other == state.sources.end();
  out["kind"] = is_contact ? to_string(fact_source::caller) : to_string(other->kind);
  out["contact"] = is_contact ? json(one.source.to_string()) : json();
  return out;
}

json promise_json(const incident& state) {
  if (!state.promise) return {};
  return object_of(
      field{"text", state.promise->text}, field{"grade", value_or_null(state.promise->grade)},
      field{"at", to_rfc3339(state.promise->at)}
  );
}

// All that was said, in order, each with its source: what a source said before stays visible.
json all_statements(const incident& state) {
  json out = json::object();
  for (const auto& [fact, list] : state.facts) {
    json& entries = out[fact] = json::array();
    for (const auto& one : list)
      entries.push_back(statement_json(state, one));
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
  const auto* waiting = waiting_approval(state);
  json out = object_of(
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
      field{"updated_at", to_rfc3339(state.updated_at)}, field{"suggested_grade", value_or_null(state.suggested_grade)},
      field{"open_tasks", open_tasks(state)}, field{"approval", waiting ? json(waiting->id.to_string()) : json()},
      field{"response_reduced", state.response_reduced}, field{"resourcing", resourcing_of(state)},
      field{"escalated_to", escalated_to(state)},
      field{"joined_to", state.joined ? json(state.joined->other.to_string()) : json()},
      field{"absorbed", state.absorbed.size()},
      field{"major_incident", state.major ? json(state.major->to_string()) : json()}
  );
  put(out, "temporary_number", state.temporary_number);
  add_day_one_card(state, out);
  return out;
}

json card_personal(const incident& state) {
  if (!state.personal) return {};
  json out = object_of(
      field{"location_text", value_or_null(state.personal->location_text)},
      field{"summary", value_or_null(state.personal->summary)},
      field{"caller_name", value_or_null(state.personal->caller_name)},
      field{"caller_phone", value_or_null(state.personal->caller_phone)}
  );
  // The newest, as for the units that could go; that others were told stays visible.
  if (const auto& told = state.personal->places; !told.empty()) {
    auto& place = out["place"] = object_of(field{"lat", told.back().lat}, field{"lon", told.back().lon});
    put(place, "radius_m", told.back().radius_m);
    out["places_told"] = told.size();
  }
  return out;
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
      entries.push_back(statement_json(state, *one));
    }
    if (differ) out.push_back({{"fact", fact}, {"statements", std::move(entries)}});
  }
  return out;
}

namespace {

json clocks_json(const incident& state) {
  json out = json::array();
  for (const auto& one : state.earlier_clocks) {
    out.push_back(object_of(
        field{"from", to_rfc3339(one.from)}, field{"grade", one.grade ? json(one.grade->grade) : json()},
        field{"arrive_by", one.grade ? time_or_null(one.grade->arrive_by) : json()},
        field{"closed_at", to_rfc3339(one.closed_at)}, field{"outcome", one.outcome}
    ));
  }
  return out;
}

json condition_json(const incident& state) {
  if (!state.condition) return {};
  return object_of(
      field{"restores", state.condition->restores.grade}, field{"check_by", to_rfc3339(state.condition->check_by)}
  );
}

json closing_json(const incident& state) {
  if (!state.closed) return {};
  return object_of(
      field{"outcome", state.closed->outcome}, field{"by", state.closed->by}, field{"at", to_rfc3339(state.closed->at)}
  );
}

} // namespace

json detail(const incident& state) {
  json set_aside = json::array();
  for (const auto& one : state.set_aside) {
    set_aside.push_back(object_of(
        field{"fact", one.fact}, field{"reason_code", one.reason_code}, field{"by", one.by},
        field{"at", to_rfc3339(one.at)}
    ));
  }
  json out = object_of(
      field{"facts", current_facts(state)}, field{"contradictions", contradictions(state)},
      field{"assessment", state.assessment.value()}, field{"statements", all_statements(state)},
      field{"not_establishable", std::move(set_aside)}, field{"approvals", each_json(state.approvals)},
      field{"tasks", each_json(state.tasks)}, field{"promise", promise_json(state)},
      field{"condition", condition_json(state)}, field{"clock_from", to_rfc3339(state.clock_from)},
      field{"earlier_clocks", clocks_json(state)}, field{"closing", closing_json(state)},
      field{"links", links_json(state)}
  );
  add_partner_detail(state, out);
  add_ladder_detail(state, out);
  add_day_one_detail(state, out);
  add_screening_detail(state, out);
  return out;
}

} // namespace frontdoor::triage
