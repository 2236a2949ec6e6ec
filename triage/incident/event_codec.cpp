#include "triage/incident/event_codec.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "triage/incident/day_one_codec.hpp"
#include "triage/incident/handoff_codec.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/ladder_codec.hpp"
#include "triage/incident/linking_codec.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/referral_codec.hpp"
#include "triage/incident/screening_codec.hpp"
#include "triage/incident/working_codec.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

// The event types by name, in the order of the variant.
constexpr std::array<std::string_view, boost::variant2::variant_size_v<event_kinds>> type_names{
    "contact.received",
    "incident.opened",
    "incident.contact_joined",
    "incident.assessed",
    "incident.grade_set",
    "incident.note_added",
    "dispatch.requested",
    "dispatch.acknowledged",
    "dispatch.overdue",
    "incident.facts_added",
    "incident.facts_withdrawn",
    "incident.fact_set_aside",
    "incident.call_ended",
    "incident.lowering_requested",
    "incident.approval_decided",
    "incident.approval_lapsed",
    "incident.grade_lowered",
    "incident.grade_restored",
    "incident.response_changed",
    "dispatch.stood_down",
    "task.opened",
    "task.attempted",
    "task.completed",
    "task.overdue",
    "task.lapsed",
    "incident.closed",
    "incident.reopened",
    "incident.crime_decision_owed",
    "incident.crime_decision_late",
    "incident.crime_decided",
    "incident.coded",
    "incident.job_planned",
    "incident.job_activated",
    "incident.need_recorded",
    "incident.need_withdrawn",
    "message.requested",
    "message.attempted",
    "message.sent",
    "message.failed",
    "incident.test_line_recognised",
    "handoff.requested",
    "handoff.answered",
    "handoff.silent",
    "referral.queued",
    "referral.attempted",
    "referral.sent",
    "referral.failed",
    "dispatch.unit_reported",
    "dispatch.units_taken_over",
    "dispatch.units_parted",
    "dispatch.units_returned",
    "dispatch.voiced",
    "dispatch.returned",
    "incident.unresourced",
    "incident.target_warning",
    "incident.target_breached",
    "incident.escalated",
    "escalation.acknowledged",
    "escalation.ended",
    "incident.ladder_planned",
    "incident.sender_grade_kept",
    "incident.deferred",
    "pathway.agreed",
    "pathway.resolved",
    "pathway.returned",
    "appointment.booked",
    "appointment.moved",
    "appointment.cancelled",
    "appointment.reminder_due",
    "appointment.ended",
    "incident.problem_linked",
    "contact.demand_tagged",
    "incident.linked",
    "incident.absorbed",
    "incident.link_undone",
    "incident.released",
    "incident.major_incident_changed"
};

// ---- writing

const json* facts_value(const document& facts) {
  static const json none = json::object();
  return facts.is_null() ? &none : &facts.value();
}

json personal_json(const contact_received::personal_part& personal) {
  json subjects = json::array();
  for (const auto& one : personal.subjects)
    subjects.push_back(to_json(one));
  json out{
      {"caller", to_json(personal.caller)},
      {"location", to_json(personal.location)},
      {"subjects", std::move(subjects)},
      {"narrative", personal.narrative}
  };
  put(out, "external_ref", personal.external_ref);
  if (!personal.vehicles.empty()) {
    auto& vehicles = out["vehicles"] = json::array();
    for (const auto& one : personal.vehicles)
      vehicles.push_back(to_json(one));
  }
  return out;
}

json personal_json(const grade_set::personal_part& personal) {
  return object_of(field{"rationale", personal.rationale});
}
json personal_json(const note_added::personal_part& personal) {
  return object_of(field{"text", personal.text});
}

// Members in the order of their names, as the canonical text has them.

std::string body_text(const contact_received& e) {
  std::optional<json> history;
  if (!e.history.is_null()) history = e.history.value();
  return text_of_object(
      field{"channel", to_string(e.channel)}, field{"district", value_or_null(e.district)},
      field{"facts", facts_value(e.facts)}, field{"history", std::move(history)},
      field{"incident", id_or_null(e.incident)}, field{"location_quality", value_or_null(e.location_quality)},
      field{"outcome", e.outcome ? json(to_string(*e.outcome)) : json()},
      field{
          "policy",
          written{text_of_object(
              field{"pack", std::string_view(e.policy.pack)}, field{"sha256", std::string_view(e.policy.sha256)},
              field{"version", std::string_view(e.policy.version)}
          )}
      },
      field{"promoted", e.promoted}, field{"received_at", to_rfc3339(e.received_at)},
      field{"temporary_number", e.temporary_number}
  );
}

// Members that are said only where there is something to say.
std::optional<bool> if_so(bool value) {
  return value ? std::optional(true) : std::nullopt;
}

std::string body_text(const incident_opened& e) {
  return text_of_object(
      field{"call_live", if_so(e.call_live)}, field{"channel", to_string(e.channel)},
      field{"contact", e.contact.to_string()}, field{"district", value_or_null(e.district)},
      field{"facts", facts_value(e.facts)}, field{"received_at", to_rfc3339(e.received_at)}, field{"sender", e.sender},
      field{"temporary_number", e.temporary_number}
  );
}

std::string body_text(const contact_joined& e) {
  return text_of_object(
      field{"call_live", if_so(e.call_live)}, field{"channel", to_string(e.channel)},
      field{"contact", e.contact.to_string()}, field{"district", value_or_null(e.district)},
      field{"facts", facts_value(e.facts)}, field{"promise", e.promise},
      field{"received_at", to_rfc3339(e.received_at)}, field{"sender", e.sender}
  );
}

std::string body_text(const assessed& e) {
  std::optional<json> restated;
  if (e.restated) {
    restated = object_of(field{"confirmed", e.restated->confirmed}, field{"flags_kept", e.restated->flags_kept});
  }
  return text_of_object(
      field{"applied", e.applied ? target_json(*e.applied) : json()}, field{"assessment", &e.assessment.value()},
      field{"previous", value_or_null(e.previous)}, field{"promise", e.promise}, field{"restated", std::move(restated)}
  );
}

std::string body_text(const grade_set& e) {
  json out = target_json(e.target);
  out["previous"] = value_or_null(e.previous);
  out["reason_code"] = value_or_null(e.reason_code);
  out["pathway"] = value_or_null(e.pathway);
  put(out, "promise", e.promise);
  return canonical_json(out);
}

std::string body_text(const note_added& e) {
  return text_of_object(field{"note", e.note.to_string()});
}

std::string body_text(const dispatch_requested& e) {
  return text_of_object(
      field{"acknowledge_by", to_rfc3339(e.acknowledge_by)}, field{"dispatch", e.dispatch.to_string()},
      field{"grade", std::string_view(e.grade)}, field{"supersedes", id_or_null(e.supersedes)},
      field{"voice", if_so(e.voice)}
  );
}

std::string body_text(const dispatch_acknowledged& e) {
  return text_of_object(field{"dispatch", e.dispatch.to_string()});
}

std::string body_text(const dispatch_overdue& e) {
  return text_of_object(
      field{"acknowledge_by", to_rfc3339(e.acknowledge_by)}, field{"dispatch", e.dispatch.to_string()}
  );
}

json body_json(const crime_decision_owed& e) {
  return object_of(field{"duty", to_json(e.duty)});
}

json body_json(const crime_decision_late& e) {
  return object_of(field{"duty", to_json(e.duty)});
}

json body_json(const crime_decided& e) {
  return object_of(field{"crime", to_json(e.crime)});
}

// Rarer events are made as values first.
template <typename Event> std::string body_text(const Event& e) {
  return canonical_json(body_json(e));
}

// ---- reading

contact_received::personal_part read_contact_personal(const json& value) {
  contact_received::personal_part out;
  out.external_ref = text_of(value, "external_ref");
  if (const json* caller = member_of(value, "caller")) out.caller = caller_from_json(*caller);
  if (const json* location = member_of(value, "location")) out.location = location_from_json(*location);
  if (const json* subjects = member_of(value, "subjects"); subjects != nullptr && subjects->is_array()) {
    for (const auto& one : *subjects)
      out.subjects.push_back(subject_from_json(one));
  }
  if (const json* vehicles = member_of(value, "vehicles"); vehicles != nullptr && vehicles->is_array()) {
    for (const auto& one : *vehicles)
      out.vehicles.push_back(vehicle_from_json(one));
  }
  out.narrative = text_of(value, "narrative").value_or("");
  return out;
}

event read_contact_received(event_head head, const record_reader& body, personal_source personal) {
  contact_received out;
  out.head = std::move(head);
  out.channel = body.channel("channel");
  out.received_at = body.time("received_at");
  if (const auto code = body.optional_text("outcome")) {
    out.outcome = parse_contact_outcome(*code);
    if (!out.outcome) body.fail("outcome");
  }
  out.promoted = body.flag("promoted");
  out.incident = body.optional_id("incident");
  out.district = body.optional_text("district");
  out.location_quality = body.optional_text("location_quality");
  out.facts = body.object("facts");
  if (body.find("history") != nullptr) out.history = body.object("history");
  if (body.find("policy") != nullptr) {
    const auto policy = body.inner("policy");
    out.policy = {policy.text("pack"), policy.text("version"), policy.text("sha256")};
  } else {
    body.fail("policy");
  }
  out.temporary_number = body.optional_text("temporary_number");
  if (personal) out.personal = read_contact_personal(*personal);
  return out;
}

template <typename Event>
event read_contact_link(event_head head, const record_reader& body, personal_source personal) {
  Event out;
  out.head = std::move(head);
  out.contact = body.id("contact");
  out.channel = body.channel("channel");
  out.received_at = body.time("received_at");
  out.district = body.optional_text("district");
  out.facts = body.object("facts");
  out.call_live = body.find("call_live") != nullptr && body.flag("call_live");
  out.sender = body.optional_text("sender");
  if constexpr (requires { out.temporary_number; }) out.temporary_number = body.optional_text("temporary_number");
  if constexpr (requires { out.promise; }) out.promise = body.optional_text("promise");
  if (personal) out.personal = incident_personal_from_json(*personal);
  return out;
}

event read_assessed(event_head head, const record_reader& body, personal_source) {
  assessed out;
  out.head = std::move(head);
  out.assessment = body.object("assessment");
  if (body.find("applied") != nullptr) out.applied = body.inner("applied").target();
  out.previous = body.optional_text("previous");
  if (body.find("restated") != nullptr) {
    const auto restated = body.inner("restated");
    out.restated = restated_grade{restated.flag("confirmed"), restated.count("flags_kept")};
  }
  out.promise = body.optional_text("promise");
  return out;
}

event read_grade_set(event_head head, const record_reader& body, personal_source personal) {
  grade_set out;
  out.head = std::move(head);
  out.target = body.target();
  out.previous = body.optional_text("previous");
  out.reason_code = body.optional_text("reason_code");
  out.pathway = body.optional_text("pathway");
  out.promise = body.optional_text("promise");
  if (personal) out.personal = grade_set::personal_part{text_of(*personal, "rationale").value_or("")};
  return out;
}

event read_note_added(event_head head, const record_reader& body, personal_source personal) {
  note_added out;
  out.head = std::move(head);
  out.note = body.id("note");
  if (personal) out.personal = note_added::personal_part{text_of(*personal, "text").value_or("")};
  return out;
}

event read_dispatch_requested(event_head head, const record_reader& body, personal_source) {
  return dispatch_requested{
      std::move(head),
      body.id("dispatch"),
      body.text("grade"),
      body.time("acknowledge_by"),
      body.optional_id("supersedes"),
      body.find("voice") != nullptr && body.flag("voice")
  };
}

event read_dispatch_acknowledged(event_head head, const record_reader& body, personal_source) {
  return dispatch_acknowledged{std::move(head), body.id("dispatch")};
}

event read_dispatch_overdue(event_head head, const record_reader& body, personal_source) {
  return dispatch_overdue{std::move(head), body.id("dispatch"), body.time("acknowledge_by")};
}

template <typename Event> event read_crime_duty(event_head head, const record_reader& body, personal_source) {
  const json* member = body.find("duty");
  auto duty = member == nullptr ? std::nullopt : crime::duty_from_json(*member);
  if (!duty) body.fail("duty");
  return Event{std::move(head), std::move(duty).value_or(crime::duty{})};
}

event read_crime_decided(event_head head, const record_reader& body, personal_source) {
  const json* member = body.find("crime");
  auto link = member == nullptr ? std::nullopt : crime::link_from_json(*member);
  if (!link) body.fail("crime");
  return crime_decided{std::move(head), std::move(link).value_or(crime::link{})};
}

using reader = event (*)(event_head, const record_reader&, personal_source);

// In the order of the variant.
constexpr std::array<reader, type_names.size()> readers{
    read_contact_received,
    read_contact_link<incident_opened>,
    read_contact_link<contact_joined>,
    read_assessed,
    read_grade_set,
    read_note_added,
    read_dispatch_requested,
    read_dispatch_acknowledged,
    read_dispatch_overdue,
    read_facts_added,
    read_facts_withdrawn,
    read_fact_set_aside,
    read_call_ended,
    read_lowering_requested,
    read_approval_decided,
    read_approval_lapsed,
    read_grade_lowered,
    read_grade_restored,
    read_response_changed,
    read_dispatch_stood_down,
    read_task_opened,
    read_task_attempted,
    read_task_completed,
    read_task_overdue,
    read_task_lapsed,
    read_incident_closed,
    read_incident_reopened,
    read_crime_duty<crime_decision_owed>,
    read_crime_duty<crime_decision_late>,
    read_crime_decided,
    read_incident_coded,
    read_job_planned,
    read_job_activated,
    read_need_recorded,
    read_need_withdrawn,
    read_message_requested,
    read_message_attempted,
    read_message_sent,
    read_message_failed,
    read_test_line_recognised,
    read_handoff_requested,
    read_handoff_answered,
    read_handoff_silent,
    read_referral_queued,
    read_referral_attempted,
    read_referral_sent,
    read_referral_failed,
    read_unit_reported,
    read_units_taken_over,
    read_units_parted,
    read_units_returned,
    read_dispatch_voiced,
    read_dispatch_returned,
    read_incident_unresourced,
    read_target<target_warning>,
    read_target<target_breached>,
    read_incident_escalated,
    read_escalation_acknowledged,
    read_escalation_ended,
    read_ladder_planned,
    read_sender_grade_kept,
    read_incident_deferred,
    read_pathway_agreed,
    read_pathway_resolved,
    read_pathway_returned,
    read_appointment_booked,
    read_appointment_moved,
    read_appointment_cancelled,
    read_appointment_reminder_due,
    read_appointment_ended,
    read_problem_linked,
    read_contact_demand_tagged,
    read_incident_linked,
    read_incident_absorbed,
    read_link_undone,
    read_incident_released,
    read_major_incident_changed
};

faults one_fault(std::string code, std::string detail) {
  return {{"", std::move(code), std::move(detail), {}, {}}};
}

} // namespace

const event_head& head_of(const event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

std::string_view type_of(const event& e) {
  return type_names.at(e.index());
}

std::string_view stream_type_of(const event& e) {
  const bool of_contact = holds_alternative<contact_received>(e) || holds_alternative<contact_demand_tagged>(e);
  return of_contact ? "contact" : "incident";
}

// Every type is still at its first schema. A change adds a line here and a higher number below.
std::span<const upcaster> upcasters() {
  return {};
}

int current_schema_version(std::string_view type) {
  return std::find(type_names.begin(), type_names.end(), type) == type_names.end() ? 0 : 1;
}

event_text encode(const event& e) {
  const auto& head = head_of(e);
  event_text row;
  row.stream_type = stream_type_of(e);
  row.stream_id = head.stream;
  row.type = type_of(e);
  row.schema_version = current_schema_version(row.type);
  row.occurred_at = head.occurred_at;
  row.actor = head.actor;
  visit(
      [&row](const auto& one) {
        row.body = body_text(one);
        if constexpr (requires { one.personal; }) {
          if (one.personal) row.personal = canonical_json(personal_json(*one.personal));
        }
      },
      e
  );
  return row;
}

std::expected<event, faults> decode(const encoded_event& row) {
  return decode(row, current_schema_version(row.type), upcasters());
}

std::expected<event, faults> decode(const encoded_event& row, int current_version, std::span<const upcaster> lifts) {
  const auto name = std::find(type_names.begin(), type_names.end(), row.type);
  if (name == type_names.end()) {
    return std::unexpected(one_fault("unknown_event_type", "No event of type '" + row.type + "' is known."));
  }
  if (row.schema_version > current_version) {
    return std::unexpected(one_fault("newer_schema_version", "The event was written by a later release."));
  }
  const bool present = row.schema_version == current_version;
  json lifted; // kept empty where the row is of the present version, which is nearly always
  if (!present) lifted = row.body;
  for (int version = row.schema_version; version < current_version; ++version) {
    const auto lift = std::find_if(lifts.begin(), lifts.end(), [&](const upcaster& one) {
      return one.type == row.type && one.from == version;
    });
    if (lift == lifts.end()) {
      return std::unexpected(one_fault("missing_upcaster", "No way is known to read so old an event."));
    }
    lifted = lift->lift(std::move(lifted));
  }
  faults found;
  const record_reader body(present ? row.body : lifted, "", "malformed_event", found);
  const auto index = static_cast<std::size_t>(name - type_names.begin());
  event out = readers.at(index)({row.stream_id, row.occurred_at, row.actor}, body, row.personal);
  if (!found.empty()) return std::unexpected(std::move(found));
  return out;
}

} // namespace frontdoor::triage
