#include "triage/incident/linking_commands.hpp"

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage {

std::expected<link_incident, faults> link_incident_from_json(const nlohmann::json& body) {
  faults found;
  const auto kind = parse_link_kind(text_of(body, "kind").value_or(""));
  if (!kind)
    found.push_back({"/kind", "not_one_of", "There is no such kind of link.", "Use duplicate or related.", {}});
  const auto other = uuid_of(body, "other");
  if (!other) found.push_back({"/other", "wrong_format", "This is not an id.", {}, {}});
  if (!found.empty()) return std::unexpected(std::move(found));
  return link_incident{*kind, *other, text_of(body, "rationale"), {}};
}

std::expected<unlink_incident, faults> unlink_incident_from_json(const nlohmann::json& body, const uuid& other) {
  return unlink_incident{other, text_of(body, "rationale"), {}};
}

} // namespace frontdoor::triage
