// Exercises in their tables: numbers of their own, one under way for each person, repeats, and the purge, which leaves
// the log as it was.

#include <catch2/catch.hpp>

#include "server/db/training_queries.hpp"
#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using db::training_outcome;

namespace {

db::training_state as_state(const char* state, std::uint32_t version, std::string body) {
  db::training_state out;
  out.state = state;
  out.version = version;
  out.body = std::move(body);
  return out;
}

db::training_start a_start(const std::string& trainee, const std::string& day = "2026-03-01") {
  db::training_start out;
  out.id = new_id();
  out.day = day;
  out.trainee = trainee;
  out.scenario = "a-knife";
  out.scenario_version = 1;
  out.pack = "gmp-2018";
  out.started_at = test_time();
  out.a_day_max = 3;
  out.make = [](const std::string& number) {
    return db::training_step{as_state("open", 1, R"({"number":")" + number + R"("})"), "begun " + number};
  };
  out.leave = [](const std::string& body) { return as_state("abandoned", 2, body); };
  return out;
}

db::training_request with_key(std::uint8_t key, std::uint8_t request) {
  return {db::digest{key}, db::digest{request}};
}

struct training_scene {
  log_server server{fresh_database()};
  db::training_queries exercises{server.pool};

  db::training_done start(db::training_start wanted, db::training_request sent = {}) {
    return *run(server.io, exercises.start(std::move(wanted), sent));
  }
  db::training_done change(
      triage::uuid id, const std::string& trainee, std::optional<db::training_step> to,
      std::optional<std::uint32_t> version = {}, db::training_request sent = {}
  ) {
    return *run(server.io, exercises.change(id, trainee, version, sent, [to](const std::string&) { return to; }));
  }
  std::string state_of(triage::uuid id) { return (**run(server.io, exercises.find(id))).now.state; }
};

db::training_step handed_in(const char* decided, std::uint32_t percent) {
  auto after = as_state("submitted", 2, "{}");
  after.ended_at = test_time();
  after.decided = decided;
  after.expected = "1";
  after.percent = percent;
  after.passed = percent >= 75;
  after.seconds = 31;
  return {after, "scored"};
}

auth::on_behalf the_admin() {
  return {"user:admin", "request", test_time()};
}

} // namespace

TEST_CASE("given exercises begun on two days, then each day counts its own numbers, never an incident's") {
  training_scene all;
  CHECK(all.start(a_start("user:a")).answer == "begun TRN-20260301-000001");
  CHECK(all.start(a_start("user:b")).answer == "begun TRN-20260301-000002");
  CHECK(all.start(a_start("user:b", "2026-03-02")).answer == "begun TRN-20260302-000001");
  CHECK(superuser_sql(all.server.options, "select count(*) from incident_days") == "0");
}

TEST_CASE("given one under way, when another is begun, then the first is left; and so many a day at most") {
  training_scene all;
  const auto first = a_start("user:a");
  const auto id = first.id;
  all.start(first);
  all.start(a_start("user:b"));
  all.start(a_start("user:a"));
  CHECK(all.state_of(id) == "abandoned");
  CHECK(superuser_sql(all.server.options, "select count(*) from training_exercises where state = 'open'") == "2");
  all.start(a_start("user:a"));
  CHECK(all.start(a_start("user:a")).outcome == training_outcome::too_many);
  CHECK(all.start(a_start("user:a", "2026-03-02")).outcome == training_outcome::stored);
}

TEST_CASE("given a request sent again, then it gives the first answer and stores nothing; another under its key neither"
) {
  training_scene all;
  const auto begun = a_start("user:a");
  CHECK(all.start(begun, with_key(1, 1)).outcome == training_outcome::stored);
  const auto again = all.start(a_start("user:a"), with_key(1, 1));
  CHECK(again.outcome == training_outcome::repeated);
  CHECK(again.answer == "begun TRN-20260301-000001");
  CHECK(all.start(a_start("user:a"), with_key(1, 2)).outcome == training_outcome::key_reused);
  const db::training_step step{as_state("open", 2, "{}"), "asked"};
  CHECK(all.change(begun.id, "user:a", step, {}, with_key(2, 1)).answer == "asked");
  CHECK(all.change(begun.id, "user:a", std::nullopt, {}, with_key(2, 1)).outcome == training_outcome::repeated);
  CHECK(superuser_sql(all.server.options, "select count(*) from training_exercises") == "1");
}

TEST_CASE("given a step on somebody else's exercise, an old version or a refusal, then nothing changes") {
  training_scene all;
  const auto begun = a_start("user:a");
  all.start(begun);
  const db::training_step step{as_state("open", 2, R"({"asked":1})"), "asked"};
  CHECK(all.change(begun.id, "user:b", step).outcome == training_outcome::not_found);
  CHECK(all.change(new_id(), "user:a", step).outcome == training_outcome::not_found);
  CHECK(all.change(begun.id, "user:a", step, 7).outcome == training_outcome::stale);
  CHECK(all.change(begun.id, "user:a", std::nullopt).outcome == training_outcome::refused);
  CHECK((**run(all.server.io, all.exercises.find(begun.id))).now.version == 1);
  CHECK(all.change(begun.id, "user:a", step, 1).version == 2);
  CHECK((**run(all.server.io, all.exercises.find(begun.id))).now.body == R"({"asked":1})");
}

TEST_CASE("given results, then lists, counts and first results are made from them") {
  training_scene all;
  for (const auto* decided : {"1", "2"}) {
    const auto begun = a_start("user:a");
    all.start(begun);
    all.change(begun.id, "user:a", handed_in(decided, decided[0] == '1' ? 90 : 40));
  }
  all.start(a_start("user:a"));
  db::training_filter filter;
  filter.trainee = "user:a";
  filter.limit = 10;
  CHECK(run(all.server.io, all.exercises.list(filter))->size() == 3);
  filter.submitted_only = true;
  const auto results = *run(all.server.io, all.exercises.list(filter));
  REQUIRE(results.size() == 2);
  CHECK(results.front().now.percent == 40U);
  CHECK(results.front().now.passed == false);
  CHECK(results.front().now.seconds == 31U);
  CHECK(run(all.server.io, all.exercises.done("user:a", "gmp-2018"))->at("a-knife") == 2);
  CHECK(run(all.server.io, all.exercises.done("user:a", "nchs"))->empty());
  const auto first = *run(all.server.io, all.exercises.first_results("gmp-2018", std::nullopt, 100));
  REQUIRE(first.size() == 1);
  CHECK(first.front().decided == "1");
}

TEST_CASE("given a purge, then exercises and what was sent for them are gone, and the log is as it was") {
  training_scene all;
  REQUIRE(all.server.append(open_incident(new_id())).code == db::append_code::appended);
  all.start(a_start("user:a"), with_key(1, 1));
  all.start(a_start("user:b", "2026-03-02"), with_key(2, 1));
  CHECK(*run(all.server.io, all.exercises.purge("2026-03-01", new_id(), the_admin())) == 0);
  CHECK(*run(all.server.io, all.exercises.purge("2026-03-02", new_id(), the_admin())) == 1);
  CHECK(superuser_sql(all.server.options, "select count(*) from training_requests") == "1");
  CHECK(*run(all.server.io, all.exercises.purge(std::nullopt, new_id(), the_admin())) == 1);
  CHECK(superuser_sql(all.server.options, "select count(*) from training_exercises") == "0");
  CHECK(superuser_sql(all.server.options, "select count(*) from events") == "1");
  CHECK(superuser_sql(all.server.options, "select detail from administration order by detail limit 1") == "all: 1");
  // A number is not given twice.
  CHECK(all.start(a_start("user:a")).answer == "begun TRN-20260301-000002");
}
