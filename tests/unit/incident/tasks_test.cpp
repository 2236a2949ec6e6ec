#include <catch2/catch.hpp>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

story with_task(const std::string& kind = "tell_caller") {
  story incident;
  incident.opened_with({{"domestic", true}, {"life_threat", "none"}});
  incident.must(start_task{kind, "Ring her before ten", std::nullopt});
  return incident;
}

uuid first_task(const story& incident) {
  return incident.the_incident().tasks.at(0).id;
}

complete_task ending(const story& incident, const std::string& outcome) {
  return {first_task(incident), outcome, std::nullopt, std::nullopt};
}

} // namespace

TEST_CASE("A task has an owner, a due time and a timer") {
  const auto incident = with_task();
  const auto& owed = incident.the_incident().tasks.at(0);
  CHECK(owed.owner == "call_handler");
  CHECK(owed.due_at == nine_in_the_evening() + minutes(15));
  CHECK(timers(incident.the_incident()).at(0).key == "task:" + owed.id.to_string());
  CHECK(card(incident.the_incident(), "n").at("open_tasks") == 1);
}

TEST_CASE("A person may want a task sooner, never later than the force's own time") {
  story incident;
  incident.opened_with({{"domestic", true}});
  incident.must(start_task{"tell_caller", std::nullopt, nine_in_the_evening() + minutes(5)});
  CHECK(incident.the_incident().tasks.at(0).due_at == nine_in_the_evening() + minutes(5));
  incident.must(start_task{"confirm_hand_off", std::nullopt, nine_in_the_evening() + minutes(500)});
  CHECK(incident.the_incident().tasks.at(1).due_at == nine_in_the_evening() + minutes(15));
}

TEST_CASE("A kind that people do not open, or one that is open already, is refused") {
  auto incident = with_task();
  CHECK(refused_with(incident.when(start_task{"decide_approval", {}, {}})) == "unknown_task_kind");
  CHECK(refused_with(incident.when(start_task{"tea", {}, {}})) == "unknown_task_kind");
  CHECK(refused_with(incident.when(start_task{"tell_caller", {}, {}})) == "task_waits_already");
}

TEST_CASE("An overdue task climbs to whoever stands above its owner, once") {
  auto incident = with_task();
  const auto pending = timers(incident.the_incident()).at(0);
  incident.at(pending.due_at).by(machine());
  const auto made = incident.must(fire_timer{pending.key, pending.generation});
  CHECK(types_of(made) == "task.overdue");
  CHECK(incident.the_incident().tasks.at(0).owner == "supervisor");
  CHECK(incident.the_incident().tasks.at(0).overdue);
  CHECK(timers(incident.the_incident()).empty());
  CHECK(incident.must(fire_timer{pending.key, pending.generation}).events.empty());
}

TEST_CASE("The caller was told: the task ends, and what was said is the promise now") {
  auto incident = with_task();
  incident.at(nine_in_the_evening() + minutes(3));
  const auto made = incident.must(ending(incident, "told"));
  CHECK(types_of(made) == "task.completed");
  CHECK(incident.the_incident().promise->text == "We come today.");
  CHECK(incident.the_incident().promise->at == incident.now());
  CHECK(incident.the_incident().promise->after_change);
  CHECK(refused_with(incident.when(ending(incident, "told"))) == "task_ended");
}

TEST_CASE("A caller is not reached only after three attempts that lie apart") {
  auto incident = with_task();
  const auto task = first_task(incident);
  const auto attempt = [&](int after) {
    incident.at(nine_in_the_evening() + minutes(after)).must(attempt_task{task, "no_answer", std::nullopt});
  };
  attempt(0);
  attempt(1);
  attempt(2); // too soon after the first
  CHECK(refused_with(incident.when(ending(incident, "not_reached"))) == "attempts_missing");
  attempt(6);
  attempt(12);
  CHECK(incident.when(ending(incident, "not_reached")));
}

TEST_CASE("No safe contact needs its reason; an outcome or attempt must be one of the policy's") {
  auto incident = with_task();
  CHECK(refused_with(incident.when(ending(incident, "no_safe_contact"))) == "unknown_outcome");
  CHECK(refused_with(incident.when(ending(incident, "bored"))) == "unknown_outcome");
  CHECK(refused_with(incident.when(attempt_task{first_task(incident), "shouted", {}})) == "unknown_outcome");
  CHECK(refused_with(incident.when(complete_task{id(4242), "told", {}, {}})) == "unknown_task");
  CHECK(incident.when(complete_task{first_task(incident), "no_safe_contact", "anonymous", std::nullopt}));
}

TEST_CASE("A machine neither attempts nor completes") {
  auto incident = with_task();
  incident.by(integrator());
  CHECK(refused_with(incident.when(ending(incident, "told"))) == "named_person_required");
  CHECK(refused_with(incident.when(attempt_task{first_task(incident), "no_answer", {}})) == "named_person_required");
}

TEST_CASE("A task of a kind that the policy no longer has still has an end") {
  auto incident = with_task("confirm_hand_off");
  auto newer = test_policy();
  std::erase_if(newer.working.tasks, [](const task_rule& one) { return one.kind == "confirm_hand_off"; });
  const context context{incident.now(), [] { return id(77); }, person(), newer};
  CHECK_FALSE(decide(incident.state(), ending(incident, "accepted"), context));
  CHECK(decide(incident.state(), ending(incident, "done"), context));
}
