#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <thread>

#include "server/db/migrate.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_database.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;

TEST_CASE("given migrations with a hole, when they are read, then the hole is named") {
  const temporary_folder folder;
  for (const auto* name : {"001_one.sql", "003_three.sql"})
    std::ofstream(folder.path() / name) << "select 1";
  const auto read = db::read_migrations(folder.path().string());
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().find("003_three.sql stands where number 2 belongs") != std::string::npos);
}

TEST_CASE("given a database newer than the program, when it migrates, then it is refused") {
  const auto options = fresh_database();
  superuser_sql(options, "update schema_version set version = 999");
  const auto result = db::migrate(options, *db::read_migrations(migrations_folder()));
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().find("run the newer program") != std::string::npos);
}

TEST_CASE("given a version that cannot be read, when it migrates, then that is an error and not a fresh database") {
  const auto options = fresh_database();
  superuser_sql(options, "drop table schema_version; create table schema_version (something text)");
  CHECK_FALSE(db::migrate(options, *db::read_migrations(migrations_folder())).has_value());
}

TEST_CASE("given two servers that migrate at once, then each step runs once") {
  auto options = fresh_database();
  const auto known = *db::read_migrations(migrations_folder());
  auto steps = known;
  const int next = static_cast<int>(known.size()) + 1;
  steps.push_back(
      {next, "more.sql", "create table counted (n int); insert into counted values (1); select pg_sleep(0.1)"}
  );
  std::expected<int, std::string> results[2];
  {
    std::thread first([&] { results[0] = db::migrate(options, steps); });
    std::thread second([&] { results[1] = db::migrate(options, steps); });
    first.join();
    second.join();
  }
  REQUIRE(results[0].has_value());
  REQUIRE(results[1].has_value());
  CHECK(*results[0] + *results[1] == 1);
  CHECK(superuser_sql(options, "select count(*) from counted") == "1");
}

TEST_CASE("given a step that fails, when it migrates, then nothing of it stays") {
  const auto options = fresh_database();
  auto steps = *db::read_migrations(migrations_folder());
  const int next = static_cast<int>(steps.size()) + 1;
  steps.push_back({next, "broken.sql", "create table half_done (n int); select no_such_function()"});
  CHECK_FALSE(db::migrate(options, steps).has_value());
  CHECK(superuser_sql(options, "select to_regclass('half_done')").empty());
  CHECK(superuser_sql(options, "select version from schema_version") == std::to_string(next - 1));
}

TEST_CASE("given outage reports of before, when temporary numbers get a table, then each leads to its latest incident"
) {
  const auto options = empty_database();
  const auto steps = *db::read_migrations(migrations_folder());
  const auto table = std::ranges::find(steps, "015_temporary_numbers.sql", &db::migration::name);
  REQUIRE(table != steps.end());
  REQUIRE(db::migrate(options, {steps.begin(), table}).has_value());
  superuser_sql(
      options,
      "insert into outage_reports (id, node, began_at, ended_at, report) values"
      " (gen_random_uuid(), 'fcc-1', '2026-03-01 10:00Z', '2026-03-01 11:00Z', '{\"contacts\": ["
      "   {\"temporary_number\": \"GMP-TEMP-fcc-1-000001\", \"incident\": \"00000000-0000-7000-8000-000000000001\"},"
      "   {\"temporary_number\": \"GMP-TEMP-fcc-1-000002\", \"incident\": \"00000000-0000-7000-8000-000000000002\"},"
      "   {\"temporary_number\": null, \"incident\": \"00000000-0000-7000-8000-000000000003\"},"
      "   {\"temporary_number\": \"GMP-TEMP-fcc-1-000004\", \"incident\": null}]}'),"
      " (gen_random_uuid(), 'fcc-1', '2026-03-02 10:00Z', '2026-03-02 11:00Z', '{\"contacts\": ["
      "   {\"temporary_number\": \"GMP-TEMP-fcc-1-000002\", \"incident\": "
      "\"00000000-0000-7000-8000-000000000005\"}]}'),"
      " (gen_random_uuid(), 'fcc-2', '2026-03-03 10:00Z', '2026-03-03 11:00Z', '{\"contacts\": []}')"
  );
  REQUIRE(db::migrate(options, steps).has_value());
  CHECK(
      superuser_sql(
          options, "select string_agg(number || ' ' || right(incident::text, 1), ', ' order by number)"
                   " from temporary_numbers"
      ) == "GMP-TEMP-fcc-1-000001 1, GMP-TEMP-fcc-1-000002 5"
  );
}

TEST_CASE(
    "given contacts that were not keyed before the keys came with them, when it migrates, then those wait for them"
) {
  const auto options = empty_database();
  const auto steps = *db::read_migrations(migrations_folder());
  const auto keys = std::ranges::find(steps, "016_keys_with_the_contact.sql", &db::migration::name);
  REQUIRE(keys != steps.end());
  REQUIRE(db::migrate(options, {steps.begin(), keys}).has_value());
  superuser_sql(
      options,
      "insert into events (position, stream_id, version, schema_version, occurred_at, recorded_at, stream_type,"
      " type, actor, request_id, body, prev_hash, hash)"
      " select n, gen_random_uuid(), 1, 1, now(), now(), 'contact',"
      " case when n = 4 then 'contact.promoted' else 'contact.received' end, 'user:test', 'r', '{}', '', ''"
      " from generate_series(1, 5) n"
  );
  superuser_sql(options, "update history_cursor set position = 2");
  REQUIRE(db::migrate(options, steps).has_value());
  CHECK(
      superuser_sql(options, "select string_agg(position::text, ' ' order by position) from history_to_key") == "3 5"
  );
}
