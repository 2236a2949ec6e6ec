#include <catch2/catch.hpp>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

story dispatched() {
  story incident;
  incident.opened_with({{"relationship", "partner"}, {"suspect_present", true}});
  incident.at(nine_in_the_evening() + seconds(10)).by(person("user:dispatcher"));
  return incident;
}

} // namespace

TEST_CASE("A named person acknowledges a dispatch, and it is known who and when") {
  auto incident = dispatched();
  const auto made = incident.when(acknowledge_dispatch{incident.the_incident().dispatch->id});
  REQUIRE(made);
  CHECK(types_of(*made) == "dispatch.acknowledged");
  const auto row = card(incident.the_incident(), "GMP-20260301-000001").at("dispatch");
  CHECK(row.at("state") == "acknowledged");
  CHECK(row.at("acknowledged_by") == "user:dispatcher");
  CHECK(row.at("acknowledged_at") == "2026-03-01T21:00:10.000000Z");
  CHECK(timers(incident.the_incident()).empty());
}

TEST_CASE("The same person may acknowledge twice; the second time changes nothing") {
  auto incident = dispatched();
  const acknowledge_dispatch command{incident.the_incident().dispatch->id};
  REQUIRE(incident.when(command));
  const auto again = incident.at(nine_in_the_evening() + minutes(1)).when(command);
  REQUIRE(again);
  CHECK(again->events.empty());
  CHECK(again->incident->dispatch->acknowledged_at == nine_in_the_evening() + seconds(10));
}

TEST_CASE("Another person is told who acknowledged it and when") {
  auto incident = dispatched();
  const acknowledge_dispatch command{incident.the_incident().dispatch->id};
  REQUIRE(incident.when(command));
  const auto late = incident.by(person("user:other")).when(command);
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == refusal_kind::conflict);
  CHECK(late.error().code == "already_acknowledged");
  CHECK(late.error().detail == "user:dispatcher acknowledged it at 2026-03-01T21:00:10.000000Z.");
}

TEST_CASE("A machine, a key or a nameless person cannot acknowledge") {
  for (const auto& who : {machine(), integrator(), person("")}) {
    auto incident = dispatched();
    const auto made = incident.by(who).when(acknowledge_dispatch{incident.the_incident().dispatch->id});
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == refusal_kind::forbidden);
    CHECK(made.error().code == "named_person_required");
  }
}

TEST_CASE("An overdue dispatch can still be acknowledged") {
  auto incident = dispatched();
  const auto pending = timers(incident.the_incident()).at(0);
  incident.at(nine_in_the_evening() + minutes(1));
  REQUIRE(incident.when(fire_timer{pending.key, pending.generation}));
  REQUIRE(incident.the_incident().dispatch->state == dispatch_state::overdue);
  REQUIRE(incident.when(acknowledge_dispatch{incident.the_incident().dispatch->id}));
  CHECK(incident.the_incident().dispatch->state == dispatch_state::acknowledged);
}

TEST_CASE("A dispatch overtaken by a rise cannot be acknowledged any more") {
  auto incident = dispatched();
  const auto first = incident.the_incident().dispatch->id;
  REQUIRE(incident.when(set_grade{{"1", std::nullopt, std::nullopt}}));
  const auto made = incident.when(acknowledge_dispatch{first});
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "dispatch_superseded");
  CHECK(made.error().remedy.find(incident.the_incident().dispatch->id.to_string()) != std::string::npos);
}

TEST_CASE("A dispatch that never was cannot be acknowledged") {
  auto incident = dispatched();
  CHECK(incident.when(acknowledge_dispatch{id(4711)}).error().code == "unknown_dispatch");
  story quiet;
  quiet.opened_with({{"domestic", true}});
  CHECK(quiet.when(acknowledge_dispatch{id(4711)}).error().code == "unknown_dispatch");
}
