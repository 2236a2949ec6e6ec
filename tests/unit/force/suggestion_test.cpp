// Which unit could go: nearest first, skills, diversions offered and never taken.
#include "force_story.hpp"
#include "triage/force/suggestion.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::force;
using namespace frontdoor::triage::force::testing;
using std::chrono::minutes;

namespace {

constexpr point market{53.4800, -2.2400};

sought at_market(std::uint32_t rank = 0) {
  sought out;
  out.district = "Manchester";
  out.place = market;
  out.rank = rank;
  out.most_urgent = rank == 0;
  out.local_hour = 12;
  out.now = nine_in_the_evening();
  return out;
}

// Free, that many thousandths of a degree to the north, seen now.
candidate_unit unit(const std::string& name, int north, std::uint32_t state = 2) {
  candidate_unit out;
  out.unit = name;
  out.district = "Manchester";
  out.skills = {"response_driver"};
  out.state = the_force().find_state(state);
  out.place = point{market.lat + north / 1000.0, market.lon};
  out.seen_at = nine_in_the_evening();
  return out;
}

std::vector<std::string> names(const std::vector<suggestion>& found) {
  std::vector<std::string> out;
  for (const auto& one : found)
    out.push_back(one.unit);
  return out;
}

bool says(const suggestion& one, const std::string& words) {
  return std::ranges::any_of(one.why, [&](const std::string& each) { return each.find(words) != std::string::npos; });
}

} // namespace

TEST_CASE("The nearest free unit comes first, and says why") {
  const auto found = suggest_units(at_market(), {unit("FAR", 30), unit("NEAR", 10)}, the_force());
  REQUIRE(names(found) == std::vector<std::string>{"NEAR", "FAR"});
  CHECK(found[0].distance_m == 1112);
  CHECK(says(found[0], "1.1 km in a straight line"));
  CHECK(says(found[0], "in the city"));
}

TEST_CASE("The hour and the kind of area change the estimate") {
  const auto& travel = the_force().travel;
  CHECK(travel_seconds(3000, "Manchester", 12, travel) == 468); // 3.9 km at 30 km/h
  CHECK(travel_seconds(3000, "Manchester", 16, travel) > travel_seconds(3000, "Manchester", 12, travel));
  CHECK(travel_seconds(3000, "Oldham", 12, travel) < travel_seconds(3000, "Manchester", 12, travel));
}

TEST_CASE("A unit on a less urgent incident is a diversion after the free ones; one on the same grade is not offered") {
  auto busy = unit("BUSY", 1, 5);
  busy.busy = busy_with{id(5), "GMP-1", "3", 2, false};
  auto same = unit("SAME", 1, 5);
  same.busy = busy_with{id(6), "GMP-2", "1", 0, false};
  auto there = unit("THERE", 1, 7);
  there.busy = busy_with{id(7), "GMP-3", "3", 2, true};
  const auto found = suggest_units(at_market(), {busy, same, there, unit("FREE", 40)}, the_force());
  REQUIRE(names(found) == std::vector<std::string>{"FREE", "BUSY"});
  CHECK(found[1].diversion_from->incident == id(5));
  CHECK(says(found[1], "A diversion"));
}

TEST_CASE("A unit with the skill goes before a nearer one without, which is still listed") {
  auto incident = at_market();
  incident.needs = {{"taser", "a knife is about"}};
  auto armed = unit("TASER", 30);
  armed.skills.push_back("taser");
  const auto found = suggest_units(incident, {unit("NEAR", 5), armed}, the_force());
  REQUIRE(names(found) == std::vector<std::string>{"TASER", "NEAR"});
  CHECK(found[1].lacks == std::vector<std::string>{"taser"});
  CHECK(says(found[1], "Lacks what is needed: Taser (a knife is about)"));
}

TEST_CASE("A break is interrupted for the most urgent grade only; committed and off duty are not offered") {
  const std::vector<candidate_unit> units{unit("BREAK", 1, 4), unit("ESCORT", 1, 9), unit("OFF", 1, 11)};
  CHECK(names(suggest_units(at_market(0), units, the_force())) == std::vector<std::string>{"BREAK"});
  CHECK(suggest_units(at_market(1), units, the_force()).empty());
}

TEST_CASE("What is not known of a place is said, and old positions too") {
  auto incident = at_market();
  auto old = unit("OLD", 5);
  old.seen_at = nine_in_the_evening() - minutes(25);
  auto station = unit("STATION", 6);
  station.seen_at.reset();
  auto found = suggest_units(incident, {old, station}, the_force());
  CHECK(says(found[0], "25 minutes old"));
  CHECK(says(found[1], "from its station"));
  incident.place.reset();
  found = suggest_units(incident, {old}, the_force());
  CHECK_FALSE(found[0].distance_m);
  CHECK(says(found[0], "no coordinates"));
}

TEST_CASE("The pack says which skills an incident asks for") {
  auto incident = triage::testing::graded("1", {{"weapon", "seen"}, {"weapon_type", "knife"}});
  const auto needs = skills_needed(incident.the_incident(), frontdoor::tests::gmp_2018());
  CHECK(std::ranges::find(needs, "taser", &coded_text::code) != needs.end());
  CHECK(skills_needed(triage::testing::graded("3").the_incident(), frontdoor::tests::gmp_2018()).empty());
}
