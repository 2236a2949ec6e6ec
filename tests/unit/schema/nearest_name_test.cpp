#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "triage/nearest_name.hpp"

using frontdoor::triage::edit_distance;
using frontdoor::triage::nearest_name;

TEST_CASE("The nearest known name is found, and none where none is near") {
  const std::vector<std::string> known{"weapon", "weapon_type", "violence", "in_progress", "da"};
  CHECK(nearest_name("weapn", known) == "weapon");
  CHECK(nearest_name("weapon-type", known) == "weapon_type");
  CHECK(nearest_name("InProgress", known) == "in_progress");
  CHECK(nearest_name("viloence", known) == "violence");
  CHECK(nearest_name("colour", known).empty());
  CHECK(nearest_name("xy", known).empty());
  CHECK(nearest_name("", known).empty());
  CHECK(nearest_name(std::string(65, 'a'), known).empty());
}

TEST_CASE("Edit distance counts insertions, deletions and replacements") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("Same-Name", "same_name") == 0);
  CHECK(edit_distance(std::string(65, 'a'), "a") == 65);
}
