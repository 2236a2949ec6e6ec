#include <catch2/catch.hpp>

#include <set>

#include "story.hpp"
#include "triage/incident/assessing.hpp"
#include "triage/incident/snapshot.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

story busy() {
  story incident;
  incident.opened_with({{"relationship", "partner"}, {"suspect_present", true}});
  REQUIRE(incident.when(
      take_contact{contact_with({{"weapon", "seen"}}, 7), incident.the_incident().id, std::nullopt, std::nullopt}
  ));
  REQUIRE(incident.when(add_note{"words"}));
  return incident;
}

} // namespace

TEST_CASE("Replaying the events gives the state that was folded on the way") {
  const auto incident = busy();
  CHECK(folded(incident.events()) == incident.the_incident());
}

TEST_CASE("A card has the members of the contract and no others") {
  const auto incident = busy();
  const auto row = card(incident.the_incident(), "GMP-20260301-000042");
  std::set<std::string> names;
  for (const auto& [name, value] : row.items())
    names.insert(name);
  CHECK(names == std::set<std::string>{"id",          "number",         "version",          "status",
                                       "grade",       "grade_name",     "grade_state",      "opened_at",
                                       "received_at", "allocate_by",    "arrive_by",        "district",
                                       "flags",       "pathway",        "channel",          "contacts",
                                       "notes",       "dispatch",       "updated_at",       "suggested_grade",
                                       "open_tasks",  "approval",       "response_reduced", "joined_to",
                                       "absorbed",    "major_incident", "resourcing",       "escalated_to"});
  CHECK(row.at("number") == "GMP-20260301-000042");
  CHECK(row.at("grade") == "1");
  CHECK(row.at("grade_name") == "Emergency");
  CHECK(row.at("contacts") == 2);
  CHECK(row.at("notes") == 1);
  CHECK(row.at("arrive_by") == "2026-03-01T21:15:00.000000Z");
  CHECK(row.at("dispatch").at("state") == "pushed");
  CHECK(
      card_personal(incident.the_incident()) ==
      json{
          {"location_text", "3 Comfrey Close, Oldham"},
          {"summary", "He is at the door."},
          {"caller_name", "Ada Fielding"},
          {"caller_phone", "+441615550100"}
      }
  );
}

TEST_CASE("A card's personal part has the newest coordinates, and how many were told, only where there are any") {
  auto state = busy().the_incident();
  CHECK(!card_personal(state).contains("place"));
  CHECK(!card_personal(state).contains("places_told"));
  state.personal->places = {{53.541, -2.118, std::nullopt}, {53.577, -2.429, 250.0}};
  const auto told = card_personal(state);
  CHECK(told.at("place") == json{{"lat", 53.577}, {"lon", -2.429}, {"radius_m", 250.0}});
  CHECK(told.at("places_told") == 2);
  state.personal->places.pop_back();
  CHECK(!card_personal(state).at("place").contains("radius_m"));
}

TEST_CASE("A snapshot reads back as the state it was made from") {
  const auto incident = busy();
  const auto read = from_snapshot_text(to_snapshot(incident.the_incident()));
  REQUIRE(read);
  CHECK(*read == incident.the_incident());
}

TEST_CASE("The personal part of a snapshot can be erased apart") {
  const auto incident = busy();
  const auto stored = to_snapshot(incident.the_incident());
  CHECK(stored.body.find("Ada") == std::string::npos);
  const auto read = from_snapshot(json::parse(stored.body), nullptr);
  REQUIRE(read);
  CHECK_FALSE(read->personal);
  CHECK(card_personal(*read).is_null());
  CHECK(card(*read, "n") == card(incident.the_incident(), "n"));
}

TEST_CASE("What was erased does not come back with the next contact") {
  auto state = busy().the_incident();
  state.personal.reset();
  contact_joined joined;
  joined.head = {state.id, nine_in_the_evening(), "user:jsmith"};
  joined.contact = id(3000);
  joined.personal = incident_personal{"3 Comfrey Close", "again", "Ada Fielding", std::nullopt};
  CHECK_FALSE(frontdoor::triage::apply(state, joined).personal);
}

TEST_CASE("A snapshot of another fold is not read, so that it is rebuilt from the log") {
  auto body = json::parse(to_snapshot(busy().the_incident()).body);
  body["fold_version"] = fold_version + 1;
  const auto read = from_snapshot(body, nullptr);
  REQUIRE_FALSE(read);
  CHECK(read.error().at(0).code == "other_fold_version");
  CHECK_FALSE(from_snapshot(json(), nullptr));
}

TEST_CASE("A damaged snapshot is told member by member, never half read") {
  const auto good = json::parse(to_snapshot(busy().the_incident()).body);
  for (const auto& [name, value] : good.items()) {
    auto damaged = good;
    damaged[name] = json{{"damaged", true}};
    const auto read = from_snapshot(damaged, nullptr);
    // Only an assessment may be any object at all.
    CHECK((name == "assessment" || !read));
  }
}

TEST_CASE("Events of the contact's stream leave the incident as it is") {
  const auto state = busy().the_incident();
  CHECK(frontdoor::triage::apply(state, contact_received{}) == state);
}

TEST_CASE("The record shows the recorded assessment with the questions worth asking now") {
  story incident;
  incident.opened_with({{"domestic", true}});
  const auto shown = assessment_now(test_policy(), incident.the_incident());
  CHECK(shown.at("proposed_grade") == "3");
  CHECK_FALSE(shown.at("next_questions").empty());
  CHECK_FALSE(shown.at("what_would_change").empty());
  CHECK(assessment_now(test_policy(), frontdoor::triage::incident{}).is_null());
}
