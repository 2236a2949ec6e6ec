#include "triage/incident/working_codec.hpp"

#include <utility>

#include "triage/policy/pack.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

static_assert(thrive_parts.size() == thrive_count);

// An object with a member for each part of THRIVE.
json thrive_json(const std::array<std::string, thrive_count>& values) {
  json out = json::object();
  for (std::size_t i = 0; i < thrive_count; ++i)
    out[thrive_parts.at(i)] = values.at(i);
  return out;
}

std::array<std::string, thrive_count> thrive_of(const json& value) {
  std::array<std::string, thrive_count> out;
  for (std::size_t i = 0; i < thrive_count; ++i)
    out.at(i) = text_of(value, thrive_parts.at(i)).value_or("");
  return out;
}

} // namespace

// ---- writing

json body_json(const facts_added& e) {
  return object_of(
      field{"source", e.source.to_string()}, field{"kind", to_string(e.kind)},
      field{"confidence", to_string(e.confidence)}, field{"facts", e.facts.is_null() ? json::object() : e.facts.value()}
  );
}

json body_json(const facts_withdrawn& e) {
  return object_of(
      field{"source", e.source.to_string()}, field{"facts", e.facts}, field{"entered_at", to_rfc3339(e.entered_at)}
  );
}

json body_json(const fact_set_aside& e) {
  return object_of(field{"fact", e.fact}, field{"reason_code", e.reason_code});
}

json body_json(const call_ended& e) {
  return object_of(field{"contact", e.contact.to_string()});
}

json body_json(const lowering_requested& e) {
  return object_of(
      field{"approval", e.approval.to_string()}, field{"from", target_json(e.from)}, field{"to", target_json(e.to)},
      field{"pathway", value_or_null(e.pathway)}, field{"reason_code", e.reason_code},
      field{"thrive", thrive_json(e.thrive)}, field{"assessed_version", e.assessed_version},
      field{"approvals_needed", e.approvals_needed}, field{"posts", e.posts},
      field{"check_by", time_or_null(e.check_by)}, field{"position", e.position.value()}
  );
}

json body_json(const approval_decided& e) {
  return object_of(
      field{"approval", e.approval.to_string()}, field{"approved", e.approved}, field{"post", e.post},
      field{"means", value_or_null(e.means)}
  );
}

json body_json(const approval_lapsed& e) {
  return object_of(field{"approval", e.approval.to_string()}, field{"reason_code", e.reason_code});
}

json body_json(const grade_lowered& e) {
  return object_of(
      field{"target", target_json(e.target)}, field{"previous", target_json(e.previous)},
      field{"reason_code", e.reason_code}, field{"approval", e.approval.to_string()},
      field{"pathway", value_or_null(e.pathway)}, field{"check_by", time_or_null(e.check_by)}
  );
}

json body_json(const grade_restored& e) {
  return object_of(
      field{"target", target_json(e.target)}, field{"previous", e.previous}, field{"reason_code", e.reason_code},
      field{"pathway", value_or_null(e.pathway)}
  );
}

json body_json(const response_changed& e) {
  return object_of(field{"reduced", e.reduced});
}

json body_json(const dispatch_stood_down& e) {
  return object_of(field{"dispatch", e.dispatch.to_string()}, field{"reason_code", e.reason_code});
}

json body_json(const task_opened& e) {
  return object_of(
      field{"task", e.task.to_string()}, field{"kind", e.kind}, field{"owner", e.owner},
      field{"due_at", to_rfc3339(e.due_at)}, field{"about", id_or_null(e.about)}
  );
}

json body_json(const task_attempted& e) {
  return object_of(field{"task", e.task.to_string()}, field{"code", e.code});
}

json body_json(const task_completed& e) {
  return object_of(
      field{"task", e.task.to_string()}, field{"outcome", e.outcome},
      field{"reason_code", value_or_null(e.reason_code)}, field{"promise", value_or_null(e.promise)}
  );
}

json body_json(const task_overdue& e) {
  return object_of(field{"task", e.task.to_string()}, field{"owner", e.owner});
}

json body_json(const task_lapsed& e) {
  return object_of(field{"task", e.task.to_string()}, field{"reason_code", e.reason_code});
}

json body_json(const incident_closed& e) {
  return object_of(field{"outcome", e.outcome});
}

json body_json(const incident_reopened& e) {
  return object_of(
      field{"reason_code", e.reason_code}, field{"contact", id_or_null(e.contact)},
      field{"clock_from", to_rfc3339(e.clock_from)}, field{"target", target_or_null(e.target)}
  );
}

json personal_json(const sealed_words& personal) {
  return object_of(field{"text", personal.text});
}

json personal_json(const lowering_requested::personal_part& personal) {
  return object_of(
      field{"rationale", personal.rationale}, field{"thrive", thrive_json(personal.thrive)},
      field{"condition", value_or_null(personal.condition)}
  );
}

json personal_json(const approval_decided::personal_part& personal) {
  return object_of(field{"rationale", personal.rationale}, field{"officer", value_or_null(personal.officer)});
}

// ---- reading

event read_facts_added(event_head head, const record_reader& body, personal_source) {
  facts_added out;
  out.head = std::move(head);
  out.source = body.id("source");
  const auto kind = parse_fact_source(body.text("kind"));
  if (!kind) body.fail("kind");
  out.kind = kind.value_or(fact_source::handler);
  const auto sure = parse_confidence(body.text("confidence"));
  if (!sure) body.fail("confidence");
  out.confidence = sure.value_or(confidence::stated);
  out.facts = body.object("facts");
  return out;
}

event read_facts_withdrawn(event_head head, const record_reader& body, personal_source) {
  return facts_withdrawn{std::move(head), body.id("source"), body.texts("facts"), body.time("entered_at")};
}

event read_fact_set_aside(event_head head, const record_reader& body, personal_source personal) {
  return fact_set_aside{std::move(head), body.text("fact"), body.text("reason_code"), words_of(personal)};
}

event read_call_ended(event_head head, const record_reader& body, personal_source) {
  return call_ended{std::move(head), body.id("contact")};
}

event read_lowering_requested(event_head head, const record_reader& body, personal_source personal) {
  lowering_requested out;
  out.head = std::move(head);
  out.approval = body.id("approval");
  out.from = body.target("from");
  out.to = body.target("to");
  out.pathway = body.optional_text("pathway");
  out.reason_code = body.text("reason_code");
  if (const json* levels = body.find("thrive")) out.thrive = thrive_of(*levels);
  out.assessed_version = body.count("assessed_version");
  out.approvals_needed = body.count("approvals_needed");
  out.posts = body.texts("posts");
  out.check_by = body.optional_time("check_by");
  out.position = body.object("position");
  if (personal) {
    const json* words = member_of(*personal, "thrive");
    out.personal = lowering_requested::personal_part{
        text_of(*personal, "rationale").value_or(""), words == nullptr ? decltype(out.thrive){} : thrive_of(*words),
        text_of(*personal, "condition")
    };
  }
  return out;
}

event read_approval_decided(event_head head, const record_reader& body, personal_source personal) {
  approval_decided out{std::move(head),   body.id("approval"),         body.flag("approved"),
                       body.text("post"), body.optional_text("means"), {}};
  if (personal) {
    out.personal =
        approval_decided::personal_part{text_of(*personal, "rationale").value_or(""), text_of(*personal, "officer")};
  }
  return out;
}

event read_approval_lapsed(event_head head, const record_reader& body, personal_source) {
  return approval_lapsed{std::move(head), body.id("approval"), body.text("reason_code")};
}

event read_grade_lowered(event_head head, const record_reader& body, personal_source) {
  return grade_lowered{
      std::move(head),     body.target("target"),         body.target("previous"),       body.text("reason_code"),
      body.id("approval"), body.optional_text("pathway"), body.optional_time("check_by")
  };
}

event read_grade_restored(event_head head, const record_reader& body, personal_source) {
  return grade_restored{
      std::move(head), body.target("target"), body.text("previous"), body.text("reason_code"),
      body.optional_text("pathway")
  };
}

event read_response_changed(event_head head, const record_reader& body, personal_source) {
  return response_changed{std::move(head), body.flag("reduced")};
}

event read_dispatch_stood_down(event_head head, const record_reader& body, personal_source) {
  return dispatch_stood_down{std::move(head), body.id("dispatch"), body.text("reason_code")};
}

event read_task_opened(event_head head, const record_reader& body, personal_source personal) {
  return task_opened{std::move(head),     body.id("task"),           body.text("kind"), body.text("owner"),
                     body.time("due_at"), body.optional_id("about"), words_of(personal)};
}

event read_task_attempted(event_head head, const record_reader& body, personal_source personal) {
  return task_attempted{std::move(head), body.id("task"), body.text("code"), words_of(personal)};
}

event read_task_completed(event_head head, const record_reader& body, personal_source personal) {
  return task_completed{
      std::move(head),
      body.id("task"),
      body.text("outcome"),
      body.optional_text("reason_code"),
      body.optional_text("promise"),
      words_of(personal)
  };
}

event read_task_overdue(event_head head, const record_reader& body, personal_source) {
  return task_overdue{std::move(head), body.id("task"), body.text("owner")};
}

event read_task_lapsed(event_head head, const record_reader& body, personal_source) {
  return task_lapsed{std::move(head), body.id("task"), body.text("reason_code")};
}

event read_incident_closed(event_head head, const record_reader& body, personal_source personal) {
  return incident_closed{std::move(head), body.text("outcome"), words_of(personal)};
}

event read_incident_reopened(event_head head, const record_reader& body, personal_source personal) {
  incident_reopened out;
  out.head = std::move(head);
  out.reason_code = body.text("reason_code");
  out.contact = body.optional_id("contact");
  out.clock_from = body.time("clock_from");
  if (body.find("target") != nullptr) out.target = body.target("target");
  out.personal = words_of(personal);
  return out;
}

} // namespace frontdoor::triage
