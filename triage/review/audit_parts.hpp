#pragma once
// The lists of the audit page that are read off one kind of event each, for the sources of this folder only.

#include <nlohmann/json.hpp>

#include "triage/review/audit_page.hpp"

namespace frontdoor::triage::review {

// {version, at, by} and the members of the body, with the personal part as `words` where it is there.
nlohmann::json step_json(const page_event& one);

nlohmann::json approvals_json(const page_log& incident);
nlohmann::json tasks_json(const page_log& incident);
nlohmann::json handoffs_json(const page_log& incident);
nlohmann::json promises_json(const page_log& incident);

// The events of these types, one step each, with the type as `what`.
nlohmann::json steps_json(const page_log& log, std::initializer_list<std::string_view> types);

} // namespace frontdoor::triage::review
