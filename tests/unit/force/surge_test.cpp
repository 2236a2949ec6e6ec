// Surge: practice.md 11; lessons.md R23.
#include "force_story.hpp"
#include "triage/force/surge.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::force;
using namespace frontdoor::triage::force::testing;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// So many that wait, the oldest for so long at nine in the evening.
std::vector<timestamp> queue_of(unsigned many, std::chrono::microseconds oldest) {
  std::vector<timestamp> out;
  for (unsigned i = many; i > 0; --i)
    out.push_back(nine_in_the_evening() - oldest / i);
  return out;
}

class watched {
 public:
  surge_outcome look(timestamp at, const surge_measures& measures) {
    return kept(watch_surge(state_, id(90), measures, the_force().surge, now(at, triage::testing::machine())));
  }
  surge_outcome answer(timestamp at, const actor& who, const acknowledge_surge& command = {}) {
    return kept(acknowledge(state_, command, the_force().surge, now(at, who)));
  }
  const std::optional<surge_state>& state() const { return state_; }
  const std::vector<surge_event>& events() const { return events_; }

 private:
  context now(timestamp at, actor who) {
    return {at, [this] { return id(next_++); }, std::move(who), frontdoor::tests::gmp_2018()};
  }
  surge_outcome kept(surge_outcome made) {
    if (!made) return made;
    for (const auto& e : made->events) {
      state_ = apply(std::move(state_).value_or(surge_state{}), e);
      events_.push_back(e);
    }
    return made;
  }

  unsigned next_ = 8000;
  std::optional<surge_state> state_;
  std::vector<surge_event> events_;
};

surge_measures bad() {
  return measure(queue_of(45, hours(5)), 0, nine_in_the_evening(), the_force().surge);
}

surge_measures quiet() {
  return measure({}, 0, nine_in_the_evening(), the_force().surge);
}

} // namespace

TEST_CASE("The three measures are told apart, and one alone is no surge") {
  const auto& rules = the_force().surge;
  CHECK(bad().over == std::vector<std::string>{"queue_length", "oldest_waiting", "free_units"});
  CHECK(is_surge(bad(), rules));
  const auto old = measure(queue_of(3, hours(5)), 9, nine_in_the_evening(), rules);
  CHECK(old.over == std::vector<std::string>{"oldest_waiting"});
  CHECK_FALSE(is_surge(old, rules));
  CHECK(quiet().over.empty()); // with nobody waiting, no free unit is nothing wrong
}

TEST_CASE("A surge is told once, and again only at its review") {
  watched room;
  const auto nine = nine_in_the_evening();
  CHECK(room.look(nine, quiet())->events.empty());
  CHECK(room.look(nine, bad())->events.size() == 1);
  CHECK(room.state()->to == "duty_superintendent");
  CHECK(room.look(nine + minutes(1), bad())->events.empty());
  CHECK(room.look(nine + minutes(2), quiet())->events.empty()); // no coming and going before the review
  CHECK(room.look(nine + hours(1), bad())->events.size() == 1);
  CHECK(get<surge_told>(room.events().back()).again);
  CHECK(room.state()->began_at == nine);
  CHECK(holds_alternative<surge_ended>(room.look(nine + hours(2), quiet())->events.at(0)));
  CHECK_FALSE(room.state()->active);
}

TEST_CASE("Its post acknowledges it, or a console records the officer's word; the review time is the acceptor's own") {
  watched room;
  const auto nine = nine_in_the_evening();
  CHECK(room.answer(nine, dispatcher()).error().code == "no_surge");
  REQUIRE(room.look(nine, bad()));
  CHECK(room.answer(nine, dispatcher()).error().code == "escalation_not_yours");
  acknowledge_surge late;
  late.review_at = nine + hours(3);
  CHECK(room.answer(nine, triage::testing::supervisor(), late).error().code == "out_of_range");
  acknowledge_surge heard{named_officer{"Supt Example", "phone"}, nine + minutes(30)};
  REQUIRE(room.answer(nine, dispatcher(), heard));
  CHECK(room.state()->review_at == nine + minutes(30));
  CHECK(room.answer(nine, triage::testing::supervisor()).error().code == "already_acknowledged");
  REQUIRE(room.look(nine + minutes(30), bad()));
  CHECK_FALSE(room.state()->acknowledged_by);
}

TEST_CASE("The surge comes back from the log and from its snapshot as it was") {
  watched room;
  const auto nine = nine_in_the_evening();
  REQUIRE(room.look(nine - hours(1), measure(queue_of(1, hours(1)), 0, nine - hours(1), the_force().surge)));
  CHECK(surge_from_snapshot(nlohmann::json::parse(to_snapshot_json(*room.state()).dump())) == *room.state());
  REQUIRE(room.look(nine, bad()));
  REQUIRE(room.answer(nine, dispatcher(), {named_officer{"Supt Example", "phone"}, std::nullopt}));
  surge_state folded;
  for (const auto& e : room.events()) {
    const auto text = encode(e);
    CHECK(text.body.find("Supt") == std::string::npos);
    const auto back = decode_surge(triage::testing::stored_row(text));
    REQUIRE(back);
    CHECK(*back == e);
    folded = apply(std::move(folded), *back);
  }
  CHECK(folded == *room.state());
  CHECK(surge_from_snapshot(nlohmann::json::parse(to_snapshot_json(folded).dump())) == folded);
}

TEST_CASE("What only waiting can bring is planned for, at the moment at which it comes") {
  watched room;
  const auto nine = nine_in_the_evening();
  const auto& rules = the_force().surge;
  const auto few_units = measure(queue_of(1, hours(1)), 0, nine, rules);
  REQUIRE(few_units.over == std::vector<std::string>{"free_units"});
  REQUIRE(room.look(nine, few_units)->events.size() == 1);
  CHECK(timers(*room.state()).at(0).key == "look");
  CHECK(timers(*room.state()).at(0).due_at == nine + hours(3)); // four hours is too long
  CHECK(room.look(nine + minutes(5), few_units)->events.empty());
  const auto then = measure(queue_of(1, hours(1)), 0, nine + hours(3), rules);
  CHECK(holds_alternative<surge_told>(room.look(nine + hours(3), then)->events.at(0)));
  CHECK(timers(*room.state()).at(0).key == "review");
}

TEST_CASE("A look that finds another waiting the longest is planned anew, and none where nobody waits") {
  watched room;
  const auto nine = nine_in_the_evening();
  const auto& rules = the_force().surge;
  REQUIRE(room.look(nine, measure(queue_of(1, hours(2)), 0, nine, rules)));
  CHECK(timers(*room.state()).at(0).due_at == nine + hours(2));
  // The one that waited longest has its unit; another has waited for an hour by then.
  const std::vector<timestamp> younger{nine + hours(1)};
  const auto later = nine + hours(2);
  REQUIRE(room.look(later, measure(younger, 0, later, rules))->events.size() == 1);
  CHECK(timers(*room.state()).at(0).due_at == nine + hours(5));
  REQUIRE(room.look(nine + hours(5), quiet())->events.size() == 1);
  CHECK(timers(*room.state()).empty());
}

TEST_CASE("Enough free units leave nothing to plan for") {
  watched room;
  const auto nine = nine_in_the_evening();
  CHECK(room.look(nine, measure(queue_of(3, hours(1)), 9, nine, the_force().surge))->events.empty());
}
