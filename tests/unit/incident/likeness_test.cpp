#include <catch2/catch.hpp>

#include <algorithm>

#include "scene.hpp"
#include "triage/incident/likeness.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using Catch::Detail::Approx;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const link_rules& rules() {
  return test_policy().working.links;
}

location point(double lat, double lon, double radius_m = 0) {
  location out;
  out.lat = lat;
  out.lon = lon;
  if (radius_m > 0) out.radius_m = radius_m;
  return out;
}

appearance seen(unsigned number, const location& where, timestamp at = nine_in_the_evening()) {
  appearance out;
  out.incident = id(number);
  out.received_at = at;
  out.contacts = 1;
  add(out, {}, where, {}, "");
  return out;
}

std::vector<std::string> words_of(const likeness& found) {
  std::vector<std::string> out;
  for (const auto& one : found.reasons)
    out.push_back(one.text);
  return out;
}

} // namespace

TEST_CASE("Distance over ground: the pier ends of Southend, a degree of the equator, nothing") {
  CHECK(metres_between(0, 0, 0, 1) == Approx(111'195).epsilon(0.001));
  CHECK(metres_between(51.5145, 0.7217, 51.5332, 0.7143) == Approx(2'141).epsilon(0.01));
  CHECK(metres_between(53.5, -2.2, 53.5, -2.2) == 0);
}

TEST_CASE("Near, at the same time and of the same kind: each said in words with its points") {
  auto one = seen(1, point(53.4839, -2.2446));
  auto other = seen(2, point(53.4844, -2.2446), nine_in_the_evening() + minutes(3));
  one.kinds["weapon"] = {"seen"};
  other.kinds["weapon"] = {"seen", "used"};
  const auto found = compare(rules(), one, other);
  CHECK(words_of(found) == std::vector<std::string>{"56 m away", "3 minutes apart", "the same kind: weapon"});
  CHECK(found.score == 85);
  CHECK(found.duplicate);
}

TEST_CASE("A radius around a point may make it near, never far") {
  const auto one = seen(1, point(53.4839, -2.2446, 500));
  const auto other = seen(2, point(53.4879, -2.2446));
  CHECK(compare(rules(), one, other).reasons.at(0).text == "0 m away");
}

TEST_CASE("Of all that is known of a place the best counts, once") {
  location address = point(53.4839, -2.2446);
  address.uprn = "100012345678";
  address.postcode = "M1 1AE";
  address.text = "12 Yarrow Road";
  location same = address;
  CHECK(compare(rules(), seen(1, address), seen(2, same)).reasons.at(0).text == "the same address");
  location written;
  written.text = "12 yarrow road.";
  written.postcode = "m11ae";
  const auto found = compare(rules(), seen(1, address), seen(2, written, nine_in_the_evening() + hours(2)));
  CHECK(words_of(found) == std::vector<std::string>{"the same words for the place"});
  written.text = "the shop";
  CHECK(
      words_of(compare(rules(), seen(1, address), seen(2, written, nine_in_the_evening() + hours(2)))) ==
      std::vector<std::string>{"the same postcode"}
  );
}

TEST_CASE("One number in three spellings is the same; a name of one word is nobody's") {
  auto one = seen(1, {});
  auto other = seen(2, {}, nine_in_the_evening() + hours(3));
  add(one, {"+44 161 555 0100", "Ada Fielding", {}}, {}, {}, "");
  add(other, {"0161 555 0100", "ADA  FIELDING", {}}, {}, {}, "");
  CHECK(words_of(compare(rules(), one, other)) == std::vector<std::string>{"the same number", "the same name"});
  auto third = seen(3, {}, nine_in_the_evening() + hours(3));
  add(third, {"999", "Ada", {}}, {}, {}, "");
  CHECK(compare(rules(), one, third).score == 0);
}

TEST_CASE("Registration marks are found in words, with a space or none, and nowhere inside longer ones") {
  using marks = std::vector<std::string>;
  CHECK(registration_marks("a red Golf, ab12 cde, went off") == marks{"AB12CDE"});
  CHECK(registration_marks("AB12CDE and XY99ZZZ.") == marks{"AB12CDE", "XY99ZZZ"});
  CHECK(registration_marks("XAB12CDEX AB12 CD AB12  CDE AB1 2CDE 12") == marks{});
  auto one = seen(1, {});
  auto other = seen(2, {}, nine_in_the_evening() + hours(3));
  add(one, {}, {}, {}, "a red Golf AB12 CDE");
  const std::vector<subject> driver{{"", {}, {}, "drives AB12CDE"}};
  add(other, {}, {}, driver, "");
  CHECK(words_of(compare(rules(), one, other)) == std::vector<std::string>{"the same vehicle"});
}

TEST_CASE("Another kind of event at the same place and time is at most related") {
  auto one = seen(1, point(53.4839, -2.2446));
  auto other = seen(2, point(53.4839, -2.2446));
  one.kinds["domestic"] = {"true"};
  other.kinds["weapon"] = {"used"};
  CHECK_FALSE(compare(rules(), one, other).duplicate);
  other.kinds.clear();
  CHECK(compare(rules(), one, other).duplicate);
}

TEST_CASE("Candidates are those like enough, the likest first, never the incident itself") {
  const auto one = seen(1, point(53.4839, -2.2446));
  auto same_number = seen(3, point(53.4839, -2.2446));
  const std::vector<appearance> others{
      seen(1, point(53.4839, -2.2446)), seen(2, point(53.4840, -2.2446)), same_number, seen(4, point(54.9, -1.6)),
      seen(5, point(53.4899, -2.2446))
  };
  const auto found = candidates(rules(), one, others);
  REQUIRE(found.size() == 2);
  CHECK(found[0].incident == id(2));
  CHECK(found[1].incident == id(3));
  link_rules none;
  CHECK(candidates(none, one, others).empty());
}

TEST_CASE("Seventeen contacts about one crash are one cluster, on the incident that has most of them") {
  const auto where = point(53.4839, -2.2446);
  std::vector<appearance> others;
  for (unsigned i = 2; i <= 6; ++i)
    others.push_back(seen(i, where));
  others[2].contacts = 12;
  const auto one = seen(1, where);
  const auto found = candidates(rules(), one, others);
  CHECK(find_cluster(rules(), one, others, found) == cluster{17, id(4)});
  others.resize(2);
  CHECK_FALSE(find_cluster(rules(), one, others, candidates(rules(), one, others)));
}

TEST_CASE("Neither a closed incident nor one of another kind is of the cluster") {
  const auto where = point(53.4839, -2.2446);
  auto one = seen(1, where);
  one.kinds["domestic"] = {"true"};
  auto closed = seen(2, where);
  closed.open = false;
  closed.contacts = 20;
  auto stabbing = seen(3, where);
  stabbing.kinds["weapon"] = {"used"};
  stabbing.contacts = 20;
  const std::vector<appearance> others{closed, stabbing};
  const auto found = candidates(rules(), one, others);
  CHECK(found.size() == 2);
  CHECK_FALSE(find_cluster(rules(), one, others, found));
}

TEST_CASE("An incident is compared by what was said of the facts that tell kinds apart") {
  scene one;
  const auto incident = one.opened_with({{"weapon", "none"}, {"domestic", true}, {"suspect_present", true}});
  one.contact_on(incident, {{"weapon", "seen"}, {"home_entered", false}});
  const auto read = appearance_of(rules(), one[incident]);
  CHECK(read.contacts == 2);
  CHECK(read.open);
  CHECK(read.kinds == decltype(read.kinds){{"domestic", {"true"}}, {"weapon", {"seen"}}});
}
