#include "triage/incident/commands.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage {

command::command(const command& other) = default;
command::command(command&& other) noexcept = default;
command& command::operator=(const command& other) = default;
command& command::operator=(command&& other) noexcept = default;
command::~command() = default;

bool operator==(const command& one, const command& other) {
  return static_cast<const command_kinds&>(one) == static_cast<const command_kinds&>(other);
}

namespace {

using nlohmann::json;

void append(faults& into, faults from) {
  for (auto& one : from)
    into.push_back(std::move(one));
}

void read_optional_text(
    const json& body, const char* name, const std::string& pointer, std::optional<std::string>& into, faults& found
) {
  const json* member = member_of(body, name);
  if (member == nullptr) return;
  if (member->is_string())
    into = member->get<std::string>();
  else
    found.push_back({pointer + "/" + name, "wrong_type", "Text is expected here.", {}, {}});
}

} // namespace

std::expected<grade_choice, faults> grade_choice_from_json(const json& body, const std::string& pointer) {
  faults found;
  grade_choice out;
  if (auto grade = text_of(body, "grade"))
    out.grade = std::move(*grade);
  else
    found.push_back({pointer + "/grade", "missing", "The grade is missing.", "Give the code of a grade.", {}});
  read_optional_text(body, "reason_code", pointer, out.reason_code, found);
  read_optional_text(body, "rationale", pointer, out.rationale, found);
  if (!found.empty()) return std::unexpected(std::move(found));
  return out;
}

std::expected<take_contact, faults> take_contact_from_json(const json& body, const uuid& id, timestamp now) {
  faults found;
  take_contact out;
  auto contact = contact_from_json(body, id, now);
  if (contact)
    out.contact = *std::move(contact);
  else
    append(found, std::move(contact.error()));
  if (const json* member = member_of(body, "incident")) {
    out.incident = uuid_of(body, "incident");
    if (!out.incident) {
      found.push_back(
          {"/incident",
           member->is_string() ? "wrong_format" : "wrong_type",
           "This is not the id of an incident.",
           {},
           {}}
      );
    }
  }
  if (const json* member = member_of(body, "contact_only")) {
    out.contact_only = parse_contact_outcome(text_of(*member, "outcome").value_or(""));
    if (!out.contact_only) {
      found.push_back({"/contact_only/outcome", "unknown_code", "The outcome is missing or not a known one.", {}, {}});
    }
  }
  if (const json* member = member_of(body, "grade")) {
    auto choice = grade_choice_from_json(*member, "/grade");
    if (choice)
      out.grade = *std::move(choice);
    else
      append(found, std::move(choice.error()));
  }
  if (const json* member = member_of(body, "planned")) out.planned = job_plan_from_json(*member, found);
  if (const json* member = member_of(body, "needs"); member != nullptr && member->is_array()) {
    for (const auto& one : *member)
      out.needs.push_back(need_from_json(one));
  }
  if (!found.empty()) return std::unexpected(std::move(found));
  return out;
}

} // namespace frontdoor::triage
