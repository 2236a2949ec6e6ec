#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "server/db/log_listener.hpp"
#include "server/db/manual_clock.hpp"
#include "server/dispatch/feed.hpp"
#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using db::append_code;

namespace {

// A server that also hears the others: writer, listener and feed wired as in production.
class hearing_server {
 public:
  explicit hearing_server(const db::database_options& chosen)
      : options(chosen), log(observe::make_silent_log()), pool(io.get_executor(), options, *log, metrics),
        queries(pool),
        feed(std::make_shared<dispatch::feed>(
            io.get_executor(), queries, 0,
            [this](const db::committed_events& events) { heard.insert(heard.end(), events.begin(), events.end()); },
            *log, metrics
        )),
        writer(
            io.get_executor(), options, [] { return test_time(); },
            [this](db::committed_events events, std::uint64_t reaches) {
              feed->own_commit(std::move(events), reaches);
            },
            *log, metrics
        ),
        listener(
            io.get_executor(), options, [this] { return writer.backend_pid(); },
            [this](std::uint64_t position) { feed->log_reaches(position); }, *log
        ) {}

  // A destructor that throws ends the test program, and says so.
  ~hearing_server() { // NOLINT(bugprone-exception-escape)
    feed->stop();
    listener.stop();
    writer.stop(std::chrono::seconds(2));
    pool.stop();
    io.restart();
    io.run();
  }

  db::database_options options;
  boost::asio::io_context io;
  std::unique_ptr<observe::log> log;
  observe::metrics metrics;
  db::committed_events heard;
  db::database_pool pool;
  db::log_queries queries;
  std::shared_ptr<dispatch::feed> feed;
  db::writer writer;
  db::log_listener listener;
};

} // namespace

TEST_CASE("given two servers committing across each other, then both hear every event once, in order, without holes") {
  const auto options = fresh_database();
  hearing_server one(options);
  hearing_server two(options);
  constexpr std::size_t each = 300;
  std::map<std::string, int> numbers;
  std::size_t answered = 0;
  const auto send = [&](hearing_server& server) {
    boost::asio::co_spawn(
        server.io, server.writer.append(open_incident(new_id())),
        [&](std::exception_ptr, db::append_result r) {
          CHECK(r.code == append_code::appended);
          ++numbers[r.number];
          ++answered;
        }
    );
  };
  const auto turn = [&] {
    for (auto* server : {&one, &two}) {
      server->io.restart();
      server->io.run_one_for(std::chrono::milliseconds(1));
    }
  };
  const auto deadline = std::chrono::steady_clock::now() + coroutine_limit;
  std::size_t sent = 0;
  while (answered < 2 * each || one.heard.size() < 2 * each || two.heard.size() < 2 * each) {
    if (sent < each) {
      send(one);
      send(two);
      ++sent;
    }
    turn();
    REQUIRE(std::chrono::steady_clock::now() < deadline);
  }
  CHECK(numbers.size() == 2 * each);
  for (const auto* server : {&one, &two}) {
    for (std::size_t i = 0; i < server->heard.size(); ++i) {
      REQUIRE(server->heard[i]->position == i + 1);
      REQUIRE(server->heard[i]->personal.has_value());
    }
    CHECK(server->heard.size() == 2 * each);
  }
}

TEST_CASE("given two servers deciding on one stream again and again, then every decision counts once") {
  const auto options = fresh_database();
  log_server one(options);
  log_server two(options);
  const auto id = new_id();
  one.append(open_incident(id));
  constexpr int each = 25;
  for (int i = 0; i < each; ++i) {
    for (auto* server : {&one, &two}) {
      for (;;) {
        const auto at = run(server->io, server->queries.stream(id))->at;
        const auto code = server->append(add_note(at)).code;
        if (code == append_code::appended) break;
        REQUIRE(code == append_code::stale);
      }
    }
  }
  CHECK(run(one.io, one.queries.stream(id))->at.version == 1 + 2 * each);
}

TEST_CASE("given two servers that begin one stream, then the second is told that it is stale, on the connection it has"
) {
  const auto options = fresh_database();
  log_server one(options);
  log_server two(options);
  const auto id = new_id();
  CHECK(two.append(open_incident(new_id())).code == append_code::appended);
  const auto backend = two.writer.backend_pid();
  CHECK(one.append(begin_call(id)).code == append_code::appended);
  CHECK(two.append(begin_call(id)).code == append_code::stale);
  CHECK(two.writer.backend_pid() == backend);
  // Decided again on what the first has made.
  const auto at = run(two.io, two.queries.stream(id))->at;
  CHECK(two.append(add_note(at)).code == append_code::appended);
  CHECK(two.all_events().size() == 3);
}

TEST_CASE("given one stream begun twice in one batch, then the first counts, and what else is in the batch is stored") {
  log_server server(fresh_database());
  server.append(open_incident(new_id()));
  const auto backend = server.writer.backend_pid();
  const auto id = new_id();
  const auto sent = begin_call(id);
  std::vector<append_code> codes;
  for (const auto& command : {sent, begin_call(id), open_incident(new_id())}) {
    boost::asio::co_spawn(server.io, server.writer.append(command), [&](std::exception_ptr, db::append_result r) {
      codes.push_back(r.code);
    });
  }
  run_until(server.io, [&] { return codes.size() == 3; });
  CHECK(codes == std::vector{append_code::appended, append_code::stale, append_code::appended});
  // The first one sent once more was done, and begins nothing again.
  CHECK(server.append(sent).code == append_code::appended);
  CHECK(server.writer.backend_pid() == backend);
  CHECK(server.all_events().size() == 3);
}

TEST_CASE("given two servers that both fire one timer, then it has its effect once") {
  const auto options = fresh_database();
  log_server one(options);
  log_server two(options);
  const auto id = new_id();
  auto command = open_incident(id);
  command.streams[0].timers = {{"acknowledge:a", 1, test_time(15)}};
  one.append(command);
  // Both have read the timer and the stream before either fires.
  const auto seen_by_one = run(one.io, one.queries.stream(id))->at;
  const auto seen_by_two = run(two.io, two.queries.stream(id))->at;
  CHECK(one.append(add_note(seen_by_one)).code == append_code::appended);
  CHECK(two.append(add_note(seen_by_two)).code == append_code::stale);
  CHECK(run(two.io, two.queries.timers_due(test_time(60), 10))->due.empty());
}

TEST_CASE("given the manual clock moved on one server, then the other sees the same time, and it never goes back") {
  const auto options = fresh_database();
  log_server one(options);
  log_server two(options);
  db::manual_clock clock_one(one.pool);
  db::manual_clock clock_two(two.pool);
  CHECK(*run(one.io, clock_one.refresh(test_time())) == test_time());
  CHECK(*run(two.io, clock_two.refresh(test_time(99))) == test_time());
  CHECK(run(one.io, clock_one.advance_to(test_time(40))).has_value());
  CHECK(*run(two.io, clock_two.refresh(test_time())) == test_time(40));
  CHECK(clock_two.now() == test_time(40));
  CHECK(*run(two.io, clock_two.advance_to(test_time(10))) == test_time(40));
}
