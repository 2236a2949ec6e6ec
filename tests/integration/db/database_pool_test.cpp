// Queries and the threads that do them: each query is answered once, whoever does it and however many come at once.
#include <catch2/catch.hpp>

#include <pqxx/pqxx>

#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;

namespace {

// A query's answer, doubled by PostgreSQL, so that none can be taken for another's.
boost::asio::awaitable<int> doubled(db::database_pool& pool, int value) {
  std::function<int(pqxx::transaction_base&)> ask = [value](pqxx::transaction_base& statement) {
    return statement.exec_params("select 2 * $1::integer", value)[0][0].as<int>();
  };
  const auto found = co_await pool.run<int>("doubled", db::access_mode::one_statement, std::move(ask));
  co_return found.value_or(-1);
}

} // namespace

TEST_CASE("given more queries at once than threads, then each is answered once, with what it asked for") {
  log_server server(fresh_database());
  constexpr int count = 200;
  for (int round = 0; round < 3; ++round) { // the threads go to rest between the rounds
    std::vector<int> answers(count, 0);
    int answered = 0;
    for (int i = 0; i < count; ++i) {
      boost::asio::co_spawn(
          server.io, doubled(server.pool, i),
          [&answers, &answered, i](std::exception_ptr, int found) {
            answers[static_cast<std::size_t>(i)] = found;
            ++answered;
          }
      );
    }
    run_until(server.io, [&] { return answered == count; });
    for (int i = 0; i < count; ++i)
      CHECK(answers[static_cast<std::size_t>(i)] == 2 * i);
  }
}

TEST_CASE("given queries one after another, then each finds a thread that rests") {
  log_server server(fresh_database());
  for (int i = 0; i < 50; ++i)
    CHECK(run(server.io, doubled(server.pool, i)) == 2 * i);
}

TEST_CASE("given a pool that ends, then what is queued is still done, and what comes later is refused") {
  log_server server(fresh_database());
  std::vector<int> answers;
  const auto note = [&answers](std::exception_ptr, int found) { answers.push_back(found); };
  for (int i = 0; i < 20; ++i)
    boost::asio::co_spawn(server.io, doubled(server.pool, i), note);
  server.io.restart();
  server.io.poll(); // all of them are queued
  server.pool.stop();
  boost::asio::co_spawn(server.io, doubled(server.pool, 20), note);
  run_until(server.io, [&] { return answers.size() == 21; });
  CHECK(std::ranges::count(answers, -1) == 1);
}
