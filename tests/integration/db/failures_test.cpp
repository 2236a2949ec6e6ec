// What a failed call means for its transaction (server/db/postgres.hpp, decision 0015).
#include <catch2/catch.hpp>

#include "server/db/postgres.hpp"

using namespace frontdoor::db;

namespace {

pqxx::sql_error with_state(const char* state) {
  return pqxx::sql_error("refused", "select 1", state);
}

} // namespace

TEST_CASE("given a backend that is shut down, when COMMIT had been sent, then the outcome is in doubt") {
  for (const char* state : {"57P01", "57P02"}) {
    CHECK(sort_failure(with_state(state), true) == failure::in_doubt);
    CHECK(sort_failure(with_state(state), false) == failure::unavailable);
  }
}

TEST_CASE("given a connection that broke, then the outcome is in doubt only once COMMIT had been sent") {
  CHECK(sort_failure(pqxx::broken_connection("gone"), true) == failure::in_doubt);
  CHECK(sort_failure(pqxx::broken_connection("gone"), false) == failure::unavailable);
  CHECK(sort_failure(pqxx::in_doubt_error("gone"), false) == failure::in_doubt);
}

TEST_CASE("given a statement that is refused for what it is, then it is not sent again as it is") {
  CHECK(sort_failure(with_state("23505"), true) == failure::data);
  CHECK(sort_failure(with_state("22P02"), false) == failure::data);
  CHECK(sort_failure(with_state("57014"), false) == failure::unavailable); // cancelled: it took too long
}
