// The runner of the cases itself: it must not call something prevented that is not.

#include <catch2/catch.hpp>

#include "tests/cases/case_file.hpp"
#include "tests/cases/expectations.hpp"
#include "tests/cases/references.hpp"

using namespace frontdoor;
using namespace frontdoor::cases;
using nlohmann::json;

namespace {

const auto start = *triage::parse_rfc3339("2026-11-02T07:00:00Z");

json record() {
  return json::parse(R"({
    "id": "i-1", "grade_state": "proposed", "grade": "2", "status": "open", "flags": ["DA", "CHILD"],
    "dispatch": {"state": "overdue"}, "approval": null,
    "tasks": [{"id": "t-1", "kind": "tell_caller", "state": "done"}, {"id": "t-2", "kind": "tell_caller", "state": "open"}],
    "events": [
      {"type": "dispatch.overdue", "occurred_at": "2026-11-02T07:01:00Z", "data": {"grade": "2"}},
      {"type": "dispatch.overdue", "occurred_at": "2026-11-02T07:05:00Z", "data": {"grade": "1"}}
    ]
  })");
}

std::size_t faults(const char* expect, int status = 200) {
  return compare(json::parse(expect), status, record(), start).size();
}

surroundings around() {
  return {{{"first", json::parse(R"({"incident": {"id": "i-1", "version": 7}})")}, {"look", record()}}, start, 3};
}

} // namespace

TEST_CASE("given an answer, then each expectation holds for what is so and fails for what is not") {
  const auto [holds, fails] = GENERATE(table<const char*, const char*>({
      {R"({})", R"({"status": 409})"},
      {R"({"grade": "2"})", R"({"grade": "1"})"},
      {R"({"at_least": "2"})", R"({"at_least": "1"})"},
      {R"({"at_least": "3", "at_most": "2"})", R"({"at_most": "3"})"},
      {R"({"state": "open"})", R"({"state": "closed"})"},
      {R"({"flags": ["CHILD"]})", R"({"flags": ["DA", "KNIFE"]})"},
      {R"({"no_flags": ["KNIFE"]})", R"({"no_flags": ["KNIFE", "DA"]})"},
      {R"({"dispatch": "overdue"})", R"({"dispatch": "none"})"},
      {R"({"open_tasks": ["tell_caller"]})", R"({"open_tasks": ["call_back"]})"},
      {R"({"no_open_tasks": ["call_back"]})", R"({"no_open_tasks": []})"},
      {R"({"no_incident": false})", R"({"no_incident": true})"},
      {R"({"events": [{"type": "dispatch.overdue", "by": 1}]})",
       R"({"events": [{"type": "dispatch.overdue", "by": 0.9}]})"},
      {R"({"events": [{"type": "dispatch.overdue", "from": 4}]})",
       R"({"events": [{"type": "dispatch.overdue", "from": 6}]})"},
      {R"({"events": [{"type": "dispatch.overdue", "times": 2}]})",
       R"({"events": [{"type": "dispatch.overdue", "times": 1}]})"},
      {R"({"events": [{"type": "dispatch.overdue", "values": {"/data/grade": "1"}}]})",
       R"({"events": [{"type": "dispatch.overdue", "by": 2, "values": {"/data/grade": "1"}}]})"},
      {R"({"no_events": ["incident.closed"]})", R"({"no_events": ["dispatch.overdue"]})"},
      {R"({"values": {"/dispatch/state": "overdue"}})", R"({"values": {"/dispatch/state": "pushed"}})"},
      {R"({"values": {"/nowhere": {"absent": true}, "/approval": {"absent": true}}})",
       R"({"values": {"/grade": {"absent": true}}})"},
      {R"({"values": {"/grade": {"absent": false, "not": "1", "one_of": ["2", "3"]}}})",
       R"({"values": {"/grade": {"not": "2"}}})"},
      {R"({"values": {"/flags": {"contains": ["DA"], "lacks": ["KNIFE"], "count": 2}}})",
       R"({"values": {"/flags": {"lacks": ["DA", "KNIFE"]}}})"},
      {R"({"values": {"/tasks": {"some": {"/kind": "tell_caller", "/state": "done"}}}})",
       R"({"values": {"/tasks": {"some": {"/kind": "tell_caller", "/id": "t-9"}}}})"},
      {R"({"values": {"/tasks": {"none": {"/state": "lapsed"}}}})",
       R"({"values": {"/nowhere": {"none": {"/state": "lapsed"}}}})"},
  }));
  CAPTURE(holds, fails);
  CHECK(faults(holds) == 0);
  CHECK(faults(fails) == 1);
}

TEST_CASE("given no status to expect, then a refusal is a failure; given a problem, then its code and errors count") {
  const auto problem = json::parse(R"({"code": "still_open", "errors": [{"code": "risk_open"}]})");
  CHECK(compare(json::object(), 409, problem, start).size() == 1);
  CHECK(compare({{"status", 409}, {"code", "still_open"}, {"errors", {"risk_open"}}}, 409, problem, start).empty());
  CHECK(
      compare({{"status", 409}, {"code", "call_is_live"}, {"errors", {"task_open"}}}, 409, problem, start).size() == 2
  );
  CHECK(compare({{"grade", "1"}}, 200, {{"incident", nullptr}}, start).size() == 1);
}

TEST_CASE("given references, then they become what they stand for, and one that leads nowhere is said") {
  CHECK(put_in("$first", around()) == "i-1");
  CHECK(put_in("$first.incident.version", around()) == 7);
  CHECK(put_in_text("/v1/incidents/$first/grade", around()) == "/v1/incidents/i-1/grade");
  CHECK(put_in_text("/v1/tasks/$look.tasks[kind=tell_caller].id/complete", around()) == "/v1/tasks/t-2/complete");
  CHECK(put_in("$look.tasks.0.id", around()) == "t-1");
  CHECK(put_in("@+90", around()) == "2026-11-02T08:30:00.000000Z");
  CHECK(put_in({{"to", {"#phone1", "it costs $5"}}}, around()) == json{{"to", {"+447700900016", "it costs $5"}}});
  CHECK(put_in("#lat1", around()).is_number());
  CHECK_THROWS_AS(put_in("$second", around()), unresolved);
  CHECK_THROWS_AS(put_in("$first.task.id", around()), unresolved);
}

TEST_CASE("given the cases of the repository, then every file can be played or says why it is skipped") {
  const auto all = read_cases("tests/cases");
  CHECK(all.size() >= 80);
  for (const auto& one : all) {
    INFO(one.id << ": " << json(one.faults).dump());
    CHECK(one.faults.empty());
  }
}
