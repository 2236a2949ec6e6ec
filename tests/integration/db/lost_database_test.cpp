#include <catch2/catch.hpp>

#include <csignal>
#include <map>

#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using db::append_code;

namespace {

std::size_t count_rows(const db::database_options& options) {
  return std::stoul(superuser_sql(options, "select count(*) from events"));
}

} // namespace

TEST_CASE("given backends killed again and again under load, then every acknowledged command is in the log once") {
  auto options = fresh_database();
  options.unavailable_after = std::chrono::seconds(30);
  log_server server(options);
  constexpr std::size_t wanted = 600;
  std::size_t sent = 0;
  std::size_t answered = 0;
  std::size_t appended = 0;
  std::map<std::uint64_t, int> positions;
  int kills = 0;
  run_until(server.io, [&] {
    while (sent < wanted && sent < answered + 64) {
      ++sent;
      boost::asio::co_spawn(
          server.io, server.writer.append(open_incident(new_id())),
          [&](std::exception_ptr, db::append_result r) {
            ++answered;
            if (r.code != append_code::appended) return;
            ++appended;
            ++positions[r.first_position];
          }
      );
    }
    if (answered > static_cast<std::size_t>(kills + 1) * 50 && kills < 10) {
      ++kills;
      superuser_sql(
          options, "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = "
                   "'frontdoor-writer' and datname = current_database()"
      );
    }
    return answered == wanted;
  });
  CHECK(kills == 10);
  CHECK(appended == wanted);
  CHECK(positions.size() == wanted);
  CHECK(count_rows(options) == wanted);
}

TEST_CASE("given a backend that hangs, when the watchdog cuts it, then the command is sent again and counts once") {
  auto options = fresh_database();
  options.watchdog = std::chrono::milliseconds(300);
  options.lock_timeout = std::chrono::milliseconds(200);
  options.unavailable_after = std::chrono::seconds(30);
  log_server server(options);
  server.append(open_incident(new_id()));
  const int backend = server.writer.backend_pid();
  ::kill(backend, SIGSTOP);
  std::optional<db::append_result> result;
  boost::asio::co_spawn(
      server.io, server.writer.append(open_incident(new_id())),
      [&](std::exception_ptr, db::append_result r) { result = r; }
  );
  run_until(server.io, [&] { return !server.writer.available(); });
  ::kill(backend, SIGCONT);
  run_until(server.io, [&] { return result.has_value(); });
  CHECK(result->code == append_code::appended);
  CHECK(server.writer.available());
  CHECK(count_rows(options) == 2);
}

TEST_CASE("given a database that cannot be reached, then commands are refused in their time and nothing is half done") {
  auto options = fresh_database();
  const auto good_url = options.url;
  options.url += "_gone";
  options.unavailable_after = std::chrono::milliseconds(150);
  {
    log_server server(options);
    CHECK(server.append(open_incident(new_id())).code == append_code::unavailable);
    CHECK_FALSE(server.writer.available());
    const auto head = run(server.io, server.queries.head());
    CHECK((!head && head.error() == db::query_failure::unavailable));
  }
  options.url = good_url;
  log_server server(options);
  CHECK(server.append(open_incident(new_id())).code == append_code::appended);
}

TEST_CASE("given a full queue, then the next command is refused at once") {
  auto options = fresh_database();
  options.writer_queue_max = 2;
  options.url += "_gone";
  options.unavailable_after = std::chrono::seconds(3);
  log_server server(options);
  std::size_t answered = 0;
  for (int i = 0; i < 8; ++i) {
    boost::asio::co_spawn(
        server.io, server.writer.append(open_incident(new_id())),
        [&](std::exception_ptr, db::append_result r) {
          CHECK(r.code == append_code::unavailable);
          ++answered;
        }
    );
  }
  // Those refused by the queue are answered long before the database is given up.
  run_until(server.io, [&] { return answered >= 5; });
  CHECK(answered < 8);
  run_until(server.io, [&] { return answered == 8; });
}

TEST_CASE("given commands that wait, when the server stops, then they are committed before the writer ends") {
  const auto options = fresh_database();
  std::size_t appended = 0;
  {
    log_server server(options);
    for (int i = 0; i < 200; ++i) {
      boost::asio::co_spawn(
          server.io, server.writer.append(open_incident(new_id())),
          [&](std::exception_ptr, db::append_result r) {
            if (r.code == append_code::appended) ++appended;
          }
      );
    }
    server.io.poll();
    server.writer.stop(std::chrono::seconds(10));
    server.io.restart();
    server.io.run();
    CHECK(server.append(open_incident(new_id())).code == append_code::unavailable);
  }
  CHECK(appended == 200);
  CHECK(count_rows(options) == 200);
}
