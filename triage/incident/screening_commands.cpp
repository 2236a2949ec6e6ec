#include "triage/incident/screening_commands.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

void add_fault(faults& found, const char* name, const char* code, const char* detail) {
  found.push_back({std::string("/") + name, code, detail, {}, {}});
}

bool flag_of(const json& body, const char* name, faults& found) {
  const json* member = member_of(body, name);
  if (member == nullptr) return false;
  if (!member->is_boolean()) add_fault(found, name, "wrong_type", "True or false is expected here.");
  return member->is_boolean() && member->get<bool>();
}

} // namespace

std::expected<agree_to_pathway, faults> agree_to_pathway_from_json(const json& body) {
  faults found;
  agree_to_pathway out;
  const auto pathway = text_of(body, "pathway");
  const auto closing = text_of(body, "outcome");
  if (pathway.has_value() == closing.has_value())
    add_fault(found, "pathway", "missing", "Either a pathway or an outcome is agreed to.");
  out.subject = pathway ? *pathway : closing.value_or("");
  out.agree = text_of(body, "decision") == "agree";
  out.rationale = text_of(body, "rationale").value_or("");
  if (const json* officer = member_of(body, "officer")) {
    out.officer = recorded_officer{
        text_of(*officer, "post").value_or(""), text_of(*officer, "name").value_or(""),
        text_of(*officer, "means").value_or("")
    };
  }
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<resolve_by_pathway, faults> resolve_by_pathway_from_json(const json& body) {
  faults found;
  resolve_by_pathway out;
  out.pathway = text_of(body, "pathway").value_or("");
  out.person = text_of(body, "person");
  out.nothing_lost = flag_of(body, "nothing_lost", found);
  out.safety_net = text_of(body, "safety_net");
  out.promise = text_of(body, "promise");
  if (member_of(body, "due_at") != nullptr) {
    out.due_at = time_of(body, "due_at");
    if (!out.due_at) add_fault(found, "due_at", "wrong_format", "This is not a time.");
  }
  out.owner = text_of(body, "owner");
  out.owner_accepted = flag_of(body, "owner_accepted", found);
  out.close = text_of(body, "close");
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<end_appointment, faults> end_appointment_from_json(const json& body, const uuid& appointment) {
  faults found;
  end_appointment out;
  out.appointment = appointment;
  out.kept = flag_of(body, "kept", found);
  out.note = text_of(body, "note");
  return unless_faulty(std::move(out), std::move(found));
}

} // namespace frontdoor::triage
