#include <catch2/catch.hpp>

#include "scene.hpp"
#include "stored_row.hpp"
#include "triage/incident/major.hpp"
#include "triage/incident/separate_risk.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

declare_major_incident pile_up() {
  return {
      "Pile-up on the M60",
      {"M60, junction 12", "Collision", "Fuel", "From junction 13", "At least 14", "Fire and ambulance"},
      {"Chief Superintendent Hale", "Superintendent Moss", "Inspector Reed"}
  };
}

context context_of(actor who = supervisor()) {
  static unsigned next = 5000;
  return {nine_in_the_evening(), [] { return id(next++); }, std::move(who), test_policy()};
}

std::string refused_with(const major_outcome& made) {
  REQUIRE_FALSE(made);
  return made.error().code;
}

// A declared major incident, its incident as the declaration leaves it, and every event of the major incident.
struct declared {
  incident on;
  major_incident state;
  std::vector<major_event> events;

  explicit declared(const json& facts = routine) {
    scene one;
    on = one[one.opened_with(facts)];
    keep(declare_major(on, pile_up(), context_of()));
  }

  void keep(const major_outcome& made) {
    REQUIRE(made);
    state = frontdoor::triage::apply(events.empty() ? major_incident{} : state, made->events.front());
    events.push_back(made->events.front());
    if (made->on_incident) on = *made->on_incident->incident;
  }
};

} // namespace

TEST_CASE("A supervisor declares a major incident on an incident, with METHANE record and posts") {
  const declared major;
  CHECK(major.on.major == major.state.id);
  CHECK(card(major.on, "n").at("major_incident") == major.state.id.to_string());
  CHECK(card(major.state).at("status") == "declared");
  CHECK(card_personal(major.state).at("posts").at("gold") == "Chief Superintendent Hale");
  CHECK(card_personal(major.state).at("methane").at("access") == "From junction 13");
  CHECK(refused_with(declare_major(major.on, pile_up(), context_of())) == "major_incident_declared");
}

TEST_CASE("Neither a machine nor a closed incident makes a major incident") {
  scene one;
  const auto incident = one.opened_with(routine);
  CHECK(refused_with(declare_major(one[incident], pile_up(), context_of(machine()))) == "named_person_required");
  one.must(incident, close_incident{"dealt_with", "Officers spoke to both of them", one[incident].version});
  CHECK(refused_with(declare_major(one[incident], pile_up(), context_of())) == "incident_closed");
}

TEST_CASE("One update tells every caller: all tasks to tell one end by it, and nobody's grade falls") {
  declared major;
  scene one;
  const auto lead = one.opened_with(routine);
  for (int i = 0; i < 3; ++i) {
    const auto duplicate = one.opened_with(routine);
    one.must(duplicate, start_task{"tell_caller", {}, {}});
    one.join(duplicate, lead);
  }
  const auto grade = one[lead].grade;
  const auto told = tell_callers(major.state, one[lead], "Everybody is with a paramedic", context_of());
  REQUIRE(told);
  CHECK(get<major_incident_callers_told>(told->events.front()).tasks == 3);
  const auto& after = *told->on_incident->incident;
  CHECK(open_task(after, task_kind::tell_caller) == nullptr);
  CHECK(after.grade == grade);
  CHECK(after.promise->after_change);
}

TEST_CASE("An update where no task waits is on the record of the incident all the same") {
  const declared major;
  const auto told = tell_callers(major.state, major.on, "Everybody is with a paramedic", context_of());
  REQUIRE(told);
  REQUIRE(told->on_incident->incident->tasks.size() == 1);
  CHECK(told->on_incident->incident->tasks[0].state == task_state::done);
}

TEST_CASE("Stood down, nothing more is done on it, and its incident goes on") {
  declared major;
  major.keep(stand_down_major(major.state, major.on, "The road is open", context_of()));
  CHECK_FALSE(major.state.declared);
  CHECK(major.on.status == incident_status::open);
  CHECK_FALSE(major.on.major);
  CHECK(refused_with(tell_callers(major.state, major.on, "More", context_of())) == "major_incident_stood_down");
  CHECK(refused_with(record_bulk(major.state, {}, {}, "The same", context_of())) == "major_incident_stood_down");
  CHECK(refused_with(stand_down_major(major.state, major.on, "Again", context_of())) == "major_incident_stood_down");
}

TEST_CASE("Its events and its state read back as they were written, words and names only in the sealed part") {
  declared major;
  major.keep(record_bulk(major.state, {id(7)}, {{id(8), "separate_risk"}}, "All in their own cars", context_of()));
  major.keep(tell_callers(major.state, major.on, "Everybody is with a paramedic", context_of()));
  major.keep(stand_down_major(major.state, major.on, "The road is open", context_of()));
  CHECK(major.state.contacts_joined == 1);
  CHECK(major.state.contacts_left_out == 1);
  CHECK(major.state.updates == 1);
  major_incident folded;
  for (const auto& one : major.events) {
    const auto text = encode(one);
    const auto read = decode_major(stored_row(text));
    REQUIRE(read);
    CHECK(*read == one);
    for (const char* words : {"Hale", "junction", "own cars", "paramedic", "road is open"})
      CHECK(text.body.find(words) == std::string::npos);
    folded = frontdoor::triage::apply(std::move(folded), *read);
  }
  CHECK(folded == major.state);
  const auto personal = to_snapshot_personal(major.state);
  REQUIRE(personal);
  const auto stored = json::parse(to_snapshot_json(major.state).dump()); // as it lies in the database
  const auto kept = major_from_snapshot(stored, &*personal);
  REQUIRE(kept);
  CHECK(card(*kept) == card(major.state));
  CHECK(*kept == major.state);
  const auto unsealed = major_from_snapshot(stored, nullptr);
  REQUIRE(unsealed);
  CHECK_FALSE(unsealed->personal);
  CHECK_FALSE(major_from_snapshot({{"fold_version", 0}}, nullptr));
}

TEST_CASE("Before a bulk join each is scanned by itself: what tells of something else is found") {
  scene one;
  const auto lead = one.opened_with(routine);
  const auto same = one.opened_with(routine);
  const auto stabbing = one.opened_with({{"weapon", "used"}, {"suspect_present", true}});
  const auto& pack = test_policy();
  CHECK_FALSE(find_separate_risk(pack, one[lead], one[same]));
  const auto found = find_separate_risk(pack, one[lead], one[stabbing]);
  REQUIRE(found);
  CHECK(*found == separate_risk{"1", {"weapon"}});
}
