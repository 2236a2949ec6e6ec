// Handover by item: domain.md 2.5; lessons.md R14.
#include "force_story.hpp"
#include "triage/force/handover.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::force;
using namespace frontdoor::triage::force::testing;
using std::chrono::minutes;

namespace {

const actor outgoing = frontdoor::triage::testing::supervisor("user:late");
const actor incoming = triage::testing::supervisor("user:early");

handover_item item(unsigned number, std::optional<std::string> grade) {
  return {uuid{}, id(number), "GMP-" + std::to_string(number), "grade", std::move(grade), std::nullopt, std::nullopt};
}

// A grade 1, a grade 2 and another grade 2, handed over at nine.
class change {
 public:
  change() {
    kept(start_handover(
        id(70), "Salford", {item(1, "1"), item(2, "2"), item(3, "2")}, the_force().handover,
        now(nine_in_the_evening(), outgoing)
    ));
  }
  handover_outcome take(const accept_handover& command, const actor& who = incoming) {
    return kept(accept(*state_, command, the_force().handover, now(nine_in_the_evening() + minutes(2), who)));
  }
  handover_outcome over(timestamp at, const std::vector<uuid>& owed) {
    return kept(bounce(*state_, owed, now(at, triage::testing::machine())));
  }
  uuid item_id(std::size_t which) const { return state_->items.at(which).item.id; }
  item_state standing(std::size_t which) const { return state_->items.at(which).state; }
  const handover& state() const { return *state_; }
  const std::vector<handover_event>& events() const { return events_; }

 private:
  context now(timestamp at, const actor& who) {
    return {at, [this] { return id(next_++); }, who, frontdoor::tests::gmp_2018()};
  }
  handover_outcome kept(handover_outcome made) {
    if (!made) return made;
    for (const auto& e : made->events) {
      state_ = apply(std::move(state_).value_or(handover{}), e);
      events_.push_back(e);
    }
    return made;
  }
  unsigned next_ = 8500;
  std::optional<handover> state_;
  std::vector<handover_event> events_;
};

} // namespace

TEST_CASE("Grades, missing people and order or deferral tasks are handed over, and nothing else") {
  auto urgent = triage::testing::graded("2").the_incident();
  CHECK(items_of(urgent, "GMP-1", the_force().handover).size() == 1);
  auto routine = triage::testing::graded("4").the_incident();
  CHECK(items_of(routine, "GMP-2", the_force().handover).empty());
  routine.flags.push_back("MISSING_HIGH");
  CHECK(items_of(routine, "GMP-2", the_force().handover).at(0).why == "flag");
  urgent.status = incident_status::linked;
  CHECK(items_of(urgent, "GMP-1", the_force().handover).empty());
}

TEST_CASE("Each item is accepted by a named person, once") {
  change shift;
  REQUIRE(shift.take({shift.item_id(0), std::nullopt}));
  CHECK(shift.standing(0) == item_state::accepted);
  CHECK(shift.state().items[0].accepted_by == "user:early");
  CHECK(shift.take({shift.item_id(0), std::nullopt})->events.empty());
  CHECK(shift.take({shift.item_id(0), std::nullopt}, dispatcher()).error().code == "already_acknowledged");
  CHECK(shift.take({id(4), std::nullopt}).error().code == "unknown_item");
  CHECK(shift.take({shift.item_id(1), std::nullopt}, outgoing).error().code == "own_handover");
  CHECK(shift.take({shift.item_id(1), std::nullopt}, integrator()).error().code == "named_person_required");
  CHECK(shift.take({}).error().code == "nothing_said");
}

TEST_CASE("The others are accepted in bulk with an own note, a grade 1 never") {
  change shift;
  CHECK(shift.take({std::nullopt, "ok"}).error().code == "note_missing");
  REQUIRE(shift.take({std::nullopt, "Both read, units are on their way"}));
  CHECK(shift.standing(0) == item_state::waiting);
  CHECK(shift.standing(1) == item_state::accepted);
  CHECK(shift.standing(2) == item_state::accepted);
}

TEST_CASE("What nobody accepts in time bounces, once, and may still be accepted; what is over lapses") {
  change shift;
  REQUIRE(shift.take({shift.item_id(1), std::nullopt}));
  CHECK(shift.over(nine_in_the_evening() + minutes(14), {shift.item_id(0)})->events.empty());
  REQUIRE(shift.over(nine_in_the_evening() + minutes(15), {shift.item_id(0)}));
  CHECK(shift.standing(0) == item_state::bounced);
  CHECK(shift.standing(1) == item_state::accepted);
  CHECK(shift.standing(2) == item_state::lapsed);
  CHECK(shift.over(nine_in_the_evening() + minutes(20), {shift.item_id(0)})->events.empty());
  CHECK(shift.state().open());
  REQUIRE(shift.take({shift.item_id(0), std::nullopt}));
  CHECK_FALSE(shift.state().open());
}

TEST_CASE("A handover comes back from the log and from its snapshot as it was") {
  change shift;
  REQUIRE(shift.take({std::nullopt, "Both read, units are on their way"}));
  REQUIRE(shift.over(nine_in_the_evening() + minutes(15), {shift.item_id(0)}));
  handover folded;
  for (const auto& e : shift.events()) {
    const auto text = encode(e);
    CHECK(text.body.find("Both read") == std::string::npos);
    const auto back = decode_handover(triage::testing::stored_row(text));
    REQUIRE(back);
    CHECK(*back == e);
    folded = apply(std::move(folded), *back);
  }
  CHECK(folded == shift.state());
  CHECK(handover_from_snapshot(nlohmann::json::parse(to_snapshot_json(folded).dump())) == folded);
}

TEST_CASE("What waits has a timer at the time by which it is to be accepted; the bounce takes it away") {
  change shift;
  const auto pending = timers(shift.state());
  REQUIRE(pending.size() == 1);
  CHECK(pending.front().key == "accept");
  CHECK(pending.front().due_at == shift.state().accept_by);
  CHECK(falls_due(pending, "accept", pending.front().generation, shift.state().accept_by));
  CHECK_FALSE(falls_due(pending, "accept", pending.front().generation, shift.state().accept_by - minutes(1)));
  REQUIRE(shift.take({shift.item_id(0), std::nullopt}));
  // Another decision has replaced the timer: the old one does nothing any more.
  CHECK_FALSE(falls_due(timers(shift.state()), "accept", pending.front().generation, shift.state().accept_by));
  REQUIRE(shift.over(shift.state().accept_by, {shift.item_id(1), shift.item_id(2)}));
  CHECK(timers(shift.state()).empty());
}
