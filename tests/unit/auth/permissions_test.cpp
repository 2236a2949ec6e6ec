#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "server/auth/principal.hpp"

using namespace frontdoor::auth;

namespace {

constexpr std::array all_roles{role::call_handler, role::dispatcher, role::supervisor,     role::integrator,
                               role::auditor,      role::admin,      role::crime_registrar};

std::set<std::string> allowed(role r) {
  const auto names = names_of(permissions_of(r));
  return {names.begin(), names.end()};
}

} // namespace

TEST_CASE("each role may do exactly this") {
  const std::map<role, std::set<std::string>> expected{
      {role::call_handler,
       {"contact_create", "assess", "incident_read", "personal_data_read", "grade_confirm", "note_add",
        "console_connect", "facts_add", "approval_decide", "incident_close", "task_work", "incident_link",
        "crime_record", "history_read", "review_own", "problem_work", "training"}},
      {role::dispatcher,
       {"contact_create", "assess", "incident_read", "personal_data_read", "grade_confirm", "note_add",
        "console_connect", "dispatch_acknowledge", "facts_add", "approval_decide", "incident_close", "task_work",
        "incident_link", "crime_record", "history_read", "review_own", "problem_work", "unit_report", "training"}},
      {role::supervisor,
       {"contact_create",  "assess",          "incident_read",        "personal_data_read", "grade_confirm",
        "note_add",        "console_connect", "dispatch_acknowledge", "events_read",        "metrics_read",
        "test_clock",      "facts_add",       "approval_decide",      "incident_close",     "task_work",
        "incident_link",   "major_incident",  "crime_record",         "crime_supervise",    "crime_audit",
        "history_read",    "review_score",    "review_own",           "audit_read",         "shift_change",
        "diary_manage",    "problem_work",    "screening_audit",      "unit_report",        "training",
        "training_results"}},
      {role::integrator,
       {"contact_create", "assess", "incident_read", "events_read", "metrics_read", "test_clock", "facts_add",
        "call_events", "unit_report"}},
      {role::auditor,
       {"incident_read", "personal_data_read", "events_read", "crime_audit", "history_read", "review_score",
        "review_own", "audit_read", "screening_audit", "training_results"}},
      {role::admin, {"account_manage", "metrics_read", "test_clock", "training_purge"}},
      {role::crime_registrar,
       {"incident_read", "personal_data_read", "note_add", "events_read", "crime_record", "crime_supervise",
        "crime_registrar", "crime_audit", "review_own"}},
  };
  for (const auto r : all_roles) {
    INFO(to_string(r));
    CHECK(allowed(r) == expected.at(r));
  }
}

TEST_CASE("who manages accounts sees no incidents, and no one else manages accounts") {
  for (const auto r : all_roles) {
    const auto may = permissions_of(r);
    const bool manages = may.test(static_cast<std::size_t>(permission::account_manage));
    CHECK(manages == (r == role::admin));
    if (manages) CHECK_FALSE(may.test(static_cast<std::size_t>(permission::incident_read)));
  }
}

TEST_CASE("roles and permissions are read back by the names they are written with") {
  for (const auto r : all_roles)
    CHECK(parse_role(to_string(r)) == r);
  for (std::size_t i = 0; i < permission_count; ++i) {
    const auto p = static_cast<permission>(i);
    CHECK(parse_permission(to_string(p)) == p);
  }
  CHECK_FALSE(parse_role("root"));
  CHECK_FALSE(parse_permission("Contact_Create"));
}

TEST_CASE("the anonymous caller may do nothing, and every caller is named in the log") {
  const principal anonymous;
  CHECK(anonymous.permissions.none());
  CHECK(anonymous.actor() == "anonymous");
  principal person;
  person.credential = credential::session;
  person.name = "j.smith";
  CHECK(person.actor() == "user:j.smith");
  person.credential = credential::api_key;
  CHECK(person.actor() == "key:j.smith");
}

TEST_CASE("somebody of one district covers that one; what is in none is only of those who see the whole force") {
  principal somebody;
  CHECK(somebody.covers("Salford"));
  CHECK(somebody.covers(std::nullopt));
  somebody.districts = {"Trafford", "Salford"};
  CHECK(somebody.covers("Salford"));
  CHECK_FALSE(somebody.covers("Bolton"));
  CHECK_FALSE(somebody.covers(std::nullopt));
}
