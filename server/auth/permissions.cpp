// The one table of roles and what they may do. What is not here is refused.

#include <array>
#include <string>

#include "server/auth/principal.hpp"

namespace frontdoor::auth {

namespace {

struct named_role {
  role value;
  std::string_view name;
};
constexpr std::array roles{
    named_role{role::call_handler, "call_handler"},
    named_role{role::dispatcher, "dispatcher"},
    named_role{role::supervisor, "supervisor"},
    named_role{role::integrator, "integrator"},
    named_role{role::auditor, "auditor"},
    named_role{role::admin, "admin"},
    named_role{role::crime_registrar, "crime_registrar"},
};
static_assert(roles.size() == role_count);

// Columns in the order of `role`: handler, dispatcher, supervisor, integrator, auditor, admin, registrar.
// An integrator's column is the most that an API key can be given; a key has those it was made with. Who manages
// accounts sees no incidents: the two are kept apart on purpose.
struct line {
  permission value;
  std::string_view name;
  std::array<bool, role_count> allowed;
};
constexpr bool Y = true;
constexpr bool n = false;
constexpr std::array table{
    line{permission::contact_create, "contact_create", {Y, Y, Y, Y, n, n, n}},
    line{permission::assess, "assess", {Y, Y, Y, Y, n, n, n}},
    line{permission::incident_read, "incident_read", {Y, Y, Y, Y, Y, n, Y}},
    line{permission::personal_data_read, "personal_data_read", {Y, Y, Y, n, Y, n, Y}},
    line{permission::grade_confirm, "grade_confirm", {Y, Y, Y, n, n, n, n}},
    line{permission::note_add, "note_add", {Y, Y, Y, n, n, n, Y}},
    line{permission::dispatch_acknowledge, "dispatch_acknowledge", {n, Y, Y, n, n, n, n}},
    line{permission::console_connect, "console_connect", {Y, Y, Y, n, n, n, n}},
    line{permission::events_read, "events_read", {n, n, Y, Y, Y, n, Y}},
    line{permission::account_manage, "account_manage", {n, n, n, n, n, Y, n}},
    line{permission::metrics_read, "metrics_read", {n, n, Y, Y, n, Y, n}},
    line{permission::test_clock, "test_clock", {n, n, Y, Y, n, Y, n}},
    line{permission::crime_record, "crime_record", {Y, Y, Y, n, n, n, Y}},
    line{permission::crime_supervise, "crime_supervise", {n, n, Y, n, n, n, Y}},
    line{permission::crime_registrar, "crime_registrar", {n, n, n, n, n, n, Y}},
    line{permission::crime_audit, "crime_audit", {n, n, Y, n, Y, n, Y}},
    line{permission::facts_add, "facts_add", {Y, Y, Y, Y, n, n, n}},
    line{permission::approval_decide, "approval_decide", {Y, Y, Y, n, n, n, n}},
    line{permission::incident_close, "incident_close", {Y, Y, Y, n, n, n, n}},
    line{permission::task_work, "task_work", {Y, Y, Y, n, n, n, n}},
    line{permission::history_read, "history_read", {Y, Y, Y, n, Y, n, n}},
    line{permission::diary_manage, "diary_manage", {n, n, Y, n, n, n, n}},
    line{permission::problem_work, "problem_work", {Y, Y, Y, n, n, n, n}},
    line{permission::screening_audit, "screening_audit", {n, n, Y, n, Y, n, n}},
    line{permission::incident_link, "incident_link", {Y, Y, Y, n, n, n, n}},
    line{permission::review_score, "review_score", {n, n, Y, n, Y, n, n}},
    line{permission::review_own, "review_own", {Y, Y, Y, n, Y, n, Y}},
    line{permission::audit_read, "audit_read", {n, n, Y, n, Y, n, n}},
    line{permission::major_incident, "major_incident", {n, n, Y, n, n, n, n}},
    line{permission::call_events, "call_events", {n, n, n, Y, n, n, n}},
    line{permission::unit_report, "unit_report", {n, Y, Y, Y, n, n, n}},
    line{permission::shift_change, "shift_change", {n, n, Y, n, n, n, n}},
    line{permission::training, "training", {Y, Y, Y, n, n, n, n}},
    line{permission::training_results, "training_results", {n, n, Y, n, Y, n, n}},
    line{permission::training_purge, "training_purge", {n, n, n, n, n, Y, n}},
};
static_assert(table.size() == permission_count);

} // namespace

std::string_view to_string(role r) {
  return roles.at(static_cast<std::size_t>(r)).name;
}

std::optional<role> parse_role(std::string_view text) {
  for (const auto& candidate : roles) {
    if (candidate.name == text) return candidate.value;
  }
  return std::nullopt;
}

std::string_view to_string(permission p) {
  return table.at(static_cast<std::size_t>(p)).name;
}

std::optional<permission> parse_permission(std::string_view text) {
  for (const auto& candidate : table) {
    if (candidate.name == text) return candidate.value;
  }
  return std::nullopt;
}

permissions permissions_of(role r) {
  permissions result;
  for (const auto& row : table) {
    result.set(static_cast<std::size_t>(row.value), row.allowed.at(static_cast<std::size_t>(r)));
  }
  return result;
}

std::vector<std::string> names_of(permissions set) {
  std::vector<std::string> names;
  for (const auto& row : table) {
    if (set.test(static_cast<std::size_t>(row.value))) names.emplace_back(row.name);
  }
  return names;
}

} // namespace frontdoor::auth
