// Problem records: proposed by counts, opened by people, taken through their stages, closed against a baseline.
#include <catch2/catch.hpp>

#include "partner_story.hpp"
#include "stored_row.hpp"
#include "triage/incident/problem.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::days;

namespace {

class workshop {
 public:
  workshop() : incident_(graded("5", {{"advice_only", true}, {"repeat_place_contacts_28d", 6}})) {}

  context now(const actor& who = person()) {
    return {incident_.now(), [this] { return id(next_++); }, who, frontdoor::tests::gmp_2018()};
  }

  problem_outcome kept(problem_outcome made) {
    if (!made) return made;
    for (const auto& e : made->events) {
      state_ = apply(state_.value_or(problem_record{}), e);
      events_.push_back(e);
    }
    if (made->on_incident) changed_ = made->on_incident->incident;
    return made;
  }

  problem_outcome opened(const open_problem& wanted) {
    return kept(open_problem_on(incident_.the_incident(), wanted, now()));
  }

  void to_stage(problem_stage stage) {
    REQUIRE(kept(set_stage(*state_, {stage, "What was found at this step"}, now())));
  }

  const problem_record& the_problem() const { return *state_; }
  const incident& on() const { return changed_ ? *changed_ : incident_.the_incident(); }
  const std::vector<problem_event>& events() const { return events_; }

 private:
  story incident_;
  std::optional<problem_record> state_;
  std::optional<incident> changed_;
  std::vector<problem_event> events_;
  unsigned next_ = 7000;
};

open_problem yard() {
  return {"place", "place_28_days", "neighbourhood_team", 14, 28, {{"statement", "Youths gather behind the shops"}}};
}

std::string why_not(const problem_outcome& made) {
  REQUIRE_FALSE(made);
  CHECK_FALSE(made.error().remedy.empty());
  return made.error().code;
}

} // namespace

TEST_CASE("A problem record is a person's, in own words, of a kind and by a trigger of the policy") {
  workshop here;
  auto wanted = yard();
  wanted.kind = "weather";
  CHECK(why_not(here.opened(wanted)) == "unknown_kind");
  wanted = yard();
  wanted.trigger = "full_moon";
  CHECK(why_not(here.opened(wanted)) == "unknown_trigger");
  wanted = yard();
  wanted.words["statement"] = "as per log";
  CHECK(why_not(here.opened(wanted)) == "own_words_required");
  CHECK(why_not(open_problem_on(here.on(), yard(), here.now(machine()))) == "named_person_required");
}

TEST_CASE("Opening one ends the task that proposed it, and its incident knows it") {
  workshop here;
  REQUIRE(open_task(here.on(), task_kind::propose_problem) != nullptr);
  REQUIRE(here.opened(yard()));
  CHECK(open_task(here.on(), task_kind::propose_problem) == nullptr);
  CHECK(here.on().screening.problems == std::vector<uuid>{here.the_problem().id});
  CHECK(here.on().grade->grade == "5");
}

TEST_CASE("A problem goes one stage on, or back to any before") {
  workshop here;
  REQUIRE(here.opened(yard()));
  CHECK(
      why_not(set_stage(here.the_problem(), {problem_stage::response, "Too early for this"}, here.now())) ==
      "stage_out_of_order"
  );
  here.to_stage(problem_stage::analysis);
  here.to_stage(problem_stage::response);
  here.to_stage(problem_stage::scanning);
  CHECK(here.the_problem().stage == problem_stage::scanning);
}

TEST_CASE("Actions have an owner and a time, and end once") {
  workshop here;
  REQUIRE(here.opened(yard()));
  const auto due = nine_in_the_evening() + days(7);
  CHECK(
      why_not(add_action(here.the_problem(), {"council", nine_in_the_evening(), "Mend the gate"}, here.now())) ==
      "out_of_range"
  );
  REQUIRE(here.kept(add_action(here.the_problem(), {"council", due, "Mend the gate"}, here.now())));
  const auto action = here.the_problem().actions.back().id;
  CHECK(card(here.the_problem(), due + days(1)).at("actions").at(0).at("overdue") == true);
  CHECK(why_not(end_action(here.the_problem(), {id(1), true, std::nullopt}, here.now())) == "unknown_action");
  REQUIRE(here.kept(end_action(here.the_problem(), {action, true, "A new lock"}, here.now())));
  CHECK(why_not(end_action(here.the_problem(), {action, true, std::nullopt}, here.now())) == "action_ended");
}

TEST_CASE("An action whose time is over falls to its owner as a task, once, until it ends") {
  workshop here;
  REQUIRE(here.opened(yard()));
  const auto due = nine_in_the_evening() + days(7);
  REQUIRE(here.kept(add_action(here.the_problem(), {"council", due, "Mend the gate"}, here.now())));
  REQUIRE(here.kept(add_action(here.the_problem(), {"licensing", due + days(7), "Visit the shop"}, here.now())));
  REQUIRE(timers(here.the_problem()).size() == 2);
  CHECK(timers(here.the_problem()).front().due_at == due);
  auto at = here.now(machine());
  CHECK(note_overdue_actions(here.the_problem(), at)->events.empty());
  at.now = due;
  REQUIRE(here.kept(note_overdue_actions(here.the_problem(), at)));
  CHECK(note_overdue_actions(here.the_problem(), at)->events.empty());
  REQUIRE(timers(here.the_problem()).size() == 1);
  REQUIRE(overdue_tasks(here.the_problem()).size() == 1);
  CHECK(overdue_tasks(here.the_problem()).front().owner == "council");
  const auto action = here.the_problem().actions.front().id;
  REQUIRE(here.kept(end_action(here.the_problem(), {action, true, std::nullopt}, here.now())));
  CHECK(overdue_tasks(here.the_problem()).empty());
}

TEST_CASE("A problem is closed at its assessment, with every action ended, against a count") {
  workshop here;
  REQUIRE(here.opened(yard()));
  const close_problem ending{1, 28, "One call in four weeks, of another kind"};
  CHECK(why_not(close(here.the_problem(), ending, here.now())) == "not_assessed");
  for (const auto stage : {problem_stage::analysis, problem_stage::response, problem_stage::assessment})
    here.to_stage(stage);
  REQUIRE(here.kept(
      add_action(here.the_problem(), {"council", nine_in_the_evening() + days(7), "Mend the gate"}, here.now())
  ));
  CHECK(why_not(close(here.the_problem(), ending, here.now())) == "actions_open");
  const auto action = here.the_problem().actions.back().id;
  REQUIRE(here.kept(end_action(here.the_problem(), {action, false, std::nullopt}, here.now())));
  CHECK(why_not(close(here.the_problem(), {1, 0, "Nothing came up again"}, here.now())) == "out_of_range");
  REQUIRE(here.kept(close(here.the_problem(), ending, here.now())));
  CHECK_FALSE(here.the_problem().open);
  CHECK(why_not(add_incident(here.the_problem(), here.on(), here.now())) == "problem_closed");
}

TEST_CASE("A problem record comes back from the log and from its snapshot as it was") {
  workshop here;
  REQUIRE(here.opened(yard()));
  here.to_stage(problem_stage::analysis);
  REQUIRE(here.kept(
      add_action(here.the_problem(), {"council", nine_in_the_evening() + days(7), "Mend the gate"}, here.now())
  ));
  auto late = here.now(machine());
  late.now = nine_in_the_evening() + days(8);
  REQUIRE(here.kept(note_overdue_actions(here.the_problem(), late)));
  problem_record again;
  for (const auto& e : here.events()) {
    const auto text = encode(e);
    const auto read = decode_problem(stored_row(text));
    REQUIRE(read);
    CHECK(*read == e);
    again = apply(std::move(again), *read);
  }
  CHECK(again == here.the_problem());
  const auto personal = to_snapshot_personal(again);
  REQUIRE(personal);
  CHECK(problem_from_snapshot(json::parse(to_snapshot_json(again).dump()), &*personal) == again);
}
