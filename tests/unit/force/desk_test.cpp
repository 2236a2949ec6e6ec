// Who is on at a desk, and who covers: practice.md 13; lessons.md R14.
#include "force_story.hpp"
#include "triage/force/desk.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::force;
using namespace frontdoor::triage::force::testing;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

context at(timestamp now, const std::string& person) {
  return {now, [] { return id(1); }, dispatcher(person), frontdoor::tests::gmp_2018()};
}

desk on(unsigned number, const std::string& person, const std::string& talkgroup, timestamp since) {
  const auto made = take_desk(id(number), talkgroup, since + hours(8), at(since, person));
  REQUIRE(made);
  return apply(desk{}, made->events.at(0));
}

context by_timer(timestamp now) {
  return {now, [] { return id(1); }, frontdoor::triage::testing::machine(), frontdoor::tests::gmp_2018()};
}

// From the log, as it was written.
desk_event through_the_log(const desk_event& e) {
  const auto back = decode_desk(frontdoor::triage::testing::stored_row(encode(e)));
  REQUIRE(back);
  return *back;
}

} // namespace

TEST_CASE("Cover is whoever is on at the same talkgroup, the longest there first") {
  const auto nine = nine_in_the_evening();
  std::vector<desk> desks{
      on(1, "user:a", "north", nine), on(2, "user:b", "north", nine + minutes(5)), on(3, "user:c", "south", nine),
      on(4, "user:d", "north", nine - minutes(5))
  };
  const auto later = nine + minutes(10);
  CHECK(cover_for("user:a", desks, the_force().pods, later) == std::vector<std::string>{"user:d", "user:b"});
  const auto left = leave_desk_of(id(4), "break", {"user:a"}, at(later, "user:d"));
  REQUIRE(left);
  desks[3] = apply(desks[3], left->events.at(0));
  CHECK(cover_for("user:a", desks, the_force().pods, later) == std::vector<std::string>{"user:b"});
  CHECK(cover_for("user:a", desks, the_force().pods, nine + hours(9)).empty()); // their shift is over
  CHECK(cover_for("user:nobody", desks, the_force().pods, later).empty());
}

TEST_CASE("A shift that is over before it begins is refused, leaving never") {
  const auto nine = nine_in_the_evening();
  const auto made = take_desk(id(1), "north", nine - minutes(1), at(nine, "user:a"));
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "out_of_range");
  CHECK(leave_desk_of(id(1), "off", {}, at(nine, "user:a")));
}

TEST_CASE("A desk comes back from the log and from its snapshot as it was") {
  const auto nine = nine_in_the_evening();
  const auto taken = take_desk(id(1), "north", nine + hours(8), at(nine, "user:a"));
  const auto left = leave_desk_of(id(1), "break", {"user:b"}, at(nine + hours(1), "user:a"));
  desk folded;
  for (const auto& e : {taken->events.at(0), left->events.at(0)}) {
    const auto back = through_the_log(e);
    CHECK(back == e);
    folded = apply(std::move(folded), back);
  }
  CHECK(folded.status == "break");
  CHECK(desk_from_snapshot(nlohmann::json::parse(to_snapshot_json(folded).dump())) == folded);
}

TEST_CASE("Where nobody is on at the same talkgroup, another one of the same pod covers") {
  const auto nine = nine_in_the_evening();
  const std::vector<pod_rule> pods{{"north", "North", {"Salford"}, {"north", "north-2"}, {}}};
  const std::vector<desk> desks{
      on(1, "user:a", "north", nine), on(2, "user:b", "north-2", nine), on(3, "user:c", "south", nine)
  };
  CHECK(cover_for("user:a", desks, pods, nine + minutes(1)) == std::vector<std::string>{"user:b"});
  CHECK(cover_for("user:a", desks, {}, nine + minutes(1)).empty());
}

TEST_CASE("A shift that ends unsaid is over at its time, and the post hears of what is still held") {
  const auto nine = nine_in_the_evening();
  const auto taken = on(1, "user:a", "north", nine);
  REQUIRE(timers(taken).size() == 1);
  CHECK(timers(taken).front().due_at == nine + hours(8));
  CHECK(end_shift(taken, {id(5)}, "supervisor", by_timer(nine + hours(7)))->events.empty());
  const auto over = end_shift(taken, {id(5)}, "supervisor", by_timer(nine + hours(8)));
  REQUIRE(over);
  REQUIRE(over->events.size() == 1);
  CHECK(through_the_log(over->events.front()) == over->events.front());
  const auto after = apply(taken, over->events.front());
  CHECK(after.status == "over");
  CHECK(after.person == "user:a"); // not whoever says so
  CHECK_FALSE(after.staffed(nine + hours(8)));
  CHECK(timers(after).empty());
  CHECK(get<desk_shift_over>(end_shift(taken, {}, "supervisor", by_timer(nine + hours(8)))->events.front()).told == "");
}

TEST_CASE("Who has left, or stays on without an end, has no timer") {
  const auto nine = nine_in_the_evening();
  const auto left = leave_desk_of(id(1), "off", {}, at(nine + hours(1), "user:a"));
  CHECK(timers(apply(on(1, "user:a", "north", nine), left->events.front())).empty());
  const auto open_end = take_desk(id(1), "north", std::nullopt, at(nine, "user:a"));
  CHECK(timers(apply(desk{}, open_end->events.front())).empty());
}
