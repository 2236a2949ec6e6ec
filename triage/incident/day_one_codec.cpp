#include "triage/incident/day_one_codec.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> message_states{"waiting", "sending", "sent", "given_up"};

stated_need read_need(const record_reader& record) {
  return {record.text("need"), record.optional_text("language")};
}

json coding_json(const incident_coding& value) {
  json out = object_of(field{"qualifiers", value.qualifiers}, field{"by", value.by}, field{"at", to_rfc3339(value.at)});
  put(out, "opening", value.opening);
  put(out, "closing", value.closing);
  put(out, "disposal", value.disposal);
  return out;
}

incident_coding read_coding(const record_reader& record) {
  return {
      record.optional_text("opening"),
      record.optional_text("closing"),
      record.texts("qualifiers"),
      record.optional_text("disposal"),
      record.text("by"),
      record.time("at")
  };
}

json message_json(const caller_message& value) {
  json out = object_of(
      field{"id", value.id.to_string()}, field{"contact", value.contact.to_string()},
      field{"state", to_string(value.state)}, field{"by", value.by}, field{"at", to_rfc3339(value.at)},
      field{"attempts", value.attempts}, field{"generation", value.generation}
  );
  if (value.due_at) out["due_at"] = to_rfc3339(*value.due_at);
  put(out, "reason_code", value.reason_code);
  put(out, "reference", value.reference);
  return out;
}

caller_message read_message(const record_reader& record) {
  caller_message out;
  out.id = record.id("id");
  out.contact = record.id("contact");
  const auto state = parse_message_state(record.text("state"));
  if (!state) record.fail("state");
  out.state = state.value_or(message_state::waiting);
  out.by = record.text("by");
  out.at = record.time("at");
  out.attempts = record.count("attempts");
  out.generation = record.count("generation");
  out.due_at = record.optional_time("due_at");
  out.reason_code = record.optional_text("reason_code");
  out.reference = record.optional_text("reference");
  return out;
}

} // namespace

std::string_view to_string(message_state value) {
  return message_states.at(static_cast<std::size_t>(value));
}

std::optional<message_state> parse_message_state(std::string_view text) {
  const auto found = std::ranges::find(message_states, text);
  if (found == message_states.end()) return std::nullopt;
  return static_cast<message_state>(found - message_states.begin());
}

// ---- events

json body_json(const incident_coded& e) {
  return object_of(
      field{"opening", value_or_null(e.opening)}, field{"closing", value_or_null(e.closing)},
      field{"qualifiers", e.qualifiers}, field{"disposal", value_or_null(e.disposal)},
      field{"proposed", value_or_null(e.proposed)}
  );
}

json body_json(const job_planned& e) {
  return object_of(field{"kind", e.kind}, field{"active_from", to_rfc3339(e.active_from)});
}

json body_json(const job_activated& e) {
  return object_of(
      field{"reason_code", e.reason_code}, field{"clock_from", to_rfc3339(e.clock_from)},
      field{"target", e.target ? target_json(*e.target) : json()}
  );
}

json body_json(const need_recorded& e) {
  return to_json(e.need);
}

json body_json(const need_withdrawn& e) {
  return to_json(e.need);
}

json body_json(const message_requested& e) {
  return object_of(field{"message", e.message.to_string()}, field{"contact", e.contact.to_string()});
}

json body_json(const message_attempted& e) {
  return object_of(
      field{"message", e.message.to_string()}, field{"attempt", e.attempt}, field{"answer_by", to_rfc3339(e.answer_by)}
  );
}

json body_json(const message_sent& e) {
  return object_of(field{"message", e.message.to_string()}, field{"reference", value_or_null(e.reference)});
}

json body_json(const message_failed& e) {
  return object_of(
      field{"message", e.message.to_string()}, field{"reason_code", e.reason_code},
      field{"next_at", time_or_null(e.next_at)}
  );
}

json body_json(const test_line_recognised& e) {
  return object_of(field{"contact", e.contact.to_string()});
}

json personal_json(const message_requested::personal_part& personal) {
  return object_of(field{"to", personal.to}, field{"text", personal.text});
}

event read_incident_coded(event_head head, const record_reader& body, personal_source) {
  incident_coded out;
  out.head = std::move(head);
  out.opening = body.optional_text("opening");
  out.closing = body.optional_text("closing");
  out.qualifiers = body.texts("qualifiers");
  out.disposal = body.optional_text("disposal");
  out.proposed = body.optional_text("proposed");
  return out;
}

event read_job_planned(event_head head, const record_reader& body, personal_source) {
  return job_planned{std::move(head), body.text("kind"), body.time("active_from")};
}

event read_job_activated(event_head head, const record_reader& body, personal_source) {
  return job_activated{
      std::move(head), body.text("reason_code"), body.time("clock_from"), body.optional_target("target")
  };
}

event read_need_recorded(event_head head, const record_reader& body, personal_source) {
  return need_recorded{std::move(head), read_need(body)};
}

event read_need_withdrawn(event_head head, const record_reader& body, personal_source) {
  return need_withdrawn{std::move(head), read_need(body)};
}

event read_message_requested(event_head head, const record_reader& body, personal_source personal) {
  message_requested out;
  out.head = std::move(head);
  out.message = body.id("message");
  out.contact = body.id("contact");
  if (personal) {
    out.personal = message_requested::personal_part{
        text_of(*personal, "to").value_or(""), text_of(*personal, "text").value_or("")
    };
  }
  return out;
}

event read_message_attempted(event_head head, const record_reader& body, personal_source) {
  return message_attempted{std::move(head), body.id("message"), body.count("attempt"), body.time("answer_by")};
}

event read_message_sent(event_head head, const record_reader& body, personal_source) {
  return message_sent{std::move(head), body.id("message"), body.optional_text("reference")};
}

event read_message_failed(event_head head, const record_reader& body, personal_source) {
  return message_failed{std::move(head), body.id("message"), body.text("reason_code"), body.optional_time("next_at")};
}

event read_test_line_recognised(event_head head, const record_reader& body, personal_source) {
  return test_line_recognised{std::move(head), body.id("contact")};
}

// ---- the snapshot

void write_day_one(const incident& state, json& into) {
  const auto& work = state.day_one;
  if (work == day_one_work{}) return;
  json out = json::object();
  if (work.coding) out["coding"] = coding_json(*work.coding);
  if (work.job) {
    out["job"] = to_json(*work.job);
    out["job"]["by"] = work.job->by;
    out["job"]["generation"] = work.job->generation;
  }
  for (const auto& one : work.needs)
    out["needs"].push_back(to_json(one));
  for (const auto& one : work.messages)
    out["messages"].push_back(message_json(one));
  if (!work.test_contacts.empty()) out["test_contacts"] = ids_json(work.test_contacts);
  into["day_one"] = std::move(out);
}

void read_day_one_work(const record_reader& record, incident& state) {
  if (record.find("day_one") == nullptr) return;
  const auto body = record.inner("day_one");
  auto& work = state.day_one;
  if (body.find("coding") != nullptr) work.coding = read_coding(body.inner("coding"));
  if (body.find("job") != nullptr) {
    const auto job = body.inner("job");
    work.job = planned_job{
        job.text("kind"), job.text("by"), job.time("active_from"), job.flag("active"), job.count("generation")
    };
  }
  const auto each = [&](const char* name, auto&& read) {
    if (body.find(name) != nullptr) body.list(name, [&](const json& one) { read(one); });
  };
  each("needs", [&](const json& one) { work.needs.push_back(read_need(body.inner(one, "needs"))); });
  each("messages", [&](const json& one) { work.messages.push_back(read_message(body.inner(one, "messages"))); });
  if (body.find("test_contacts") != nullptr) work.test_contacts = body.ids("test_contacts");
}

} // namespace frontdoor::triage
