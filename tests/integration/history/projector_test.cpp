#include <thread>

#include <catch2/catch.hpp>

#include "history_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using triage::history::source_status;

namespace {

std::string count_of_keys(const db::database_options& options) {
  return superuser_sql(options, "select count(*) from history_keys");
}

} // namespace

TEST_CASE("given contacts in the log, when they are projected, then each is under its keys and the cursor at the end") {
  history_server server(fresh_database());
  const auto incident = new_id();
  REQUIRE(server.append(open_incident(incident)).code == db::append_code::appended);
  auto first = called_from("0161 234 5678");
  first.vehicles.push_back({"AB12 CDE", std::nullopt});
  REQUIRE(server.append(as_logged(first, incident)).code == db::append_code::appended);
  REQUIRE(server.append(as_logged(called_from("withheld"))).code == db::append_code::appended);
  const auto done = server.project();
  CHECK(done.what == db::projected::outcome::stepped);
  CHECK(done.position == 3);
  CHECK(done.reached_end);
  CHECK(count_of_keys(server.options) == "2");
  CHECK(superuser_sql(server.options, "select position from history_cursor") == "3");
  CHECK(
      superuser_sql(
          server.options, "select count(*) from history_keys where incident = '" + incident.to_string() + "'"
      ) == "2"
  );
  CHECK(superuser_sql(server.options, "select count(*) from history_keys h where h::text like '%1612345678%'") == "0");
}

TEST_CASE("given a log read before, when the cursor is set back, then what is kept twice is kept once") {
  history_server server(fresh_database());
  for (int i = 0; i < 5; ++i)
    REQUIRE(server.append(as_logged(called_from("0161 234 5678", test_time(i)))).code == db::append_code::appended);
  server.project();
  REQUIRE(count_of_keys(server.options) == "5");
  superuser_sql(server.options, "update history_cursor set position = 0 returning position");
  server.project();
  CHECK(count_of_keys(server.options) == "5");
}

TEST_CASE("given two servers that project at once, then every contact is kept once and none is passed over") {
  const auto options = fresh_database();
  constexpr int contacts = 300;
  history_server first(options);
  history_server second(options);
  for (int i = 0; i < contacts; ++i) {
    const auto logged = as_logged(called_from("0161 234 5678", test_time(i)));
    REQUIRE(first.append(logged).code == db::append_code::appended);
  }
  const auto project_all = [](history_server& server) {
    for (;;) {
      auto keyer = history::make_keyer(force_names(), hash_of());
      const auto step = run(server.io, server.rows.project(std::move(keyer), hash_of().check(), 7)).value();
      if (step.what == db::projected::outcome::stepped && step.reached_end) return;
    }
  };
  std::thread other([&] { project_all(second); });
  project_all(first);
  other.join();
  CHECK(count_of_keys(options) == std::to_string(contacts));
}

TEST_CASE("given rows of another secret, then nothing is added to them and nothing is found: unavailable, never none") {
  const auto options = fresh_database();
  history_server server(options, 1);
  REQUIRE(server.append(as_logged(called_from("0161 234 5678"))).code == db::append_code::appended);
  server.project();
  history_server stranger(options, 2);
  REQUIRE(stranger.append(as_logged(called_from("0161 234 5678"))).code == db::append_code::appended);
  CHECK(stranger.project().what == db::projected::outcome::other_secret);
  CHECK(count_of_keys(options) == "1");
  const auto found = stranger.known(called_from("0161 234 5678"), test_time(10));
  CHECK(source(found, "contacts").status == source_status::unavailable);
  CHECK(source(found, "markers").status == source_status::unavailable);
}

TEST_CASE("given a contact whose personal part was erased, when the log is projected, then it is passed over") {
  history_server server(fresh_database());
  REQUIRE(server.append(as_logged(called_from("0161 234 5678"))).code == db::append_code::appended);
  superuser_sql(server.options, "delete from sealed_parts returning position");
  CHECK(server.project().position == 1);
  CHECK(count_of_keys(server.options) == "0");
}
