#include <catch2/catch.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "tests/unit/policy/table_agreement.hpp"

using namespace frontdoor;

TEST_CASE("the compiled tables agree with the FEEL evaluator on a million sets of values") {
  tests::table_agreement tables(tests::gmp_2018(), tests::files_of("config/policies/gmp-2018"));
  for (std::uint64_t seed = 2; tables.tried() < 1'000'000; ++seed) {
    const auto differences = tables.try_all(1'000, seed);
    for (const auto& difference : differences)
      FAIL_CHECK(difference);
    REQUIRE(differences.empty());
  }
  CHECK(tables.matched() > tables.tried() / 4);
}
