#include <catch2/catch.hpp>

#include "scene.hpp"
#include "triage/incident/separate_risk.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

const json burglary{{"home_entered", true}, {"life_threat", "none"}};

// An incident with so many contacts of one kind.
uuid burst(scene& one, int contacts) {
  const auto incident = one.opened_with(burglary);
  for (int i = 1; i < contacts; ++i)
    one.contact_on(incident, burglary);
  return incident;
}

decision told(scene& one, const uuid& incident, const json& facts, const std::string& words = "Just now.") {
  auto contact = contact_with(facts, 900);
  contact.received_at = one.now();
  contact.narrative = words;
  return one.must(incident, take_contact{contact, incident, {}, {}});
}

} // namespace

TEST_CASE("Call 143 of a burst reports a separate stabbing: told at once, owed a decision, and never swallowed") {
  scene one;
  const auto incident = burst(one, 142);
  const auto made = told(one, incident, {{"weapon", "used"}, {"suspect_present", true}});
  REQUIRE_FALSE(made.contact->separate_risk.is_null());
  CHECK(made.contact->separate_risk.value().at("grade") == "1");
  CHECK(made.contact->separate_risk.value().at("facts") == json{"weapon"});
  const auto* owed = open_task(one[incident], task_kind::separate_risk);
  REQUIRE(owed != nullptr);
  CHECK(owed->about == made.contact->id);
  // Until that is decided the risk counts where it was told.
  CHECK(one[incident].grade->grade == "1");
  CHECK(one[incident].dispatch->state == dispatch_state::pushed);
}

TEST_CASE("Words alone are enough to flag it, before anybody has asked") {
  scene one;
  const auto incident = burst(one, 6);
  const auto made = told(one, incident, {{"home_entered", true}}, "And there is a gunman in the next street.");
  REQUIRE_FALSE(made.contact->separate_risk.is_null());
  CHECK(made.contact->separate_risk.value().at("facts") == json{"life_threat"});
  CHECK(made.contact->separate_risk.value().at("grade") == "2");
}

TEST_CASE("One more of the same is not flagged, and neither is anything outside a burst") {
  scene one;
  const auto incident = burst(one, 20);
  CHECK(told(one, incident, burglary).contact->separate_risk.is_null());
  CHECK(told(one, incident, {{"weapon", "seen"}}).contact->separate_risk.is_null()); // by itself no open risk
  CHECK(open_task(one[incident], task_kind::separate_risk) == nullptr);
  scene other;
  const auto two = burst(other, 2);
  CHECK(told(other, two, {{"weapon", "used"}, {"suspect_present", true}}).contact->separate_risk.is_null());
}

TEST_CASE("Told of a duplicate, it is looked at beside the whole burst, and its survivor owes the decision") {
  scene one;
  const auto survivor = burst(one, 8);
  const auto duplicate = one.opened_with(burglary);
  one.join(duplicate, survivor);
  const auto made = told(one, duplicate, {{"weapon", "used"}, {"suspect_present", true}});
  CHECK_FALSE(made.contact->separate_risk.is_null());
  REQUIRE(open_task(one[survivor], task_kind::separate_risk) != nullptr);
  CHECK(timers(one[duplicate]).empty());
}

TEST_CASE("Where the kind of the incident is not known, the first to tell it tells what the incident is") {
  const auto& pack = test_policy();
  const auto own = read_facts(pack.facts, {{"weapon", "used"}, {"suspect_present", true}}, "");
  REQUIRE(own);
  CHECK_FALSE(find_separate_risk(pack, {}, *own, {}));
}
