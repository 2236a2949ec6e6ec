#include <catch2/catch.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "tests/unit/policy/table_agreement.hpp"

using namespace frontdoor;

TEST_CASE("the compiled tables agree with the FEEL evaluator") {
  tests::table_agreement tables(tests::gmp_2018(), tests::files_of("config/policies/gmp-2018"));
  for (const auto& difference : tables.try_all(80, 1))
    FAIL_CHECK(difference);
  CHECK(tables.tried() > 2'000);
  CHECK(tables.matched() > tables.tried() / 4);
}
