// The units of a duplicate go with it to its survivor and come back: lessons.md R08.
#include <catch2/catch.hpp>

#include "scene.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;

namespace {

report_unit saying(const std::string& unit, unit_state state) {
  return {unit, state, std::nullopt, std::nullopt};
}

struct two_incidents {
  scene here;
  uuid duplicate;
  uuid survivor;

  two_incidents() {
    survivor = here.opened_with({{"suspect_present", true}});
    duplicate = here.opened_with({{"suspect_present", true}});
    here.by(dispatcher());
  }
};

} // namespace

TEST_CASE("Units of a duplicate are on its survivor after the join, which is resourced by them") {
  two_incidents two;
  two.here.must(two.duplicate, saying("BT21", unit_state::en_route));
  two.here.join(two.duplicate, two.survivor);
  REQUIRE(two.here[two.survivor].units.size() == 1);
  CHECK(two.here[two.survivor].units[0].from == two.duplicate);
  CHECK(resourcing_of(two.here[two.survivor]) == "resourced");
  CHECK(two.here.replayed(two.survivor) == two.here[two.survivor]);
}

TEST_CASE("They come back as they are when the two are parted, and what the survivor was sent itself stays") {
  two_incidents two;
  two.here.must(two.duplicate, saying("BT21", unit_state::en_route));
  two.here.join(two.duplicate, two.survivor);
  two.here.must(two.survivor, saying("BT21", unit_state::at_scene));
  two.here.must(two.survivor, saying("BT22", unit_state::accepted));
  two.here.undo(two.survivor, two.duplicate);
  CHECK(resourcing_of(two.here[two.duplicate]) == "attended");
  REQUIRE(two.here[two.survivor].units.size() == 1);
  CHECK(two.here[two.survivor].units[0].unit == "BT22");
  CHECK(two.here.replayed(two.duplicate) == two.here[two.duplicate]);
  CHECK(two.here.replayed(two.survivor) == two.here[two.survivor]);
}

TEST_CASE("A survivor whose only unit goes back is unresourced, on its old clock") {
  two_incidents two;
  two.here.must(two.duplicate, saying("BT21", unit_state::accepted));
  two.here.join(two.duplicate, two.survivor);
  two.here.undo(two.duplicate, two.survivor);
  CHECK(resourcing_of(two.here[two.survivor]) == "unresourced");
  CHECK(resourcing_of(two.here[two.duplicate]) == "resourced");
}

TEST_CASE("A unit that was taken off the duplicate, and one that the survivor has itself, do not move") {
  two_incidents two;
  two.here.must(two.duplicate, saying("BT21", unit_state::accepted));
  two.here.must(two.survivor, saying("BT21", unit_state::en_route));
  two.here.join(two.duplicate, two.survivor);
  REQUIRE(two.here[two.survivor].units.size() == 1);
  CHECK_FALSE(two.here[two.survivor].units[0].from);
  CHECK(two.here[two.survivor].units[0].state() == unit_state::en_route);
}

TEST_CASE("Moves come back from the log and the snapshot") {
  two_incidents two;
  two.here.must(two.duplicate, saying("BT21", unit_state::en_route));
  two.here.join(two.duplicate, two.survivor);
  const auto kept = to_snapshot(two.here[two.survivor]);
  CHECK(from_snapshot_text(kept).value() == two.here[two.survivor]);
  two.here.undo(two.duplicate, two.survivor);
  for (const auto& e : two.here.events())
    CHECK(decode(stored(e)).value() == e);
}
