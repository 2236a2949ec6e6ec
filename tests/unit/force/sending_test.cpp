// A unit and its incidents: domain.md 6.3; practice.md 11 to 13; lessons.md R02, R23.
#include "force_story.hpp"
#include "triage/force/queue.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::force;
using namespace frontdoor::triage::force::testing;
using enum frontdoor::triage::unit_state;

TEST_CASE("A unit's state follows from what is reported of it on an incident") {
  room room;
  REQUIRE(room.report(1, assigned));
  CHECK(room.unit().state == 7);
  CHECK(room.unit().incident == room.on(1).id);
  REQUIRE(room.report(1, en_route));
  CHECK(room.unit().state == 5);
  REQUIRE(room.report(1, at_scene));
  CHECK(room.unit().state == 6);
  REQUIRE(room.report(1, resulted));
  CHECK(room.unit().state == 2);
  CHECK_FALSE(room.unit().incident);
}

TEST_CASE("A diversion is never refused: it warns, and the old incident is unresourced on its old clock") {
  room room;
  REQUIRE(room.report(1, accepted));
  const auto before = room.on(1);
  sending_request request;
  request.diversion_reason = "higher_risk";
  const auto made = room.report(2, accepted, request);
  CHECK(warns(made, "unit_diverted"));
  CHECK(warns(made, "left_unresourced"));
  CHECK_FALSE(warns(made, "diversion_not_upwards"));
  CHECK_FALSE(warns(made, "reason_not_given"));
  CHECK(resourcing_of(room.on(1)) == "unresourced");
  CHECK(room.on(1).clock_from == before.clock_from);
  CHECK(room.on(1).grade == before.grade);
  CHECK(room.on(1).ladder.unresourced_at);
  CHECK(room.on(1).units.at(0).steps.back().reason_code == "higher_risk");
  CHECK(resourcing_of(room.on(2)) == "resourced");
  CHECK(room.unit().incident == room.on(2).id);
}

TEST_CASE("A diversion without a reason or to no higher risk is carried out, and said") {
  room room;
  REQUIRE(room.report(2, accepted));
  const auto made = room.report(1, accepted);
  CHECK(warns(made, "reason_not_given"));
  CHECK(warns(made, "diversion_not_upwards"));
  CHECK(resourcing_of(room.on(1)) == "resourced");
  CHECK(room.on(2).units.at(0).steps.back().reason_code == "not_given");
}

TEST_CASE("What the new incident refuses takes no unit off the old one") {
  room room;
  REQUIRE(room.report(1, accepted));
  auto closed = room.on(2);
  closed.status = incident_status::linked;
  closed.joined = incident_link{id(9), "user:x", nine_in_the_evening()};
  room.put(2, closed);
  const auto made = room.report(2, accepted);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "incident_linked");
  CHECK(resourcing_of(room.on(1)) == "resourced");
}

TEST_CASE("Sending before others that wait needs a reason, but never at grade 1") {
  room room;
  sending_request request;
  request.overtaken = {id(1), id(2)};
  const auto refused_now = room.report(1, accepted, request);
  REQUIRE_FALSE(refused_now);
  CHECK(refused_now.error().code == "order_reason_missing");
  request.order_reason = "a_wish";
  const auto unknown = room.report(1, accepted, request);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == "unknown_reason_code");
  request.order_reason = "nearest_unit";
  const auto made = room.report(1, accepted, request);
  REQUIRE(made);
  const auto& first = get<unit_reported>(made->on_incidents.at(0).events.at(0));
  CHECK(first.sending.order_reason == "nearest_unit");
  CHECK(first.sending.overtaken == request.overtaken);
  CHECK(decode(triage::testing::stored(event(first))).value() == event(first));
  frontdoor::triage::force::testing::room other;
  auto urgent = triage::testing::graded("1").the_incident();
  urgent.id = id(4100);
  other.put(1, urgent);
  request.order_reason.reset();
  CHECK(warns(other.report(1, accepted, request), "order_reason_missing"));
}

TEST_CASE("A crew's own state is never refused, and what it leaves is told of") {
  room room;
  REQUIRE(room.report(2, accepted));
  const auto made = room.status(11, "end_of_duty");
  CHECK(warns(made, "work_left"));
  CHECK(warns(made, "left_unresourced"));
  CHECK(room.unit().state == 11);
  CHECK_FALSE(room.unit().incident);
  CHECK(resourcing_of(room.on(2)) == "unresourced");
  CHECK(room.on(2).ladder.unresourced_at);
}

TEST_CASE("A unit's terminal moves it on its incident, and takes no dispatch on") {
  room room;
  auto pushed = triage::testing::graded("2").the_incident();
  pushed.dispatch->state = dispatch_state::pushed;
  room.put(2, pushed);
  REQUIRE(room.report(2, en_route));
  room.by(integrator());
  auto again = room.on(2);
  again.dispatch->state = dispatch_state::pushed;
  room.put(2, again);
  REQUIRE(room.status(6));
  CHECK(attended(room.on(2)));
  CHECK(room.on(2).dispatch->state == dispatch_state::pushed);
  REQUIRE(room.status(2));
  CHECK(room.on(2).units.at(0).state() == resulted);
}

TEST_CASE("A message changes no state, a call for help stays, an unknown state is refused") {
  room room;
  REQUIRE(room.status(2));
  REQUIRE(room.status(14));
  CHECK(room.unit().state == 2);
  CHECK(room.unit().message->state == 14);
  REQUIRE(room.status(0));
  REQUIRE(room.report(1, assigned));
  CHECK(room.unit().state == 0);
  CHECK(room.status(17).error().code == "unknown_state");
  CHECK(room.status(status_request{}).error().code == "nothing_said");
}

TEST_CASE("A unit comes back from the log and from its snapshot as it was") {
  room room;
  REQUIRE(room.status({2, "rest", point{53.5, -2.25}}));
  REQUIRE(room.report(1, accepted));
  REQUIRE(room.report(2, en_route));
  REQUIRE(room.status(13));
  unit_record folded;
  for (const auto& e : room.events()) {
    const auto back = decode_unit(triage::testing::stored_row(encode(e)));
    REQUIRE(back);
    CHECK(*back == e);
    folded = apply(std::move(folded), *back);
  }
  CHECK(folded == room.unit());
  CHECK(unit_from_snapshot(nlohmann::json::parse(to_snapshot_json(folded).dump())) == folded);
}
