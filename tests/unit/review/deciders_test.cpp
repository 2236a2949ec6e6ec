// Who has decided something on an incident.
#include <catch2/catch.hpp>

#include "triage/review/deciders.hpp"

using namespace frontdoor::triage::review;

TEST_CASE("given a log, then those who decided are people who did more than write down or take receipt") {
  const std::vector<logged_step> log{
      {"incident.opened", "user:handler"},       {"incident.assessed", "user:handler"},
      {"incident.note_added", "user:sergeant"},  {"dispatch.acknowledged", "user:radio"},
      {"task.opened", "user:sergeant"},          {"task.attempted", "user:desk"},
      {"dispatch.overdue", "system:timer"},      {"incident.facts_added", "key:ambulance"},
      {"incident.approval_decided", "user:boss"}
  };
  CHECK(deciders(log) == std::vector<std::string>{"user:boss", "user:handler"});
}

TEST_CASE("given an event of a later release, then it counts as a decision") {
  const std::vector<logged_step> log{{"incident.something_new", "user:late"}};
  CHECK(deciders(log) == std::vector<std::string>{"user:late"});
}
