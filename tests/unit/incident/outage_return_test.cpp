#include <catch2/catch.hpp>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::minutes;

namespace {

take_contact numbered(const json& facts) {
  take_contact out;
  out.contact = contact_with(facts);
  out.temporary_number = "GMP-TEMP-fcc-1-000123";
  return out;
}

} // namespace

TEST_CASE("Given a contact with a temporary number, then contact, incident and card have it, also when read back") {
  story incident;
  const auto made = incident.must(numbered({{"weapon", "seen"}, {"suspect_present", true}}));
  CHECK(only<contact_received>(made).temporary_number == "GMP-TEMP-fcc-1-000123");
  CHECK(incident.the_incident().temporary_number == "GMP-TEMP-fcc-1-000123");
  CHECK(card(incident.the_incident(), "n").at("temporary_number") == "GMP-TEMP-fcc-1-000123");
  for (const auto& one : made.events)
    CHECK(decode(stored(one)) == one);
  CHECK(from_snapshot_text(to_snapshot(incident.the_incident())) == incident.the_incident());
}

TEST_CASE("Given a contact without one, then nothing says so") {
  story incident;
  const auto made = incident.opened_with({{"weapon", "seen"}});
  CHECK(encode(made.events.front()).body.find("temporary_number") == std::string::npos);
  CHECK_FALSE(card(incident.the_incident(), "n").contains("temporary_number"));
  CHECK(to_snapshot(incident.the_incident()).body.find("temporary_number") == std::string::npos);
}

TEST_CASE("Given an incident of an outage, when it returns, then it is triaged again and keeps its clock") {
  story incident;
  incident.must(numbered({{"weapon", "seen"}, {"suspect_present", true}}));
  const auto clock = incident.the_incident().clock_from;
  const auto grade = incident.the_incident().grade;
  incident.at(nine_in_the_evening() + minutes(20)).by(machine());
  const auto made = incident.must(return_from_outage{});
  CHECK(types_of(made).starts_with("incident.assessed"));
  CHECK_FALSE(only<assessed>(made).applied);
  CHECK(incident.the_incident().grade == grade);
  CHECK(incident.the_incident().clock_from == clock);
  CHECK(open_task(incident.the_incident(), "outage_review") == nullptr);
}

TEST_CASE("Given both sides acted, when it returns, then a supervisor owes a look, once") {
  story incident;
  incident.must(numbered({{"weapon", "seen"}, {"suspect_present", true}}));
  incident.by(machine());
  incident.must(return_from_outage{true, {}});
  incident.must(return_from_outage{true, {}});
  const auto* owed = open_task(incident.the_incident(), "outage_review");
  REQUIRE(owed != nullptr);
  CHECK(owed->owner == "supervisor");
  CHECK(std::ranges::count(incident.the_incident().tasks, "outage_review", &task::kind) == 1);
}
