#include "triage/incident/ladder_commands.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/incident/needed_text.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

std::optional<named_officer> read_officer(const json& body, faults& found) {
  const json* member = member_of(body, "officer");
  if (member == nullptr) return std::nullopt;
  named_officer out;
  out.name = needed_text(*member, "name", found, "/officer");
  out.means = needed_text(*member, "means", found, "/officer");
  return out;
}

} // namespace

std::expected<report_unit, faults> report_unit_from_json(const json& body) {
  faults found;
  report_unit out;
  out.unit = needed_text(body, "unit", found);
  const auto state = parse_unit_state(text_of(body, "state").value_or(""));
  if (!state) found.push_back({"/state", "unknown_code", "This is no state of a unit.", {}, {}});
  out.state = state.value_or(unit_state::assigned);
  if (member_of(body, "reason_code") != nullptr) out.reason_code = needed_text(body, "reason_code", found);
  out.officer = read_officer(body, found);
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<declare_unresourced, faults> declare_unresourced_from_json(const json& body) {
  faults found;
  declare_unresourced out{needed_text(body, "reason_code", found)};
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<acknowledge_escalation, faults>
acknowledge_escalation_from_json(const json& body, const uuid& escalation) {
  faults found;
  acknowledge_escalation out;
  out.escalation = escalation;
  out.officer = read_officer(body, found);
  if (member_of(body, "review_at") != nullptr) {
    out.review_at = time_of(body, "review_at");
    if (!out.review_at) found.push_back({"/review_at", "wrong_format", "This is not a time.", {}, {}});
  }
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<std::optional<named_officer>, faults> officer_from_json(const json& body) {
  faults found;
  auto out = read_officer(body, found);
  return unless_faulty(std::move(out), std::move(found));
}

} // namespace frontdoor::triage
