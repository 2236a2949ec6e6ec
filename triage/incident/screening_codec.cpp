#include "triage/incident/screening_codec.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> searches{"searched", "unavailable", "not_searched"};
constexpr std::array<std::string_view, 5> appointment_states{"booked", "reminded", "cancelled", "kept", "missed"};

history_search read_search(const record_reader& record) {
  const auto value = parse_history_search(record.text("history"));
  if (!value) record.fail("history");
  return value.value_or(history_search::not_searched);
}

json booked_slot_json(const booked_slot& slot) {
  return object_of(
      field{"diary", slot.diary.to_string()}, field{"slot", slot.slot.to_string()}, field{"kind", slot.kind},
      field{"starts_at", to_rfc3339(slot.starts_at)}, field{"ends_at", to_rfc3339(slot.ends_at)}
  );
}

booked_slot read_slot(const record_reader& record) {
  return {record.id("diary"), record.id("slot"), record.text("kind"), record.time("starts_at"), record.time("ends_at")};
}

// The slot's members lie beside the others.
json with_slot(json out, const booked_slot& slot) {
  out.update(booked_slot_json(slot));
  return out;
}

json agreement_json(const pathway_agreement& one) {
  return object_of(
      field{"subject", one.subject}, field{"agreed", one.agreed}, field{"exclusions", one.exclusions},
      field{"post", one.post}, field{"by", one.by}, field{"recorded", one.recorded}, field{"at", to_rfc3339(one.at)}
  );
}

json resolution_json(const early_resolution& one) {
  return object_of(
      field{"pathway", one.pathway}, field{"by", one.by}, field{"at", to_rfc3339(one.at)},
      field{"exclusions", one.exclusions}, field{"person", one.person}, field{"history", to_string(one.history)},
      field{"owner", value_or_null(one.owner)}, field{"due_at", time_or_null(one.due_at)},
      field{"handoff", id_or_null(one.handoff)}, field{"appointment", id_or_null(one.appointment)},
      field{"problem", id_or_null(one.problem)}
  );
}

early_resolution read_resolution(const record_reader& record) {
  early_resolution out;
  out.pathway = record.text("pathway");
  out.by = record.text("by");
  out.at = record.time("at");
  out.exclusions = record.texts("exclusions");
  out.person = record.text("person");
  out.history = read_search(record);
  out.owner = record.optional_text("owner");
  out.due_at = record.optional_time("due_at");
  out.handoff = record.optional_id("handoff");
  out.appointment = record.optional_id("appointment");
  out.problem = record.optional_id("problem");
  return out;
}

json return_json(const earlier_resolution& one) {
  return object_of(
      field{"incident", one.incident.to_string()}, field{"contact", one.contact.to_string()},
      field{"pathway", one.pathway}, field{"within_days", one.within_days}
  );
}

json appointment_json(const appointment& one) {
  return with_slot(
      object_of(
          field{"id", one.id.to_string()}, field{"state", to_string(one.state)},
          field{"remind_at", to_rfc3339(one.remind_at)}, field{"missed_at", to_rfc3339(one.missed_at)},
          field{"generation", one.generation}
      ),
      one.slot
  );
}

appointment read_appointment(const record_reader& record) {
  appointment out;
  out.id = record.id("id");
  const auto state = std::ranges::find(appointment_states, record.text("state"));
  if (state == appointment_states.end())
    record.fail("state");
  else
    out.state = static_cast<appointment_state>(state - appointment_states.begin());
  out.remind_at = record.time("remind_at");
  out.missed_at = record.time("missed_at");
  out.generation = record.count("generation");
  out.slot = read_slot(record);
  return out;
}

} // namespace

std::string_view to_string(history_search value) {
  return searches.at(static_cast<std::size_t>(value));
}

std::optional<history_search> parse_history_search(std::string_view text) {
  const auto found = std::ranges::find(searches, text);
  if (found == searches.end()) return std::nullopt;
  return static_cast<history_search>(found - searches.begin());
}

std::string_view to_string(appointment_state value) {
  return appointment_states.at(static_cast<std::size_t>(value));
}

// ---- events

json body_json(const pathway_agreed& e) {
  return object_of(
      field{"subject", e.subject}, field{"agreed", e.agreed}, field{"exclusions", e.exclusions}, field{"post", e.post},
      field{"means", value_or_null(e.means)}
  );
}

json body_json(const pathway_resolved& e) {
  return object_of(
      field{"pathway", e.pathway}, field{"grade", e.grade}, field{"rules", e.rules},
      field{"facts", e.facts.is_null() ? json::object() : e.facts.value()}, field{"exclusions", e.exclusions},
      field{"person", e.person}, field{"nothing_lost", e.nothing_lost}, field{"history", to_string(e.history)},
      field{"owner", value_or_null(e.owner)}, field{"due_at", time_or_null(e.due_at)},
      field{"handoff", id_or_null(e.handoff)}, field{"appointment", id_or_null(e.appointment)},
      field{"problem", id_or_null(e.problem)}, field{"promise", e.promise},
      field{
          "policy",
          object_of(field{"pack", e.policy.pack}, field{"version", e.policy.version}, field{"sha256", e.policy.sha256})
      }
  );
}

json body_json(const pathway_returned& e) {
  return object_of(
      field{"earlier", e.earlier.to_string()}, field{"contact", e.contact.to_string()}, field{"pathway", e.pathway},
      field{"within_days", e.within_days}
  );
}

json body_json(const appointment_booked& e) {
  return with_slot(
      object_of(
          field{"appointment", e.appointment.to_string()}, field{"remind_at", to_rfc3339(e.remind_at)},
          field{"missed_at", to_rfc3339(e.missed_at)}
      ),
      e.slot
  );
}

json body_json(const appointment_moved& e) {
  return with_slot(
      object_of(
          field{"appointment", e.appointment.to_string()}, field{"remind_at", to_rfc3339(e.remind_at)},
          field{"missed_at", to_rfc3339(e.missed_at)}, field{"reason_code", e.reason_code}
      ),
      e.slot
  );
}

json body_json(const appointment_cancelled& e) {
  return object_of(field{"appointment", e.appointment.to_string()}, field{"reason_code", e.reason_code});
}

json body_json(const appointment_reminder_due& e) {
  return object_of(field{"appointment", e.appointment.to_string()});
}

json body_json(const appointment_ended& e) {
  return object_of(field{"appointment", e.appointment.to_string()}, field{"kept", e.kept});
}

json body_json(const problem_linked& e) {
  return object_of(field{"problem", e.problem.to_string()});
}

json body_json(const contact_demand_tagged& e) {
  return object_of(field{"tag", e.tag});
}

json personal_json(const pathway_agreed::personal_part& personal) {
  json out = object_of(field{"rationale", personal.rationale});
  put(out, "officer", personal.officer);
  return out;
}

json personal_json(const pathway_resolved::personal_part& personal) {
  json out = json::object();
  put(out, "promise", personal.promise);
  put(out, "safety_net", personal.safety_net);
  return out;
}

event read_pathway_agreed(event_head head, const record_reader& body, sealed_source personal) {
  pathway_agreed out;
  out.head = std::move(head);
  out.subject = body.text("subject");
  out.agreed = body.flag("agreed");
  out.exclusions = body.texts("exclusions");
  out.post = body.text("post");
  out.means = body.optional_text("means");
  if (personal)
    out.personal =
        pathway_agreed::personal_part{text_of(*personal, "rationale").value_or(""), text_of(*personal, "officer")};
  return out;
}

event read_pathway_resolved(event_head head, const record_reader& body, sealed_source personal) {
  pathway_resolved out;
  out.head = std::move(head);
  out.pathway = body.text("pathway");
  out.grade = body.text("grade");
  out.rules = body.texts("rules");
  out.facts = body.object("facts");
  out.exclusions = body.texts("exclusions");
  out.person = body.text("person");
  out.nothing_lost = body.flag("nothing_lost");
  out.history = read_search(body);
  out.owner = body.optional_text("owner");
  out.due_at = body.optional_time("due_at");
  out.handoff = body.optional_id("handoff");
  out.appointment = body.optional_id("appointment");
  out.problem = body.optional_id("problem");
  out.promise = body.text("promise");
  if (body.find("policy") != nullptr) {
    const auto policy = body.inner("policy");
    out.policy = {policy.text("pack"), policy.text("version"), policy.text("sha256")};
  } else {
    body.fail("policy");
  }
  if (personal)
    out.personal = pathway_resolved::personal_part{text_of(*personal, "promise"), text_of(*personal, "safety_net")};
  return out;
}

event read_pathway_returned(event_head head, const record_reader& body, sealed_source) {
  return pathway_returned{
      std::move(head), body.id("earlier"), body.id("contact"), body.text("pathway"), body.count("within_days")
  };
}

event read_appointment_booked(event_head head, const record_reader& body, sealed_source personal) {
  return appointment_booked{std::move(head),        body.id("appointment"), read_slot(body),
                            body.time("remind_at"), body.time("missed_at"), words_of(personal)};
}

event read_appointment_moved(event_head head, const record_reader& body, sealed_source personal) {
  return appointment_moved{std::move(head),        body.id("appointment"),   read_slot(body),   body.time("remind_at"),
                           body.time("missed_at"), body.text("reason_code"), words_of(personal)};
}

event read_appointment_cancelled(event_head head, const record_reader& body, sealed_source personal) {
  return appointment_cancelled{std::move(head), body.id("appointment"), body.text("reason_code"), words_of(personal)};
}

event read_appointment_reminder_due(event_head head, const record_reader& body, sealed_source) {
  return appointment_reminder_due{std::move(head), body.id("appointment")};
}

event read_appointment_ended(event_head head, const record_reader& body, sealed_source personal) {
  return appointment_ended{std::move(head), body.id("appointment"), body.flag("kept"), words_of(personal)};
}

event read_problem_linked(event_head head, const record_reader& body, sealed_source) {
  return problem_linked{std::move(head), body.id("problem")};
}

event read_contact_demand_tagged(event_head head, const record_reader& body, sealed_source) {
  return contact_demand_tagged{std::move(head), body.text("tag")};
}

// ---- snapshot

void write_screening(const incident& state, json& into) {
  const auto& work = state.screening;
  if (work.empty()) return;
  json out = json::object();
  put_each(out, "agreements", work.agreements, agreement_json);
  if (work.resolution) out["resolution"] = resolution_json(*work.resolution);
  put_each(out, "returns", work.returns, return_json);
  put_each(out, "appointments", work.appointments, appointment_json);
  put_each(out, "problems", work.problems, [](const uuid& id) { return id.to_string(); });
  into["screening"] = std::move(out);
}

void read_screening(const record_reader& record, incident& state) {
  if (record.find("screening") == nullptr) return;
  const auto from = record.inner("screening");
  const auto each = [&](const char* name, auto read) {
    if (from.find(name) == nullptr) return;
    from.list(name, [&](const json& one) { read(from.inner(one, name)); });
  };
  auto& work = state.screening;
  each("agreements", [&](const record_reader& one) {
    work.agreements.push_back(
        {one.text("subject"), one.flag("agreed"), one.texts("exclusions"), one.text("post"), one.text("by"),
         one.flag("recorded"), one.time("at")}
    );
  });
  if (from.find("resolution") != nullptr) work.resolution = read_resolution(from.inner("resolution"));
  each("returns", [&](const record_reader& one) {
    work.returns.push_back({one.id("incident"), one.id("contact"), one.text("pathway"), one.count("within_days")});
  });
  each("appointments", [&](const record_reader& one) { work.appointments.push_back(read_appointment(one)); });
  if (from.find("problems") == nullptr) return;
  for (const auto& one : from.texts("problems")) {
    if (const auto id = uuid::parse(one))
      work.problems.push_back(*id);
    else
      from.fail("problems");
  }
}

// ---- what the contract shows

json to_json(const appointment& value) {
  auto out = appointment_json(value);
  out.erase("generation");
  return out;
}

void add_screening_detail(const incident& state, json& detail) {
  const auto& work = state.screening;
  if (work.empty()) return;
  detail["screening"] = json::object();
  auto& out = detail["screening"];
  if (work.resolution) out["resolution"] = resolution_json(*work.resolution);
  put_each(out, "authorities", work.agreements, agreement_json);
  put_each(out, "returns", work.returns, return_json);
  put_each(out, "appointments", work.appointments, [](const appointment& one) { return to_json(one); });
  put_each(out, "problems", work.problems, [](const uuid& id) { return id.to_string(); });
}

} // namespace frontdoor::triage
