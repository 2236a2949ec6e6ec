// What contacts of one incident say that cannot all be so: lessons.md R07, R19.
#include "partner_story.hpp"

#include "triage/incident/conflicts.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

// A calm contact from that place.
take_contact from_place(double lat, double lon, std::optional<double> radius_m, unsigned number) {
  take_contact out{contact_with(calm(), number), {}, {}, {}};
  out.contact.location.lat = lat;
  out.contact.location.lon = lon;
  out.contact.location.radius_m = radius_m;
  return out;
}

take_contact about(const std::string& name, const std::string& born, unsigned number) {
  take_contact out{contact_with(calm(), number), {}, {}, {}};
  out.contact.subjects = {{name, "victim", born, {}}};
  return out;
}

story opened(take_contact first) {
  story out(tests::gmp_2018());
  out.must(std::move(first));
  return out;
}

decision joined(story& incident, take_contact next) {
  next.incident = incident.the_incident().id;
  return incident.must(std::move(next));
}

bool says(const story& incident, const char* fact) {
  const auto facts = current_facts(incident.the_incident());
  return facts.contains(fact) && facts.at(fact) == true;
}

} // namespace

TEST_CASE("A second caller far from the first raises the conflict of places, and somebody has to look") {
  auto incident = opened(from_place(53.4631, -2.2913, 50.0, 0)); // Stretford
  incident.must(set_grade{{"3", std::nullopt, std::nullopt}});
  const auto before = incident.the_incident().grade;
  REQUIRE(before);
  const auto made = joined(incident, from_place(53.5409, -2.1114, 50.0, 1)); // Oldham, some 15 km off
  const auto& raised = only<facts_added>(made);
  CHECK(raised.head.actor == conflict_actor);
  CHECK(raised.kind == fact_source::system);
  CHECK(raised.facts.value() == json{{"location_conflict", true}});
  CHECK(open_kinds(incident).contains("check_places"));
  CHECK(incident.the_incident().grade->rank <= before->rank);
  for (const auto& e : made.events)
    CHECK(encode(e).body.find("53.54") == std::string::npos);
  check_kept(incident);
}

TEST_CASE("What lies within the areas told, or near any place told before, is no conflict") {
  auto incident = opened(from_place(53.4631, -2.2913, 50.0, 0));
  CHECK(types_of(joined(incident, from_place(53.4650, -2.2913, 50.0, 1))).find("facts_added") == std::string::npos);
  CHECK_FALSE(says(incident, location_conflict_fact));
  joined(incident, from_place(53.5409, -2.1114, 20000.0, 2)); // a whole mast: it says nothing against the first
  CHECK_FALSE(says(incident, location_conflict_fact));
}

TEST_CASE("A conflict that is known is not raised again, and only a person ends its task") {
  auto incident = opened(from_place(53.4631, -2.2913, 50.0, 0));
  joined(incident, from_place(53.5409, -2.1114, 50.0, 1));
  const auto again = joined(incident, from_place(53.8, -2.6, 50.0, 2));
  for (const auto& e : again.events)
    CHECK_FALSE(holds_alternative<facts_added>(e));
  CHECK(open_kinds(incident).count("check_places") == 1);
  CHECK(says(incident, location_conflict_fact));
}

TEST_CASE("One name with two dates of birth is not clearly one person") {
  auto incident = opened(about("Ada Fielding", "1987-04-23", 0));
  joined(incident, about("ada  FIELDING", "1987-04-23", 1));
  CHECK_FALSE(says(incident, identity_conflict_fact));
  joined(incident, about("Bea Marsh", "1990-01-01", 2)); // somebody else
  joined(incident, about("Ada Fielding", "1987", 3));    // a part of a date contradicts nothing
  CHECK_FALSE(says(incident, identity_conflict_fact));
  const auto made = joined(incident, about("Ada Fielding", "1959-04-23", 4));
  CHECK(only<facts_added>(made).facts.value() == json{{"identity_conflict", true}});
  CHECK(open_kinds(incident).contains("check_identity"));
  for (const auto& e : made.events)
    CHECK(encode(e).body.find("1959") == std::string::npos);
  check_kept(incident);
}

TEST_CASE("A force that sets no distance has no such conflict raised, and neither has an incident whose part is erased"
) {
  auto pack = tests::gmp_2018();
  auto incident = opened(from_place(53.4631, -2.2913, 50.0, 0));
  const auto far = from_place(53.5409, -2.1114, 50.0, 1).contact;
  CHECK_FALSE(conflicts_with(pack, incident.the_incident(), far).is_null());
  pack.working.conflicts.places_apart_m = 0;
  CHECK(conflicts_with(pack, incident.the_incident(), far).is_null());
  auto erased = incident.the_incident();
  erased.personal.reset();
  CHECK(conflicts_with(tests::gmp_2018(), erased, far).is_null());
}
