#include "triage/review/audit_page.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "triage/incident/incident.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/review/audit_parts.hpp"
#include "triage/review/deciders.hpp"

namespace frontdoor::triage::review {

namespace {

using nlohmann::json;

json member_or_null(const json& from, const char* name) {
  const json* found = member_of(from, name);
  return found == nullptr ? json() : *found;
}

// The state as the log leaves it, event by event. A type of a later release ends it: what was known from there on
// cannot be told, and is not made up.
class unfolding {
 public:
  void take(const page_event& one) {
    if (lost_) return;
    const auto read = decode(one.event);
    if (read)
      state_ = triage::apply(std::move(state_), *read);
    else
      lost_ = true;
  }
  json known() const { return lost_ ? json() : current_facts(state_); }

 private:
  incident state_;
  bool lost_ = false;
};

json contact_json(const page_log& log) {
  if (log.empty()) return nullptr;
  auto out = step_json(log.front());
  out["id"] = log.front().event.stream_id.to_string();
  return out;
}

json assessment_json(const page_event& one, json known) {
  const auto& body = one.event.body;
  return object_of(
      field{"version", one.version}, field{"at", to_rfc3339(one.event.occurred_at)}, field{"by", one.event.actor},
      field{"assessment", member_or_null(body, "assessment")}, field{"applied", member_or_null(body, "applied")},
      field{"previous", member_or_null(body, "previous")}, field{"restated", member_or_null(body, "restated")},
      field{"known", std::move(known)}
  );
}

// What an event made of the grade; null where it left it alone.
json grade_after(const page_event& one) {
  const auto& body = one.event.body;
  const auto& type = one.event.type;
  if (type == "incident.grade_set") return member_or_null(body, "grade");
  const char* member = nullptr;
  if (type == "incident.assessed") member = "applied";
  if (type == "incident.grade_lowered" || type == "incident.grade_restored" || type == "incident.sender_grade_kept")
    member = "target";
  if (type == "incident.absorbed") member = "grade";
  if (member == nullptr) return nullptr;
  const json* target = member_of(body, member);
  if (target == nullptr || !target->is_object())
    return type == "incident.assessed" && member_of(body, "restated") != nullptr ? json("ungraded") : json();
  return member_or_null(*target, "grade");
}

json grade_step(const page_event& one, json grade, const json& held, const json& last_assessment) {
  const auto& body = one.event.body;
  const auto proposed = member_or_null(last_assessment, "proposed_grade");
  json out = object_of(
      field{"version", one.version}, field{"at", to_rfc3339(one.event.occurred_at)}, field{"by", one.event.actor},
      field{"what", one.event.type}, field{"grade", grade}, field{"previous", held},
      field{"reason_code", member_or_null(body, "reason_code")}, field{"approval", member_or_null(body, "approval")},
      field{"pathway", member_or_null(body, "pathway")}, field{"proposed", proposed},
      field{"differs", !proposed.is_null() && proposed != grade},
      field{"policy", member_or_null(last_assessment, "policy")}
  );
  if (one.event.personal) out["words"] = *one.event.personal;
  return out;
}

// Assessments and grades hang together: a grade is shown with the proposal that stood when it was given.
void add_grading(const page_log& log, json& page) {
  json assessments = json::array();
  json grades = json::array();
  json last = json::object();
  json held;
  unfolding state;
  for (const auto& one : log) {
    state.take(one);
    if (one.event.type == "incident.assessed") {
      last = member_or_null(one.event.body, "assessment");
      assessments.push_back(assessment_json(one, state.known()));
    }
    auto grade = grade_after(one);
    if (grade.is_null()) continue;
    grades.push_back(grade_step(one, grade, held, last));
    held = std::move(grade);
  }
  page["assessments"] = std::move(assessments);
  page["grade_history"] = std::move(grades);
}

json whole_streams(const std::vector<page_log>& logs) {
  json out = json::array();
  for (const auto& log : logs) {
    if (log.empty()) continue;
    json steps = json::array();
    for (const auto& one : log) {
      auto step = step_json(one);
      step["what"] = one.event.type;
      steps.push_back(std::move(step));
    }
    out.push_back({{"id", log.front().event.stream_id.to_string()}, {"steps", std::move(steps)}});
  }
  return out;
}

// Whether some list of the page shows an event of this type whole; of the others the timeline shows the data.
bool listed(std::string_view type) {
  static constexpr std::array<std::string_view, 5> families{
      "task.", "handoff.", "dispatch.", "crime.", "major_incident."
  };
  static constexpr std::array<std::string_view, 17> types{
      "contact.received",          "incident.assessed",        "incident.grade_set",
      "incident.grade_lowered",    "incident.grade_restored",  "incident.lowering_requested",
      "incident.approval_decided", "incident.approval_lapsed", "incident.fact_set_aside",
      "incident.closed",           "incident.reopened",        "incident.deferred",
      "incident.linked",           "incident.absorbed",        "incident.link_undone",
      "incident.released",         "incident.note_added"
  };
  return std::ranges::find(types, type) != types.end() ||
         std::ranges::any_of(families, [&](std::string_view one) { return type.starts_with(one); });
}

json timeline_json(const audit_source& from) {
  std::vector<const page_event*> all;
  const auto add = [&all](const page_log& log) {
    for (const auto& one : log)
      all.push_back(&one);
  };
  add(from.incident);
  for (const auto* logs : {&from.contacts, &from.crimes, &from.major_incidents})
    std::ranges::for_each(*logs, add);
  std::ranges::sort(all, {}, &page_event::position);
  json out = json::array();
  for (const auto* one : all) {
    auto step = object_of(
        field{"position", one->position}, field{"at", to_rfc3339(one->event.occurred_at)},
        field{"recorded_at", to_rfc3339(one->recorded_at)}, field{"by", one->event.actor},
        field{"stream", one->event.stream_type + "/" + one->event.stream_id.to_string()},
        field{"version", one->version}, field{"what", one->event.type}
    );
    if (!listed(one->event.type)) step["data"] = one->event.body;
    out.push_back(std::move(step));
  }
  return out;
}

json deciders_json(const audit_source& from) {
  std::vector<logged_step> steps;
  const auto add = [&steps](const page_log& log) {
    for (const auto& one : log)
      steps.push_back({one.event.type, one.event.actor});
  };
  add(from.incident);
  std::ranges::for_each(from.crimes, add);
  return deciders(steps);
}

} // namespace

json audit_page(const audit_source& from) {
  json page = json::object();
  page["contacts"] = json::array();
  for (const auto& log : from.contacts) {
    auto one = contact_json(log);
    if (!one.is_null()) page["contacts"].push_back(std::move(one));
  }
  add_grading(from.incident, page);
  page["approvals"] = approvals_json(from.incident);
  page["tasks"] = tasks_json(from.incident);
  page["promises"] = promises_json(from.incident);
  page["handoffs"] = handoffs_json(from.incident);
  page["crimes"] = whole_streams(from.crimes);
  page["major_incidents"] = whole_streams(from.major_incidents);
  page["dispatches"] = steps_json(
      from.incident, {"dispatch.requested", "dispatch.acknowledged", "dispatch.overdue", "dispatch.stood_down"}
  );
  page["closures"] = steps_json(from.incident, {"incident.closed", "incident.reopened"});
  page["set_aside"] = steps_json(from.incident, {"incident.fact_set_aside"});
  page["deferrals"] = steps_json(from.incident, {"incident.deferred"});
  page["links"] =
      steps_json(from.incident, {"incident.linked", "incident.absorbed", "incident.link_undone", "incident.released"});
  page["notes"] = steps_json(from.incident, {"incident.note_added"});
  page["decided_by"] = deciders_json(from);
  page["timeline"] = timeline_json(from);
  return page;
}

} // namespace frontdoor::triage::review
