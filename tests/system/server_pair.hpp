#pragma once
// Two servers that share a database of their own, and one manual clock.

#include <string>
#include <vector>

#include "tests/support/served_frontdoor.hpp"
#include "tests/support/test_database.hpp"

namespace frontdoor::tests {

struct pair_of_servers {
  frontdoor::db::database_options database = frontdoor::testing::fresh_database();
  served_frontdoor a{serve_options{{"--clock=manual"}, database, {}}};
  served_frontdoor b{serve_options{{"--clock=manual"}, database, a.api_key()}};
};

} // namespace frontdoor::tests
