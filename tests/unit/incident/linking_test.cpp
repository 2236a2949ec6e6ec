#include <catch2/catch.hpp>

#include <algorithm>

#include "scene.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const json urgent{{"relationship", "stranger"}, {"suspect_present", true}, {"life_threat", "none"}};

link_incident duplicate_of(const scene& two, const uuid& duplicate, const uuid& survivor) {
  return {link_kind::duplicate, survivor, std::nullopt, two[duplicate].version};
}

bool has_contact(const incident& state, const uuid& contact) {
  return std::ranges::find(state.contacts, contact, &contact_link::id) != state.contacts.end();
}

void check_replay(const scene& two, const uuid& incident) {
  CHECK(two.replayed(incident) == two[incident]);
  const auto read = from_snapshot_text(to_snapshot(two[incident]));
  REQUIRE(read);
  CHECK(*read == two[incident]);
}

} // namespace

TEST_CASE("A duplicate is joined in one decision on both: the survivor has callers, facts and the higher grade") {
  scene two;
  const auto survivor = two.opened_with(routine);
  two.at(two.now() + minutes(3));
  const auto duplicate = two.opened_with(urgent);
  REQUIRE(two[survivor].grade->grade == "3");
  REQUIRE(two[duplicate].grade->grade == "2");
  const auto made = two.join(duplicate, survivor);
  CHECK(types_of(made) == "incident.linked, incident.absorbed, incident.assessed, dispatch.requested");
  const auto& kept = two[survivor];
  CHECK(kept.grade->grade == "2");
  CHECK(kept.grade->arrive_by == nine_in_the_evening() + hours(1));
  CHECK(kept.contacts.size() == 2);
  CHECK(kept.facts.contains("domestic"));
  CHECK(kept.facts.contains("relationship"));
  CHECK(kept.facts.at("life_threat").size() == 2);
  CHECK(kept.dispatch->state == dispatch_state::pushed);
  const auto& linked = two[duplicate];
  CHECK(linked.status == incident_status::linked);
  CHECK(linked.joined->other == survivor);
  CHECK(timers(linked).empty());
  CHECK(card(linked, "n").at("joined_to") == survivor.to_string());
  CHECK(detail(kept).at("links").at(0).at("role") == "survivor");
  check_replay(two, survivor);
  check_replay(two, duplicate);
}

TEST_CASE("The survivor of an earlier duplicate counts from the earlier receipt, at its own higher grade") {
  scene two;
  const auto duplicate = two.opened_with(routine);
  two.at(two.now() + minutes(20));
  const auto survivor = two.opened_with(urgent);
  REQUIRE(two[survivor].grade->arrive_by == nine_in_the_evening() + minutes(80));
  two.join(duplicate, survivor);
  CHECK(two[survivor].grade->grade == "2");
  CHECK(two[survivor].clock_from == nine_in_the_evening());
  CHECK(two[survivor].grade->arrive_by == nine_in_the_evening() + minutes(60));
  CHECK(two[duplicate].grade->grade == "3");
}

TEST_CASE("Facts that are harmless apart and urgent together raise the survivor") {
  scene two;
  const auto survivor = two.opened_with({{"weapon", "seen"}, {"domestic", true}});
  const auto duplicate = two.opened_with({{"suspect_present", true}, {"domestic", true}});
  two.join(duplicate, survivor);
  CHECK(two[survivor].grade->grade == "1");
  CHECK(two[duplicate].grade->grade == "3");
}

TEST_CASE("A join needs the present version, a person and a survivor that is open") {
  scene two;
  const auto survivor = two.opened_with(routine);
  const auto duplicate = two.opened_with(routine);
  auto link = duplicate_of(two, duplicate, survivor);
  link.expected_version.reset();
  CHECK(refused_with(two.when(duplicate, link)) == "version_required");
  link.expected_version = 1;
  CHECK(refused_with(two.when(duplicate, link)) == "stale_version");
  link = duplicate_of(two, duplicate, duplicate);
  CHECK(refused_with(two.when(duplicate, link)) == "same_incident");
  link = duplicate_of(two, duplicate, id(999));
  CHECK(refused_with(two.when(duplicate, link)) == "unknown_incident");
  two.by(integrator());
  CHECK(refused_with(two.when(duplicate, duplicate_of(two, duplicate, survivor))) == "named_person_required");
  two.by(person());
  two.must(survivor, close_incident{"dealt_with", "Officers spoke to both of them", two[survivor].version});
  const auto no = two.when(duplicate, duplicate_of(two, duplicate, survivor));
  CHECK(refused_with(no) == "survivor_closed");
  CHECK(no.error().remedy.find(survivor.to_string()) != std::string::npos);
}

TEST_CASE("A duplicate is not joined to a duplicate, which names its survivor, and not joined twice") {
  scene three;
  const auto survivor = three.opened_with(routine);
  const auto duplicate = three.opened_with(routine);
  const auto third = three.opened_with(routine);
  three.join(duplicate, survivor);
  const auto no = three.when(third, duplicate_of(three, third, duplicate));
  CHECK(refused_with(no) == "survivor_linked");
  CHECK(no.error().remedy.find(survivor.to_string()) != std::string::npos);
  CHECK(refused_with(three.when(duplicate, duplicate_of(three, duplicate, third))) == "incident_linked");
  CHECK(three.when(duplicate, duplicate_of(three, duplicate, survivor))->events.empty());
  CHECK(refused_with(three.when(survivor, duplicate_of(three, survivor, duplicate))) == "survivor_linked");
}

TEST_CASE("A duplicate is not closed, graded or given tasks: its survivor is named") {
  scene two;
  const auto survivor = two.opened_with(routine);
  const auto duplicate = two.opened_with(routine);
  two.join(duplicate, survivor);
  const auto close =
      two.when(duplicate, close_incident{"dealt_with", "Officers spoke to them", two[duplicate].version});
  CHECK(refused_with(close) == "incident_linked");
  CHECK(close.error().remedy.find(survivor.to_string()) != std::string::npos);
  CHECK(refused_with(two.when(duplicate, set_grade{{"1", {}, {}}})) == "incident_linked");
  CHECK(refused_with(two.when(duplicate, start_task{"tell_caller", {}, {}})) == "incident_linked");
  CHECK(two.when(duplicate, add_note{"Her number has changed"}));
}

TEST_CASE("Open tasks of a duplicate are owed by its survivor, and go back as they then are") {
  scene two;
  const auto survivor = two.opened_with(routine);
  const auto duplicate = two.opened_with(routine);
  two.must(duplicate, start_task{"tell_caller", {}, {}});
  two.must(duplicate, start_task{"confirm_hand_off", {}, {}});
  const auto told = two[duplicate].tasks.at(0).id;
  const auto owed = two[duplicate].tasks.at(1).id;
  two.join(duplicate, survivor);
  REQUIRE(two[survivor].tasks.size() == 2);
  CHECK(timers(two[survivor]).size() == 2);
  two.must(survivor, complete_task{told, "told", {}, {}});
  two.undo(duplicate, survivor);
  CHECK(two[survivor].tasks.empty());
  CHECK(find_task(two[duplicate], told)->state == task_state::done);
  CHECK(find_task(two[duplicate], owed)->state == task_state::open);
  CHECK(timers(two[duplicate]).size() == 1);
  check_replay(two, duplicate);
}

TEST_CASE("A contact about a duplicate is kept there and reaches its survivor at once") {
  scene two;
  const auto survivor = two.opened_with(routine);
  const auto duplicate = two.opened_with(routine);
  two.join(duplicate, survivor);
  two.at(two.now() + minutes(5));
  const auto made = two.contact_on(duplicate, {{"weapon", "used"}, {"suspect_present", true}});
  CHECK(
      types_of(made) == "contact.received, incident.contact_joined, incident.assessed, incident.absorbed, "
                        "incident.assessed, dispatch.requested"
  );
  CHECK(two[survivor].grade->grade == "1");
  CHECK(two[survivor].dispatch->grade == "1");
  CHECK(two[duplicate].status == incident_status::linked);
  CHECK(made.contact->say_to_caller == "We are coming now.");
  check_replay(two, survivor);
  check_replay(two, duplicate);
}

TEST_CASE("News of a duplicate opens its closed survivor again") {
  scene two;
  const auto survivor = two.opened_with(routine);
  const auto duplicate = two.opened_with(routine);
  two.join(duplicate, survivor);
  two.must(survivor, close_incident{"dealt_with", "Officers spoke to both of them", two[survivor].version});
  two.at(two.now() + hours(2));
  two.contact_on(duplicate, urgent);
  CHECK(two[survivor].status == incident_status::open);
  CHECK(two[survivor].grade->grade == "2");
  CHECK(two[survivor].dispatch->state == dispatch_state::pushed);
}

TEST_CASE("Undone, the duplicate is as it was, at its own grade and clock; the survivor keeps what it has done") {
  scene two;
  const auto survivor = two.opened_with(urgent);
  two.at(two.now() + minutes(2));
  const auto duplicate = two.opened_with(routine);
  const auto before = two[duplicate];
  two.join(duplicate, survivor);
  two.by(dispatcher()).must(survivor, acknowledge_dispatch{two[survivor].dispatch->id});
  two.by(person());
  const auto kept = two[survivor];
  const auto made = two.undo(survivor, duplicate);
  CHECK(made.incident->id == survivor);
  CHECK(apart_from_history(two[duplicate]) == apart_from_history(before));
  CHECK(two[survivor].grade == kept.grade);
  CHECK(two[survivor].dispatch == kept.dispatch);
  CHECK(two[survivor].contacts.size() == 1);
  CHECK_FALSE(two[survivor].facts.contains("domestic"));
  CHECK(two[survivor].absorbed.empty());
  check_replay(two, survivor);
  check_replay(two, duplicate);
}

TEST_CASE("What the duplicate's callers have said since goes back with them, and raises it") {
  scene two;
  const auto survivor = two.opened_with(routine);
  const auto duplicate = two.opened_with(routine);
  const auto caller = two[duplicate].contacts.at(0).id;
  two.join(duplicate, survivor);
  add_facts_command said;
  said.facts = document(json{{"weapon", "used"}, {"suspect_present", true}});
  said.contact = caller;
  two.must(survivor, said);
  REQUIRE(two[survivor].grade->grade == "1");
  two.undo(duplicate, survivor);
  CHECK(two[duplicate].grade->grade == "1");
  CHECK(two[duplicate].dispatch->state == dispatch_state::pushed);
  CHECK(has_contact(two[duplicate], caller));
  CHECK_FALSE(two[survivor].facts.contains("weapon"));
  // Nobody but a person lowers what it was raised to.
  CHECK(two[survivor].grade->grade == "1");
  CHECK(two[survivor].suggested_grade == "3");
}

TEST_CASE("A dispatch that waited when the incidents were joined is sent again when they are parted") {
  scene two;
  const auto survivor = two.opened_with(urgent);
  const auto duplicate = two.opened_with(urgent);
  const auto first = two[duplicate].dispatch->id;
  two.join(duplicate, survivor);
  CHECK(two[survivor].dispatch->state == dispatch_state::pushed);
  two.at(two.now() + minutes(30));
  const auto made = two.undo(duplicate, survivor);
  CHECK(only<dispatch_requested>(made).supersedes == first);
  CHECK(two[duplicate].dispatch->acknowledge_by > two.now());
}

TEST_CASE("A lowering that waits lapses with a join; one on an unconfirmed condition counts as what it was before") {
  scene two;
  const auto survivor = two.opened_with(routine);
  const auto duplicate = two.opened_with(urgent);
  two.by(dispatcher()).must(duplicate, acknowledge_dispatch{two[duplicate].dispatch->id});
  set_grade lower{{"3", "facts_changed", "He has left the house for good"}, two[duplicate].version, {}};
  lower.lowering.thrive = std::array<thrive_part, thrive_count>{
      {{"low", "part one own"},
       {"low", "part two own"},
       {"low", "part three own"},
       {"low", "part four own"},
       {"low", "part five own"},
       {"low", "part six own"}}
  };
  lower.lowering.condition = "The unit finds nobody there";
  lower.lowering.check_by = two.now() + hours(1);
  two.must(duplicate, lower);
  SECTION("waiting") {
    two.join(duplicate, survivor);
    CHECK(two[duplicate].approvals.at(0).state == approval_state::lapsed);
    CHECK(two[survivor].grade->grade == "2");
    CHECK(open_task(two[survivor], task_kind::decide_approval) == nullptr);
  }
  SECTION("on a condition") {
    two.by(supervisor())
        .must(duplicate, decide_approval{two[duplicate].approvals.at(0).id, true, "The unit is on its way there", {}});
    REQUIRE(two[duplicate].grade->grade == "3");
    two.join(duplicate, survivor);
    CHECK(two[survivor].grade->grade == "2");
    CHECK(open_task(two[survivor], task_kind::check_condition) == nullptr);
    two.undo(duplicate, survivor);
    CHECK(two[duplicate].condition);
    CHECK(two[duplicate].grade->grade == "3");
  }
}

TEST_CASE("Chains: news of the first reaches every survivor; a link in the middle is undone after the one behind it") {
  scene three;
  const auto last = three.opened_with(routine);
  const auto middle = three.opened_with(routine);
  const auto first = three.opened_with(routine);
  three.join(first, middle);
  three.join(middle, last);
  CHECK(three[last].contacts.size() == 3);
  three.contact_on(first, {{"weapon", "used"}, {"suspect_present", true}});
  CHECK(three[middle].contacts.size() == 3);
  CHECK(three[last].contacts.size() == 4);
  CHECK(three[last].grade->grade == "1");
  const auto no = three.when(first, unlink_incident{middle, {}, three[first].version});
  CHECK(refused_with(no) == "survivor_linked");
  three.undo(middle, last);
  CHECK(three[middle].grade->grade == "1");
  three.undo(first, middle);
  CHECK(three[first].contacts.size() == 2);
  CHECK(three[middle].contacts.size() == 1);
  for (const auto& one : {first, middle, last})
    check_replay(three, one);
}

TEST_CASE("Related incidents stay as they are, and the relation is undone from either side") {
  scene two;
  const auto one = two.opened_with(routine);
  const auto other = two.opened_with(urgent);
  const link_incident link{link_kind::related, other, "The same family", two[one].version};
  CHECK(types_of(two.must(one, link)) == "incident.linked, incident.linked");
  CHECK(two[one].status == incident_status::open);
  CHECK(two[one].grade->grade == "3");
  CHECK(two[one].related.at(0).other == other);
  CHECK(two[other].related.at(0).other == one);
  check_replay(two, one);
  // A relation blocks nothing.
  CHECK(two.when(one, close_incident{"dealt_with", "Officers spoke to both of them", two[one].version}));
  two.undo(other, one);
  CHECK(two[one].related.empty());
  CHECK(two[other].related.empty());
  CHECK(refused_with(two.when(other, unlink_incident{one, {}, two[other].version})) == "no_such_link");
}

TEST_CASE("A burst that nobody has taken on is not closed with words that resolve nothing") {
  scene one;
  const auto incident = one.opened_with({{"home_entered", true}, {"domestic", true}, {"life_threat", "none"}});
  const auto close = [&](const char* outcome) {
    return one.when(incident, close_incident{outcome, "Nobody came to the door there", one[incident].version});
  };
  CHECK(close("no_reply"));
  scene many;
  const auto burst = many.opened_with(routine);
  for (int i = 0; i < 3; ++i)
    many.join(many.opened_with(routine), burst);
  many.contact_on(burst, routine);
  const auto no = many.when(burst, close_incident{"no_reply", "Nobody came to the door there", many[burst].version});
  REQUIRE(refused_with(no) == "still_open");
  CHECK(no.error().faults.at(0).code == "cluster_unattended");
  CHECK(many.when(burst, close_incident{"dealt_with", "Officers spoke to both of them", many[burst].version}));
}

TEST_CASE("Events of links read back as they were written, words only in the sealed part") {
  scene two;
  const auto survivor = two.opened_with(routine);
  const auto duplicate = two.opened_with(urgent);
  two.must(duplicate, start_task{"tell_caller", {}, {}});
  two.join(duplicate, survivor);
  two.undo(duplicate, survivor);
  int links = 0;
  for (const auto& one : two.events()) {
    const auto row = stored(one);
    const auto read = decode(row);
    REQUIRE(read);
    CHECK(*read == one);
    for (const char* words : {"The same thing", "They were two", "Comfrey", "Fielding", "0100"})
      CHECK(row.body.dump().find(words) == std::string::npos);
    links += row.type.starts_with("incident.linked") || row.type == "incident.absorbed" ||
             row.type == "incident.link_undone" || row.type == "incident.released";
  }
  CHECK(links == 4);
}
