#include <catch2/catch.hpp>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

story dispatched_at_grade_one() {
  story incident;
  incident.opened_with({{"weapon", "used"}, {"suspect_present", true}});
  incident.by(machine());
  return incident;
}

} // namespace

TEST_CASE("A pushed dispatch has a timer until it is acknowledged") {
  const auto incident = dispatched_at_grade_one();
  const auto& dispatch = *incident.the_incident().dispatch;
  const auto pending = timers(incident.the_incident());
  REQUIRE(pending.size() == 1);
  CHECK(pending[0].key == "acknowledge:" + dispatch.id.to_string());
  CHECK(pending[0].due_at == nine_in_the_evening() + seconds(15));
  CHECK(pending[0].generation == 3);
}

TEST_CASE("A timer that falls due makes the dispatch overdue, once") {
  auto incident = dispatched_at_grade_one();
  const auto pending = timers(incident.the_incident()).at(0);
  incident.at(pending.due_at);
  const auto made = incident.when(fire_timer{pending.key, pending.generation});
  REQUIRE(made);
  CHECK(types_of(*made) == "dispatch.overdue");
  CHECK(incident.the_incident().dispatch->state == dispatch_state::overdue);
  CHECK(timers(incident.the_incident()).empty());
  // The other server's attempt finds nothing left to do.
  const auto again = incident.when(fire_timer{pending.key, pending.generation});
  REQUIRE(again);
  CHECK(again->events.empty());
}

TEST_CASE("A timer fired before its time has no effect") {
  auto incident = dispatched_at_grade_one();
  const auto pending = timers(incident.the_incident()).at(0);
  const auto made = incident.at(pending.due_at - seconds(1)).when(fire_timer{pending.key, pending.generation});
  REQUIRE(made);
  CHECK(made->events.empty());
  CHECK(timers(incident.the_incident()).size() == 1);
}

TEST_CASE("A superseded timer has no effect and is no fault") {
  auto incident = dispatched_at_grade_one();
  const auto pending = timers(incident.the_incident()).at(0);
  incident.at(pending.due_at + minutes(1));
  for (const auto& one :
       {fire_timer{pending.key, pending.generation + 1}, fire_timer{"acknowledge:nothing", 3}, fire_timer{"", 0}}) {
    const auto made = incident.when(one);
    REQUIRE(made);
    CHECK(made->events.empty());
  }
  REQUIRE(incident.by(person()).when(acknowledge_dispatch{incident.the_incident().dispatch->id}));
  const auto late = incident.by(machine()).when(fire_timer{pending.key, pending.generation});
  REQUIRE(late);
  CHECK(late->events.empty());
  CHECK(incident.the_incident().dispatch->state == dispatch_state::acknowledged);
}

TEST_CASE("A rise supersedes the timer of the earlier dispatch") {
  story incident;
  incident.opened_with({{"relationship", "partner"}, {"suspect_present", true}});
  const auto first = timers(incident.the_incident()).at(0);
  REQUIRE(incident.when(set_grade{{"1", std::nullopt, std::nullopt}}));
  const auto second = timers(incident.the_incident());
  REQUIRE(second.size() == 1);
  CHECK(second[0].key != first.key);
  CHECK(second[0].generation > first.generation);
  incident.at(first.due_at).by(machine());
  CHECK(incident.when(fire_timer{first.key, first.generation})->events.empty());
}
