#include <catch2/catch.hpp>

#include <map>
#include <set>

#include <pqxx/pqxx>

#include "server/clock/clock.hpp"
#include "server/db/hash_chain.hpp"
#include "server/dispatch/timers.hpp"
#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using db::append_code;

TEST_CASE("given an empty log, when an incident is opened, then it has position 1, a number, and can be read back") {
  log_server server(fresh_database());
  const auto id = new_id();

  const auto result = server.append(open_incident(id));

  REQUIRE(result.code == append_code::appended);
  CHECK(result.first_position == 1);
  CHECK(result.number == "GMP-20260301-000001");
  CHECK(result.answer == R"({"number":"GMP-20260301-000001","position":1})");
  const auto events = server.all_events();
  REQUIRE(events.size() == 1);
  CHECK(events[0]->type == "incident.opened");
  CHECK(events[0]->stream_id == id);
  CHECK(events[0]->version == 1);
  CHECK(events[0]->body == R"({"grade":"1"})");
  CHECK(events[0]->personal == R"({"narrative":"he's back"})");
  CHECK(events[0]->number == "GMP-20260301-000001");
  CHECK(events[0]->occurred_at == test_time());
  REQUIRE(server.committed.size() == 1);
  CHECK(server.committed[0]->position == 1);
  CHECK(server.committed[0]->number == "GMP-20260301-000001");
}

TEST_CASE("given a reader without the right, when events are read, then the personal part stays behind") {
  log_server server(fresh_database());
  server.append(open_incident(new_id()));
  const auto events = run(server.io, server.queries.events_after(0, 10, false));
  REQUIRE(events->size() == 1);
  CHECK_FALSE(events->front()->personal.has_value());
}

TEST_CASE("given a used key, when the same request comes again, then the first answer is given and nothing is stored") {
  log_server server(fresh_database());
  auto first = open_incident(new_id());
  first.key = db::sha256("key:ambulance|42");
  auto again = open_incident(new_id());
  again.key = first.key;
  const auto answer = server.append(first).answer;

  const auto repeated = server.append(again);

  CHECK(repeated.code == append_code::repeated);
  CHECK(repeated.answer == answer);
  CHECK(server.all_events().size() == 1);

  auto other = open_incident(new_id());
  other.key = first.key;
  other.request_hash = {9};
  CHECK(server.append(other).code == append_code::key_reused);
  CHECK(server.all_events().size() == 1);
}

TEST_CASE("given the same key twice in one batch, then one is stored and the other gets its answer") {
  log_server server(fresh_database());
  std::vector<db::append_result> results;
  for (int i = 0; i < 2; ++i) {
    auto command = open_incident(new_id());
    command.key = db::sha256("same");
    boost::asio::co_spawn(server.io, server.writer.append(command), [&](std::exception_ptr, db::append_result r) {
      results.push_back(r);
    });
  }
  run_until(server.io, [&] { return results.size() == 2; });
  std::multiset<append_code> codes{results[0].code, results[1].code};
  CHECK(codes == std::multiset<append_code>{append_code::appended, append_code::repeated});
  CHECK(results[0].answer == results[1].answer);
  CHECK(server.all_events().size() == 1);
}

TEST_CASE("given an in-doubt commit that was kept, when the same command is sent again, then it is not done twice") {
  log_server server(fresh_database());
  const auto command = open_incident(new_id());
  const auto first = server.append(command);
  const auto again = server.append(command);
  CHECK(again.code == append_code::appended);
  CHECK(again.first_position == first.first_position);
  CHECK(again.answer == first.answer);
  CHECK(server.all_events().size() == 1);
  CHECK(server.committed.size() == 1);
}

TEST_CASE("given two decisions on one version in one batch, then the first counts and the second is stale") {
  log_server server(fresh_database());
  const auto id = new_id();
  server.append(open_incident(id));
  const auto at = run(server.io, server.queries.stream(id))->at;
  REQUIRE(at.version == 1);
  std::vector<append_code> codes;
  for (int i = 0; i < 2; ++i) {
    boost::asio::co_spawn(server.io, server.writer.append(add_note(at)), [&](std::exception_ptr, db::append_result r) {
      codes.push_back(r.code);
    });
  }
  run_until(server.io, [&] { return codes.size() == 2; });
  CHECK(codes == std::vector{append_code::appended, append_code::stale});

  const auto moved = run(server.io, server.queries.stream(id))->at;
  CHECK(moved.version == 2);
  CHECK(server.append(add_note(moved)).code == append_code::appended);
  std::vector<std::uint64_t> positions;
  for (const auto& event : server.all_events())
    positions.push_back(event->position);
  CHECK(positions == std::vector<std::uint64_t>{1, 2, 3}); // what was refused leaves no hole
}

TEST_CASE("given one command the database refuses for its data, then it fails alone in its batch") {
  log_server server(fresh_database());
  const auto taken = new_id();
  server.append(open_incident(taken));
  std::vector<append_code> codes(5, append_code::unknown);
  std::size_t answered = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    // The third claims a stream that exists to be new: no decision of this program does, and the key refuses it.
    boost::asio::co_spawn(
        server.io, server.writer.append(open_incident(i == 2 ? taken : new_id())),
        [&codes, &answered, i](std::exception_ptr, db::append_result r) {
          codes[i] = r.code;
          ++answered;
        }
    );
  }
  run_until(server.io, [&] { return answered == 5; });
  CHECK(
      codes ==
      std::vector{
          append_code::appended, append_code::appended, append_code::rejected, append_code::appended,
          append_code::appended
      }
  );
  CHECK(server.all_events().size() == 5);
}

TEST_CASE("given a stream, then each event's hash covers the one before and survives erasing the personal part") {
  const auto options = fresh_database();
  log_server server(options);
  const auto id = new_id();
  server.append(open_incident(id));
  server.append(add_note(run(server.io, server.queries.stream(id))->at));
  const auto sql = [&](const std::string& text) { return superuser_sql(options, text); };
  CHECK(
      sql("select encode(prev_hash,'hex') from events where position = 2") ==
      sql("select encode(hash,'hex') from events where position = 1")
  );
  CHECK(
      sql("select encode(head_hash,'hex') from streams") ==
      sql("select encode(hash,'hex') from events where position = 2")
  );

  const auto event = open_incident(id).events.front();
  db::salt salt{};
  const auto salt_hex = sql("select encode(salt,'hex') from sealed_parts where position = 1");
  for (std::size_t i = 0; i < salt.size(); ++i)
    salt[i] = static_cast<std::uint8_t>(std::stoi(salt_hex.substr(2 * i, 2), nullptr, 16));
  const auto sealed = db::sealed_hash(salt, *event.personal);
  CHECK(db::to_hex(sealed) == sql("select encode(sealed_hash,'hex') from events where position = 1"));
  sql("delete from sealed_parts where position = 1");
  CHECK(
      db::to_hex(db::event_hash({}, event, 1, sealed)) ==
      sql("select encode(hash,'hex') from events where position = 1")
  );
  CHECK_FALSE(server.all_events().front()->personal.has_value());
}

TEST_CASE("given the server's role, when it tries to change what happened, then PostgreSQL refuses") {
  log_server server(fresh_database());
  server.append(open_incident(new_id()));
  pqxx::connection connection(server.options.url);
  pqxx::nontransaction work(connection);
  CHECK_THROWS_AS(work.exec("update events set body = ''"), pqxx::insufficient_privilege);
  CHECK_THROWS_AS(work.exec("delete from events"), pqxx::insufficient_privilege);
  CHECK_THROWS_AS(work.exec("truncate events"), pqxx::insufficient_privilege);
  CHECK_THROWS_AS(work.exec("create table mine (x int)"), pqxx::insufficient_privilege);
}

TEST_CASE("given incident numbers of two days in one batch, then each day counts for itself") {
  log_server server(fresh_database());
  std::set<std::string> numbers;
  std::size_t answered = 0;
  for (int i = 0; i < 6; ++i) {
    auto command = open_incident(new_id());
    command.number_day = i % 2 == 0 ? "2026-03-01" : "2026-03-02";
    boost::asio::co_spawn(server.io, server.writer.append(command), [&](std::exception_ptr, db::append_result r) {
      numbers.insert(r.number);
      ++answered;
    });
  }
  run_until(server.io, [&] { return answered == 6; });
  CHECK(
      numbers ==
      std::set<std::string>{
          "GMP-20260301-000001", "GMP-20260301-000002", "GMP-20260301-000003", "GMP-20260302-000001",
          "GMP-20260302-000002", "GMP-20260302-000003"
      }
  );
}

TEST_CASE("given a long answer and a long snapshot, then they and the digests beside them stay in their rows") {
  const auto options = fresh_database();
  log_server server(options);
  auto command = open_incident(new_id());
  std::string digits; // hardly to be compressed
  for (int i = 0; i < 60; ++i)
    digits += new_id().to_string();
  command.key = db::sha256("key");
  command.answer = "{\"digits\":\"" + digits + "\"}";
  command.streams.front().after->state = command.answer;
  command.streams.front().after->personal = R"({"where":"3 Comfrey Close","caller":"a longer text than a pointer"})";
  REQUIRE(server.append(command).code == append_code::appended);
  CHECK(
      superuser_sql(
          options, "select sum(pg_relation_size(reltoastrelid)) from pg_class"
                   " where oid in ('idempotency'::regclass, 'streams'::regclass)"
      ) == "0"
  );
}

TEST_CASE("given timers, when a decision replaces them, then only the new ones fall due, soonest first") {
  log_server server(fresh_database());
  const auto id = new_id();
  auto command = open_incident(id);
  command.streams[0].timers = {{"acknowledge:a", 1, test_time(15)}, {"allocate", 1, test_time(120)}};
  server.append(command);
  auto due = run(server.io, server.queries.timers_due(test_time(14), 10));
  CHECK(due->due.empty());
  CHECK(due->next_due_at == test_time(15));
  due = run(server.io, server.queries.timers_due(test_time(300), 10));
  REQUIRE(due->due.size() == 2);
  CHECK(due->due[0].key == "acknowledge:a");
  CHECK(due->due[0].stream_type == "incident");
  CHECK(due->due[1].key == "allocate");

  auto note = add_note(run(server.io, server.queries.stream(id))->at);
  note.streams[0].timers = {{"allocate", 2, test_time(60)}};
  server.append(note);
  due = run(server.io, server.queries.timers_due(test_time(300), 10));
  REQUIRE(due->due.size() == 1);
  CHECK(due->due[0].generation == 2);
}

TEST_CASE("given more due timers than are asked for, then the next ones are asked for behind the last") {
  log_server server(fresh_database());
  for (int i = 0; i < 5; ++i) {
    auto command = open_incident(new_id());
    command.streams[0].timers = {{"allocate", 1, test_time(15)}, {"arrive", 1, test_time(60)}};
    server.append(command);
  }
  std::vector<db::due_timer> all;
  std::optional<db::due_timer> last;
  for (;;) {
    const auto page = run(server.io, server.queries.timers_due(test_time(20), 2, last));
    REQUIRE(page.has_value());
    all.insert(all.end(), page->due.begin(), page->due.end());
    if (page->due.size() == 2) {
      last = page->due.back();
      continue;
    }
    CHECK(page->next_due_at == test_time(60));
    break;
  }
  REQUIRE(all.size() == 5);
  std::set<std::string> streams;
  for (const auto& one : all) {
    CHECK(one.key == "allocate");
    streams.insert(one.stream_id.to_string());
  }
  CHECK(streams.size() == 5);
}

TEST_CASE("given many timers that nobody can fire or that fail, then those behind them are fired all the same") {
  log_server server(fresh_database());
  for (int i = 0; i < 80; ++i) {
    auto command = open_incident(new_id());
    command.streams[0].timers = {{"fails", 1, test_time(15)}};
    server.append(command);
  }
  const auto wanted = new_id();
  auto command = open_incident(wanted);
  command.streams[0].timers = {{"escalate", 1, test_time(20)}};
  server.append(command);

  clock::fixed_clock now(test_time(30));
  const auto timers = std::make_shared<dispatch::timers>(
      server.io.get_executor(), server.queries, now, []() -> boost::asio::awaitable<void> { co_return; }, *server.log,
      server.metrics
  );
  std::size_t tried = 0;
  std::vector<std::string> fired;
  timers->fire_with("incident", [&](db::due_timer timer) -> boost::asio::awaitable<std::optional<bool>> {
    if (timer.key == "escalate") {
      const bool first = fired.empty();
      fired.push_back(timer.stream_id.to_string());
      co_return first;
    }
    if (++tried % 2 == 0) throw std::logic_error("a fault in this stream");
    co_return std::nullopt;
  });
  const auto next = run(server.io, timers->fire_due());
  CHECK(next.has_value());
  CHECK(tried >= 80);
  REQUIRE_FALSE(fired.empty());
  CHECK(fired.front() == wanted.to_string());
}

TEST_CASE("given many open incidents, then pages of the board run newest first without gaps or doubles") {
  log_server server(fresh_database());
  for (int i = 0; i < 7; ++i) {
    auto command = open_incident(new_id());
    command.streams[0].after->received_at = test_time(i / 2); // equal times, so that the id decides
    command.streams[0].after->grade = i % 2 == 0 ? "1" : "3";
    server.append(command);
  }
  db::incident_filter filter;
  filter.limit = 3;
  std::set<std::string> seen;
  int pages = 0;
  for (;;) {
    const auto page = run(server.io, server.queries.incidents(filter));
    ++pages;
    for (const auto& row : page->rows)
      CHECK(seen.insert(row.number).second);
    if (!page->next) break;
    filter.after = page->next;
  }
  CHECK(pages == 3);
  CHECK(seen.size() == 7);
  db::incident_filter threes;
  threes.grades = {"3"};
  CHECK(run(server.io, server.queries.incidents(threes))->rows.size() == 3);
  for (const std::size_t page_size : {2U, 7U, 1000U}) {
    const auto board = run(server.io, server.queries.board(page_size));
    std::set<std::string> on_it;
    for (const auto& row : board->rows)
      CHECK(on_it.insert(row.number).second);
    CHECK(on_it == seen);
    CHECK(board->position == 7);
  }
}

TEST_CASE("given incidents that open, change and close while the board is read by pages, then it is that of one moment"
) {
  log_server server(fresh_database());
  CHECK(run(server.io, server.queries.board(2))->position == 0);
  std::vector<db::stream_before> opened;
  for (int i = 0; i < 12; ++i) {
    const auto id = new_id();
    auto command = open_incident(id);
    command.streams[0].after->received_at = test_time(i);
    server.append(std::move(command));
    opened.push_back(run(server.io, server.queries.stream(id))->at);
  }
  std::size_t answered = 0;
  const auto answer = [&answered](std::exception_ptr, const db::append_result& result) {
    CHECK(result.code == append_code::appended);
    ++answered;
  };
  std::size_t sent = 0;
  for (int round = 0; round < 4; ++round) {
    std::optional<db::board_at> board;
    boost::asio::co_spawn(
        server.io, server.queries.board(1),
        [&](std::exception_ptr, db::query_result<db::board_at> r) {
          REQUIRE(r);
          board = std::move(*r);
        }
    );
    run_until(server.io, [&] {
      if (sent == answered && sent < static_cast<std::size_t>(round + 1) * 6) {
        auto closing = add_note(opened[sent / 2]);
        closing.events.front().type = "incident.closed";
        closing.streams.front().after->status = "closed";
        boost::asio::co_spawn(server.io, server.writer.append(std::move(closing)), answer);
        auto opening = open_incident(new_id());
        opening.streams[0].after->received_at = test_time(static_cast<int>(sent));
        boost::asio::co_spawn(server.io, server.writer.append(std::move(opening)), answer);
        sent += 2;
      }
      return board && sent == answered;
    });
    // What the log says of that moment.
    std::map<std::string, std::uint32_t> open;
    const auto events = run(server.io, server.queries.events_after(0, 1000, false));
    for (const auto& event : *events) {
      if (event->position > board->position) break;
      if (event->type == "incident.closed")
        open.erase(event->stream_id.to_string());
      else
        open[event->stream_id.to_string()] = event->version;
    }
    std::map<std::string, std::uint32_t> shown;
    for (const auto& row : board->rows)
      CHECK(shown.emplace(row.id.to_string(), row.version).second);
    CHECK(shown == open);
  }
}
