#pragma once
// Who is asking, and what that lets them do. Deny by default: what no line here allows is refused.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/uuid.hpp"

namespace frontdoor::auth {

enum class role : std::uint8_t { call_handler, dispatcher, supervisor, integrator, auditor, admin, crime_registrar };
inline constexpr std::size_t role_count = 7;

std::string_view to_string(role r);
std::optional<role> parse_role(std::string_view text);

// What a call or a console needs. Roles map to these in permissions.cpp, the one table there is.
enum class permission : std::uint8_t {
  contact_create,       // POST /v1/contacts, with an incident or contact_only
  assess,               // POST /v1/assess
  incident_read,        // board, incident, log without personal data
  personal_data_read,   // the sealed part: names, numbers, words
  grade_confirm,        // confirm or raise a grade
  note_add,             // notes on an incident
  dispatch_acknowledge, // acknowledge a dispatch
  console_connect,      // open /v1/console
  events_read,          // GET /v1/events
  account_manage,       // accounts and API keys
  metrics_read,         // GET /metrics from outside the machine
  test_clock,           // POST /v1/test/clock, only where the server was started with the manual clock
  crime_record,         // decide on crimes, reclassify, transfer, tell the victim
  crime_supervise,      // sign off "no crime" and cancelling
  crime_registrar,      // what only the force crime registrar may do
  crime_audit,          // registers, audit samples, reconciliation
  facts_add,            // new facts on an incident; taking back one's own slip
  approval_decide,      // decide on a lower grade, or record what the officer on call decided
  incident_close,       // close and reopen
  task_work,            // open tasks, record attempts, complete
  history_read,         // what is known of a number, person, place or vehicle; never an integrator's
  diary_manage,         // offer slots, change their places
  problem_work,         // problem records
  screening_audit,      // registers of returns and of failure demand
  incident_link,        // join a duplicate to its survivor, relate incidents, undo either
  review_score,         // score reviews, score a second time unseen, decide on disputes
  review_own,           // see and dispute the reviews of one's own work
  audit_read,           // the audit page, the review queues and everyone's reviews
  major_incident,       // declare a major incident, join in bulk, tell callers, stand down
  call_events,          // POST /v1/calls: telephony
  unit_report,          // a unit's own state and position
  shift_change,         // say that the shift changes: what is late is told again
  training,             // exercises of one's own: fictional contacts that reach nobody
  training_results,     // everyone's exercises, and how far trainees agree
  training_purge        // delete exercises
};
inline constexpr std::size_t permission_count = 35;
using permissions = std::bitset<permission_count>;

std::string_view to_string(permission p);
std::optional<permission> parse_permission(std::string_view text);

// All that a role may do; for an integrator, all that an API key can be given.
permissions permissions_of(role r);
// The names of those in the set, in the order of `permission`.
std::vector<std::string> names_of(permissions set);

enum class credential : std::uint8_t { none, session, api_key };

// The authenticated caller of a request or console. `none` with no permissions is the anonymous caller.
struct principal {
  auth::credential credential = credential::none;
  triage::uuid id;                // of the account or of the API key
  std::string name;               // account name or key label, for the log's actor: "user:jsmith", "key:ambulance"
  std::optional<auth::role> role; // nullopt: anonymous
  auth::permissions permissions;
  std::vector<std::string> districts; // the districts whose incidents may be seen; empty: the whole force
  triage::uuid session;               // nil unless credential is session

  bool may(permission p) const { return permissions.test(static_cast<std::size_t>(p)); }
  // Whether the district is one of theirs; what is in none is only of those who see the whole force.
  bool covers(const std::optional<std::string>& district) const;
  std::string actor() const; // "user:NAME", "key:LABEL" or "anonymous"
};

// What an endpoint asks of its caller.
struct access {
  enum class kind : std::uint8_t { anyone, signed_in, needs };
  kind what = kind::needs;
  permission needed = permission::account_manage;

  static access anyone() { return {kind::anyone, {}}; }
  static access signed_in() { return {kind::signed_in, {}}; }
  static access needs(permission p) { return {kind::needs, p}; }
};

} // namespace frontdoor::auth
