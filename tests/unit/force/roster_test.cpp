// The planned roster: lessons.md R14; practice.md 12.
#include "roster_story.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::force;
using namespace frontdoor::triage::force::testing;
using std::chrono::hours;

namespace {

const timestamp planned_at = nine_in_the_evening();

// An inspector for the north around the clock, in shifts of twelve hours from an hour on, and a superintendent on call
// all along; for so many days.
plan_roster around_the_clock(int days) {
  plan_roster out{planned_at, planned_at + hours(24 * days), {}};
  for (int i = 0; i < days * 2; ++i) {
    const auto from = planned_at + hours(1 + 12 * i);
    out.duties.push_back(a_duty("district_inspector", "north", i % 2 == 0 ? "insp1" : "insp2", from, from + hours(12)));
  }
  out.duties.push_back(
      a_duty("duty_superintendent", std::nullopt, "supt1", planned_at, planned_at + hours(24 * days + 12), true)
  );
  return out;
}

std::string first_fault(const roster_outcome& made) {
  REQUIRE_FALSE(made);
  REQUIRE_FALSE(made.error().faults.empty());
  return made.error().faults.front().pointer + " " + made.error().faults.front().code;
}

std::string gap_text(const roster_gap& gap) {
  return gap.post + " " + gap.area.value_or("force");
}

} // namespace

TEST_CASE("Given a plan, when a supervisor posts it, then it stands, and a later one replaces what begins in its time"
) {
  planned room;
  REQUIRE(room.plan(planned_at, around_the_clock(3)));
  CHECK(room.state().duties.size() == 7);
  CHECK(room.state().planned_to == planned_at + hours(72));
  // Another inspector for the second shift alone.
  const auto second = planned_at + hours(13);
  plan_roster change{second, second + hours(1), {}};
  change.duties.push_back(a_duty("district_inspector", "north", "insp9", second, second + hours(12)));
  REQUIRE(room.plan(planned_at, change));
  CHECK(room.state().duties.size() == 7);
  const auto then = beginning_at(room.state(), second);
  REQUIRE(then.size() == 1);
  CHECK(then.front().person == "insp9");
  CHECK(room.state().planned_to == planned_at + hours(72)); // no shorter by a change within
}

TEST_CASE("A plan that cannot be is refused, each duty at fault named") {
  planned room;
  const auto tomorrow = planned_at + hours(24);
  const auto with = [&](planned_duty one) { return plan_roster{planned_at, tomorrow, {std::move(one)}}; };
  const auto good = a_duty("district_inspector", "north", "insp1", planned_at, tomorrow);
  CHECK(first_fault(room.plan(planned_at, {planned_at, planned_at, {}})) == "/to out_of_range");
  CHECK(first_fault(room.plan(planned_at, {planned_at, planned_at + hours(24 * 63), {}})) == "/to out_of_range");
  CHECK(first_fault(room.plan(planned_at, {planned_at - hours(9), planned_at - hours(1), {}})) == "/to out_of_range");
  auto wrong = good;
  wrong.post = "captain";
  CHECK(first_fault(room.plan(planned_at, with(wrong))) == "/duties/0/post unknown_post");
  wrong = good;
  wrong.area = "atlantis";
  CHECK(first_fault(room.plan(planned_at, with(wrong))) == "/duties/0/area unknown_area");
  wrong = good;
  wrong.to = wrong.from;
  CHECK(first_fault(room.plan(planned_at, with(wrong))) == "/duties/0/to out_of_range");
  wrong = good;
  wrong.from = planned_at - hours(1);
  CHECK(first_fault(room.plan(planned_at, with(wrong))) == "/duties/0/from out_of_range");
  CHECK(first_fault(room.plan(planned_at, {planned_at, tomorrow, {good, good}})) == "/duties/1 duplicate_duty");
  CHECK(room.plan(planned_at, with(good), integrator()).error().code == "named_person_required");
}

TEST_CASE("A plan decided on a roster that has moved on is refused, and changes nothing") {
  planned room;
  auto first = around_the_clock(1);
  first.decided_on = 0;
  REQUIRE(room.plan(planned_at, first));
  const auto seen = room.state().version;
  auto mine = around_the_clock(2);
  mine.decided_on = seen;
  auto other = mine;
  REQUIRE(room.plan(planned_at, mine));
  const auto late = room.plan(planned_at, other);
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == refusal_kind::stale);
  CHECK(late.error().code == "stale_version");
  CHECK(room.state().version > seen);
}

TEST_CASE("What the server itself notes since a plan was read, a shift that began or a gap, makes that plan no older") {
  planned room;
  auto first = around_the_clock(1);
  REQUIRE(room.plan(planned_at, first));
  const auto seen = room.state().version;
  REQUIRE(room.begin(planned_at));
  REQUIRE(room.state().version > seen);
  auto mine = around_the_clock(2);
  mine.decided_on = seen;
  auto unheard_of = mine;
  unheard_of.decided_on = room.state().version + 1;
  CHECK_FALSE(room.plan(planned_at, unheard_of));
  REQUIRE(room.plan(planned_at, mine));
  mine.decided_on = room.state().planned_version - 1;
  CHECK_FALSE(room.plan(planned_at, mine)); // that one is a plan, and nobody has read it
}

TEST_CASE("What must be filled is the force's own first, then each pod's") {
  CHECK(
      wanted_posts(small_force()) ==
      std::vector<wanted_post>{{"duty_superintendent", std::nullopt}, {"district_inspector", "north"}}
  );
}

TEST_CASE("More than the roster holds is refused") {
  planned room;
  plan_roster many{planned_at, planned_at + hours(24), {}};
  for (std::size_t i = 0; i <= roster_duties_max; ++i)
    many.duties.push_back(
        a_duty("district_inspector", std::nullopt, "insp" + std::to_string(i), planned_at, planned_at + hours(1))
    );
  CHECK(room.plan(planned_at, many).error().code == "too_many_duties");
}

TEST_CASE("A district of the pod, and one of its districts alone, may be planned for") {
  planned room;
  plan_roster one{planned_at, planned_at + hours(24), {}};
  one.duties.push_back(a_duty("district_inspector", "Bolton", "insp1", planned_at, planned_at + hours(24)));
  REQUIRE(room.plan(planned_at, one));
  // Salford has nobody: the pod lacks its inspector.
  const auto gaps = gaps_in(room.state(), planned_at, planned_at + hours(20), room.force_rules());
  CHECK(std::ranges::any_of(gaps, [](const roster_gap& gap) { return gap_text(gap) == "district_inspector north"; }));
}

TEST_CASE("A gap is named before it comes, once, and no more when it is filled") {
  planned room;
  auto plan = around_the_clock(4);
  const auto free_from = plan.duties[5].from; // the sixth shift has nobody
  plan.duties.erase(plan.duties.begin() + 5);
  const auto made = room.plan(planned_at, plan);
  REQUIRE(made);
  // Only the hour before the first shift comes within two days.
  REQUIRE(room.state().gaps.size() == 1);
  CHECK(room.state().gaps.front().gap.from == planned_at);
  REQUIRE(room.state().look_at);
  CHECK(*room.state().look_at == free_from - hours(48));
  CHECK(timers(room.state()).back().key == "gaps");
  CHECK(timers(room.state()).back().due_at == free_from - hours(48));
  const auto near = free_from - hours(48);
  REQUIRE(room.look(near)->events.size() == 1);
  const auto named = get<roster_gaps_named>(room.events().back());
  REQUIRE(named.gaps.size() == 1);
  CHECK(gap_text(named.gaps.front()) == "district_inspector north");
  CHECK(named.gaps.front().from == free_from);
  CHECK(named.gaps.front().to == free_from + hours(12));
  CHECK(named.tell == "supervisor");
  CHECK(room.look(near)->events.empty()); // said once
  plan_roster fill{free_from, free_from + hours(1), {}};
  fill.duties.push_back(a_duty("district_inspector", std::nullopt, "insp7", free_from, free_from + hours(12)));
  REQUIRE(room.plan(near, fill));
  CHECK(room.state().gaps.empty());
}

TEST_CASE("A gap that runs is told from its begin and from when it was named, whatever is planned meanwhile") {
  planned room;
  REQUIRE(room.plan(planned_at, around_the_clock(4))); // the hour before the first shift has nobody
  REQUIRE(room.state().gaps.size() == 1);
  const auto before = room.state().gaps.front();
  plan_roster gone{planned_at + hours(25), planned_at + hours(26), {}}; // nobody for the third shift
  REQUIRE(room.plan(planned_at + std::chrono::minutes(30), gone));
  REQUIRE(room.state().gaps.size() == 2);
  CHECK(room.state().gaps.front() == before);
  CHECK(room.state().gaps.back().named_at == planned_at + std::chrono::minutes(30));
}

TEST_CASE("The end of the plan is a gap without an end, and before anything was planned there is none") {
  planned room;
  REQUIRE(room.plan(planned_at, around_the_clock(1)));
  const auto gaps = gaps_in(room.state(), planned_at + hours(2), planned_at + hours(60), room.force_rules());
  REQUIRE(gaps.size() == 2);
  for (const auto& gap : gaps)
    CHECK_FALSE(gap.to);
  CHECK(gaps_in(roster{}, planned_at, planned_at + hours(60), room.force_rules()).empty());
}

TEST_CASE("A shift begins at its time, once, and its people are told what they take over") {
  planned room;
  REQUIRE(room.plan(planned_at, around_the_clock(2)));
  const auto first = planned_at + hours(1);
  CHECK(next_shift(room.state()) == planned_at); // the superintendent's runs as it is planned
  REQUIRE(room.begin(planned_at)->events.size() >= 1);
  CHECK(next_shift(room.state()) == first);
  CHECK(timers(room.state()).front().key == roster_shift_timer);
  CHECK(timers(room.state()).front().due_at == first);
  CHECK(room.begin(planned_at)->events.empty()); // too early
  const auto duty = beginning_at(room.state(), first).at(0);
  REQUIRE(room.begin(first, {{duty, {id(5), id(6)}, 3}})->events.size() >= 1);
  REQUIRE(room.state().begun.size() == 2);
  CHECK(room.state().begun.back().incidents == std::vector<uuid>{id(5), id(6)});
  CHECK(room.state().begun.back().more == 3);
  CHECK(next_shift(room.state()) == first + hours(12));
  // Another server that is late finds it begun.
  const context late{first, [] { return id(1); }, triage::testing::machine(), frontdoor::tests::gmp_2018()};
  CHECK(begin_shift(room.state(), first, {}, room.force_rules(), late)->events.empty());
  // What ran when the next one begins is over.
  REQUIRE(room.begin(first + hours(12)));
  CHECK(room.state().begun.size() == 2);
  CHECK(room.state().begun.back().duty.person == "insp2");
}

TEST_CASE("Whoever is put on while their shift runs takes over at once, also beside those who came on with it") {
  planned room;
  REQUIRE(room.plan(planned_at, around_the_clock(2)));
  const auto first = planned_at + hours(1);
  REQUIRE(room.begin(planned_at));
  REQUIRE(room.begin(first, {{beginning_at(room.state(), first).at(0), {id(5)}, 0}}));
  auto plan = around_the_clock(2);
  plan.duties.push_back(a_duty("district_inspector", "north", "insp3", first, first + hours(12)));
  const auto later = first + hours(2);
  REQUIRE(room.plan(later, plan));
  CHECK(next_shift(room.state()) == first);
  CHECK(timers(room.state()).front().due_at == first);
  const auto beginning = beginning_at(room.state(), first);
  REQUIRE(beginning.size() == 1);
  CHECK(beginning.front().person == "insp3");
  REQUIRE(room.begin(later, {{beginning.front(), {id(6)}, 0}}));
  CHECK(room.state().begun.size() == 3);
  CHECK(room.state().begun_to == first);
  CHECK(next_shift(room.state()) == first + hours(12));
  // Put on for a time that is over, nobody comes on.
  plan.duties.push_back(a_duty("district_inspector", "north", "insp4", planned_at, first));
  REQUIRE(room.plan(later, plan));
  CHECK(next_shift(room.state()) == first + hours(12));
}

TEST_CASE("Whoever is taken off while their shift runs has taken over nothing, and a longer shift is the same one") {
  planned room;
  REQUIRE(room.plan(planned_at, around_the_clock(2)));
  const auto first = planned_at + hours(1);
  REQUIRE(room.begin(planned_at));
  const auto duty = beginning_at(room.state(), first).at(0);
  auto plan = around_the_clock(2);
  plan.duties.front().to += hours(1);
  REQUIRE(room.begin(first, {{duty, {id(5)}, 0}}));
  REQUIRE(room.plan(first + hours(1), plan));
  REQUIRE(room.state().begun.size() == 2);
  CHECK(room.state().begun.back().duty.to == duty.to + hours(1));
  CHECK(room.state().begun.back().incidents == std::vector<uuid>{id(5)});
  CHECK(next_shift(room.state()) == first + hours(12));
  plan.duties.erase(plan.duties.begin());
  REQUIRE(room.plan(first + hours(1), plan));
  CHECK(room.state().begun.size() == 1);
  // Taken off while the server works out what they take over: they are told nothing.
  const auto then = first + hours(12);
  const auto told = std::vector<taken_over>{{beginning_at(room.state(), then).at(0), {id(6)}, 0}};
  plan.duties.erase(plan.duties.begin());
  REQUIRE(room.plan(first + hours(1), plan));
  plan.duties.push_back(a_duty("district_inspector", "north", "insp5", then, then + hours(12)));
  REQUIRE(room.plan(first + hours(1), plan));
  REQUIRE(room.begin(then, told));
  CHECK(room.state().begun.size() == 1);
  CHECK(next_shift(room.state()) == then); // who was put on instead comes on next
}

TEST_CASE("What is too much to list is counted, and what goes first in the queue is listed") {
  const auto taken = [](std::size_t most) {
    const auto of_rank = [](unsigned number, std::uint32_t rank) {
      return waiting{id(number), rank, 0, {}, std::nullopt, nine_in_the_evening()};
    };
    return take_over({}, {of_rank(1, 3), of_rank(2, 1), of_rank(3, 2)}, most);
  };
  CHECK(taken(2).incidents == std::vector<uuid>{id(2), id(3)});
  CHECK(taken(2).more == 1);
  CHECK(taken(3).incidents == std::vector<uuid>{id(2), id(3), id(1)});
  CHECK(taken(3).more == 0);
}

TEST_CASE("A duty that began before the others were counted is read with none") {
  planned room;
  REQUIRE(room.plan(planned_at, around_the_clock(2)));
  const auto first = planned_at + hours(1);
  REQUIRE(room.begin(planned_at));
  REQUIRE(room.begin(first, {{beginning_at(room.state(), first).at(0), {id(5)}, 3}}));
  auto kept = nlohmann::json::parse(to_snapshot_json(room.state()).dump());
  kept.at("begun").at(1).erase("more");
  const auto read = roster_from_snapshot(kept);
  REQUIRE(read);
  CHECK(read->begun.at(1).more == 0);
  CHECK(read->begun.at(1).incidents == std::vector<uuid>{id(5)});
}

TEST_CASE("What the server slept through begins in order, one change after the other") {
  planned room;
  REQUIRE(room.plan(planned_at, around_the_clock(2)));
  const auto back = planned_at + hours(30);
  std::vector<timestamp> begun;
  while (next_shift(room.state()) && *next_shift(room.state()) <= back) {
    REQUIRE(room.begin(back));
    begun.push_back(*room.state().begun_to);
  }
  CHECK(
      begun == std::vector<timestamp>{planned_at, planned_at + hours(1), planned_at + hours(13), planned_at + hours(25)}
  );
}

TEST_CASE("Duties that ended two days before are forgotten, and no sooner") {
  planned room;
  REQUIRE(room.plan(planned_at, around_the_clock(2)));
  const auto before = room.state().duties.size();
  REQUIRE(room.plan(planned_at + hours(50), {planned_at + hours(72), planned_at + hours(96), {}}));
  CHECK(room.state().duties.size() == before);
  REQUIRE(room.plan(planned_at + hours(62), {planned_at + hours(72), planned_at + hours(96), {}}));
  CHECK(room.state().duties.size() == before - 1);
}

TEST_CASE("The roster comes back from the log and from its snapshot as it was") {
  planned room;
  auto plan = around_the_clock(2);
  plan.duties.erase(plan.duties.begin() + 2);
  REQUIRE(room.plan(planned_at, plan));
  const auto first = planned_at + hours(1);
  REQUIRE(room.begin(planned_at));
  REQUIRE(room.begin(first, {{beginning_at(room.state(), first).at(0), {id(5)}, 0}}));
  REQUIRE(room.plan(first, plan));
  roster folded;
  for (const auto& e : room.events()) {
    const auto back = decode_roster(triage::testing::stored_row(encode(e)));
    REQUIRE(back);
    CHECK(*back == e);
    folded = apply(std::move(folded), *back);
  }
  CHECK(folded == room.state());
  CHECK(roster_from_snapshot(nlohmann::json::parse(to_snapshot_json(folded).dump())) == folded);
}

TEST_CASE("A plan is read from its body") {
  const auto body = nlohmann::json::parse(R"({"from":"2026-03-07T00:00:00Z","to":"2026-03-08T00:00:00Z","duties":[
    {"post":"supervisor","person":"s1","from":"2026-03-07T06:00:00Z","to":"2026-03-07T14:00:00Z"},
    {"post":"hate_lead","area":"north","person":"h1","from":"2026-03-07T06:00:00Z","to":"2026-03-07T14:00:00Z","on_call":true}]})"
  );
  const auto read = plan_roster_from_json(body);
  REQUIRE(read.duties.size() == 2);
  CHECK_FALSE(read.duties[0].area);
  CHECK_FALSE(read.duties[0].on_call);
  CHECK(read.duties[1].area == "north");
  CHECK(read.duties[1].on_call);
  CHECK(read.to - read.from == hours(24));
}
