#include "triage/incident/ladder_codec.hpp"

#include <utility>

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using personal_source = const std::optional<json>&;

constexpr const char* arrival = "arrive"; // the only target there is a watch on

unit_state read_unit_state(const record_reader& body) {
  const auto state = parse_unit_state(body.text("state"));
  if (!state) body.fail("state");
  return state.value_or(unit_state::assigned);
}

json target_body(timestamp due_at) {
  return object_of(field{"target", arrival}, field{"due_at", to_rfc3339(due_at)});
}

json unit_step_json(const unit_step& one) {
  json out = object_of(field{"state", to_string(one.state)}, field{"at", to_rfc3339(one.at)}, field{"by", one.by});
  put(out, "reason_code", one.reason_code);
  put(out, "means", one.means);
  return out;
}

json unit_json(const unit_on_incident& one) {
  json steps = json::array();
  for (const auto& step : one.steps)
    steps.push_back(unit_step_json(step));
  json out = object_of(field{"unit", one.unit}, field{"steps", std::move(steps)});
  if (one.from) out["from"] = one.from->to_string();
  return out;
}

json units_json(const std::vector<unit_on_incident>& units) {
  json out = json::array();
  for (const auto& one : units)
    out.push_back(unit_json(one));
  return out;
}

json sending_json(const unit_sending& one) {
  json out = json::object();
  if (one.diverted_from) out["diverted_from"] = one.diverted_from->to_string();
  put(out, "diversion_reason", one.diversion_reason);
  put(out, "order_reason", one.order_reason);
  if (!one.overtaken.empty()) out["overtaken"] = ids_json(one.overtaken);
  return out;
}

unit_sending read_sending(const record_reader& record) {
  unit_sending out;
  out.diverted_from = record.optional_id("diverted_from");
  out.diversion_reason = record.optional_text("diversion_reason");
  out.order_reason = record.optional_text("order_reason");
  if (record.find("overtaken") != nullptr) out.overtaken = record.ids("overtaken");
  return out;
}

unit_on_incident read_unit(const record_reader& record) {
  unit_on_incident out;
  out.unit = record.text("unit");
  record.each("steps", [&](const record_reader& step) {
    out.steps.push_back(
        {read_unit_state(step), step.time("at"), step.text("by"), step.optional_text("reason_code"),
         step.optional_text("means")}
    );
  });
  if (out.steps.empty()) record.fail("steps");
  out.from = record.optional_id("from");
  return out;
}

std::vector<unit_on_incident> read_units(const record_reader& body) {
  std::vector<unit_on_incident> out;
  body.each("units", [&](const record_reader& one) { out.push_back(read_unit(one)); });
  return out;
}

json item_json(const escalation& one) {
  json out = object_of(
      field{"id", one.id.to_string()}, field{"to", one.to}, field{"condition", one.condition},
      field{"reason_code", one.reason_code}, field{"at", to_rfc3339(one.at)}, field{"times", one.times}
  );
  put(out, "rung", one.rung);
  if (one.acknowledge_by) out["acknowledge_by"] = to_rfc3339(*one.acknowledge_by);
  if (one.passed_on) out["passed_on"] = true;
  put(out, "acknowledged_by", one.acknowledged_by);
  if (one.acknowledged_at) out["acknowledged_at"] = to_rfc3339(*one.acknowledged_at);
  put(out, "means", one.means);
  if (one.review_at) out["review_at"] = to_rfc3339(*one.review_at);
  return out;
}

bool flag_or_false(const record_reader& record, const char* name) {
  return record.find(name) != nullptr && record.flag(name);
}

escalation read_item(const record_reader& record) {
  escalation out;
  out.id = record.id("id");
  out.to = record.text("to");
  out.condition = record.text("condition");
  out.reason_code = record.text("reason_code");
  out.at = record.time("at");
  out.times = record.count("times");
  out.rung = record.optional_text("rung");
  out.acknowledge_by = record.optional_time("acknowledge_by");
  out.passed_on = flag_or_false(record, "passed_on");
  out.acknowledged_by = record.optional_text("acknowledged_by");
  out.acknowledged_at = record.optional_time("acknowledged_at");
  out.means = record.optional_text("means");
  out.review_at = record.optional_time("review_at");
  return out;
}

} // namespace

json body_json(const unit_reported& e) {
  json out = object_of(field{"unit", e.unit}, field{"state", to_string(e.state)});
  put(out, "reason_code", e.reason_code);
  put(out, "means", e.means);
  if (!e.sending.empty()) out["sending"] = sending_json(e.sending);
  if (e.diverted_to) out["diverted_to"] = e.diverted_to->to_string();
  return out;
}

json body_json(const units_taken_over& e) {
  return object_of(field{"other", e.other.to_string()}, field{"units", units_json(e.units)});
}

json body_json(const units_parted& e) {
  return object_of(field{"other", e.other.to_string()});
}

json body_json(const units_returned& e) {
  return object_of(field{"other", e.other.to_string()}, field{"units", units_json(e.units)});
}

json body_json(const dispatch_voiced& e) {
  return object_of(field{"dispatch", e.dispatch.to_string()}, field{"means", e.means});
}

json body_json(const dispatch_returned& e) {
  return object_of(field{"dispatch", e.dispatch.to_string()}, field{"reason_code", e.reason_code});
}

json body_json(const incident_unresourced& e) {
  return object_of(field{"reason_code", e.reason_code});
}

json body_json(const target_warning& e) {
  return target_body(e.due_at);
}

json body_json(const target_breached& e) {
  return target_body(e.due_at);
}

json body_json(const incident_escalated& e) {
  json out = object_of(
      field{"escalation", e.escalation.to_string()}, field{"to", e.to}, field{"condition", e.condition},
      field{"reason_code", e.reason_code}, field{"acknowledge_by", to_rfc3339(e.acknowledge_by)}
  );
  put(out, "rung", e.rung);
  put(out, "passed_from", e.passed_from);
  return out;
}

json body_json(const escalation_acknowledged& e) {
  json out = object_of(field{"escalation", e.escalation.to_string()}, field{"review_at", to_rfc3339(e.review_at)});
  put(out, "means", e.means);
  return out;
}

json body_json(const escalation_ended& e) {
  return object_of(field{"escalation", e.escalation.to_string()}, field{"reason_code", e.reason_code});
}

json body_json(const ladder_planned& e) {
  return object_of(field{"next_at", time_or_null(e.next_at)}, field{"anew", e.anew});
}

event read_unit_reported(event_head head, const record_reader& body, personal_source personal) {
  unit_reported out;
  out.head = std::move(head);
  out.unit = body.text("unit");
  out.state = read_unit_state(body);
  out.reason_code = body.optional_text("reason_code");
  out.means = body.optional_text("means");
  out.personal = words_of(personal);
  if (body.find("sending") != nullptr) out.sending = read_sending(body.inner("sending"));
  out.diverted_to = body.optional_id("diverted_to");
  return out;
}

event read_units_taken_over(event_head head, const record_reader& body, personal_source) {
  return units_taken_over{std::move(head), body.id("other"), read_units(body)};
}

event read_units_parted(event_head head, const record_reader& body, personal_source) {
  return units_parted{std::move(head), body.id("other")};
}

event read_units_returned(event_head head, const record_reader& body, personal_source) {
  return units_returned{std::move(head), body.id("other"), read_units(body)};
}

event read_dispatch_voiced(event_head head, const record_reader& body, personal_source personal) {
  return dispatch_voiced{std::move(head), body.id("dispatch"), body.text("means"), words_of(personal)};
}

event read_dispatch_returned(event_head head, const record_reader& body, personal_source) {
  return dispatch_returned{std::move(head), body.id("dispatch"), body.text("reason_code")};
}

event read_incident_unresourced(event_head head, const record_reader& body, personal_source) {
  return incident_unresourced{std::move(head), body.text("reason_code")};
}

event read_incident_escalated(event_head head, const record_reader& body, personal_source) {
  incident_escalated out;
  out.head = std::move(head);
  out.escalation = body.id("escalation");
  out.to = body.text("to");
  out.rung = body.optional_text("rung");
  out.condition = body.text("condition");
  out.reason_code = body.text("reason_code");
  out.acknowledge_by = body.time("acknowledge_by");
  out.passed_from = body.optional_text("passed_from");
  return out;
}

event read_escalation_acknowledged(event_head head, const record_reader& body, personal_source personal) {
  escalation_acknowledged out;
  out.head = std::move(head);
  out.escalation = body.id("escalation");
  out.review_at = body.time("review_at");
  out.means = body.optional_text("means");
  out.personal = words_of(personal);
  return out;
}

event read_escalation_ended(event_head head, const record_reader& body, personal_source) {
  return escalation_ended{std::move(head), body.id("escalation"), body.text("reason_code")};
}

event read_ladder_planned(event_head head, const record_reader& body, personal_source) {
  return ladder_planned{std::move(head), body.optional_time("next_at"), body.flag("anew")};
}

void write_ladder(const incident& state, json& into) {
  if (!state.units.empty()) {
    json& units = into["units"] = json::array();
    for (const auto& one : state.units)
      units.push_back(unit_json(one));
  }
  const auto& ladder = state.ladder;
  if (ladder == escalation_ladder{}) return;
  json out = json::object();
  if (ladder.armed_at) out["armed_at"] = to_rfc3339(*ladder.armed_at);
  if (ladder.planned) out["next_at"] = time_or_null(ladder.next_at);
  if (ladder.generation != 0) out["generation"] = ladder.generation;
  if (!ladder.run.empty()) out["run"] = ladder.run;
  if (ladder.warned) out["warned"] = true;
  if (ladder.breached) out["breached"] = true;
  if (ladder.unresourced_at) out["unresourced_at"] = to_rfc3339(*ladder.unresourced_at);
  if (!ladder.escalations.empty()) {
    json& items = out["escalations"] = json::array();
    for (const auto& one : ladder.escalations)
      items.push_back(item_json(one));
  }
  into["ladder"] = std::move(out);
}

void read_ladder(const record_reader& record, incident& state) {
  record.each_if_any("units", [&](const record_reader& one) { state.units.push_back(read_unit(one)); });
  const json* member = record.find("ladder");
  if (member == nullptr) return;
  const auto body = record.inner("ladder");
  auto& ladder = state.ladder;
  ladder.armed_at = body.optional_time("armed_at");
  ladder.planned = member->is_object() && member->contains("next_at"); // null: nothing falls due
  ladder.next_at = body.optional_time("next_at");
  if (body.find("generation") != nullptr) ladder.generation = body.count("generation");
  if (body.find("run") != nullptr) ladder.run = body.texts("run");
  ladder.warned = flag_or_false(body, "warned");
  ladder.breached = flag_or_false(body, "breached");
  ladder.unresourced_at = body.optional_time("unresourced_at");
  body.each_if_any("escalations", [&](const record_reader& one) { ladder.escalations.push_back(read_item(one)); });
}

} // namespace frontdoor::triage
