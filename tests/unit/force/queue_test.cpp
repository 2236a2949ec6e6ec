// The order of the queue: lessons.md R23.
#include "force_story.hpp"
#include "triage/force/queue.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::force;
using namespace frontdoor::triage::force::testing;
using std::chrono::minutes;

namespace {

waiting one(unsigned number, std::uint32_t rank, std::uint32_t score, int breach) {
  return {id(number), rank, score, {}, nine_in_the_evening() + minutes(breach), nine_in_the_evening()};
}

} // namespace

TEST_CASE("Grade goes before points, points before the time left, and what has no target comes last") {
  auto none = one(5, 1, 3, 0);
  none.breach_at.reset();
  const auto queue = in_order({one(1, 2, 9, 1), none, one(2, 1, 3, 40), one(3, 1, 3, 20), one(4, 1, 5, 60)});
  std::vector<uuid> order;
  for (const auto& each : queue)
    order.push_back(each.incident);
  CHECK(order == std::vector<uuid>{id(4), id(3), id(2), id(5), id(1)});
  CHECK(overtaken_by(queue, id(2)) == std::vector<uuid>{id(4), id(3)});
  CHECK(overtaken_by(queue, id(99)).empty());
}

TEST_CASE("The order does not hang on how the list came") {
  const std::vector<waiting> all{one(1, 1, 3, 20), one(2, 1, 3, 20), one(3, 0, 0, 90)};
  CHECK(in_order(all) == in_order({all[2], all[1], all[0]}));
}

TEST_CASE("A resourced incident and one of a grade that sends nobody do not wait") {
  const auto& pack = frontdoor::tests::gmp_2018();
  room room;
  CHECK(waits(room.on(1), pack));
  REQUIRE(room.report(1, unit_state::assigned));
  CHECK(waits(room.on(1), pack)); // assigned in silence is nobody yet
  REQUIRE(room.report(1, unit_state::accepted));
  CHECK_FALSE(waits(room.on(1), pack));
  auto linked = room.on(2);
  linked.status = incident_status::linked;
  CHECK_FALSE(waits(linked, pack));
}

TEST_CASE("Flags give points in words, and an ungraded incident stands where its worst would") {
  const auto& pack = frontdoor::tests::gmp_2018();
  room room;
  auto state = room.on(1);
  state.flags = {"DA", "CHILD", "ONLINE"};
  const auto found = waiting_of(state, pack, the_force().queue);
  CHECK(found.score == 7);
  CHECK(found.why.size() == 2);
  CHECK(found.breach_at == state.grade->arrive_by);
  state.grade.reset();
  state.assessment = document(nlohmann::json{{"most_urgent_possible", "2"}});
  CHECK(waiting_of(state, pack, the_force().queue).rank == 1);
  state.assessment = {};
  CHECK(waiting_of(state, pack, the_force().queue).rank == 0);
}
