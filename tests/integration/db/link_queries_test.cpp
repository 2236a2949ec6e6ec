#include <catch2/catch.hpp>

#include "server/db/link_queries.hpp"
#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using std::chrono::hours;

namespace {

struct kept {
  triage::uuid incident = new_id();
  triage::uuid contact = new_id();
};

// An incident received then, with one contact that said so.
db::append_command
opening(const kept& ids, triage::timestamp received_at, const char* status, std::optional<std::string> said) {
  auto command = open_incident(ids.incident);
  command.streams.front().after->status = status;
  command.streams.front().after->received_at = received_at;
  command.streams.front().after->state = R"({"contacts":[{"id":")" + ids.contact.to_string() + "\"}]}";
  db::stream_change change;
  change.before.stream_id = ids.contact;
  change.before.stream_type = "contact";
  command.streams.push_back(change);
  auto event = command.events.front();
  event.stream_type = "contact";
  event.stream_id = ids.contact;
  event.type = "contact.received";
  event.personal = std::move(said);
  command.events.push_back(event);
  return command;
}

struct window_of {
  log_server server{fresh_database()};
  db::link_queries links{server.pool};

  kept add(triage::timestamp received_at, const char* status = "open", std::optional<std::string> said = "{}") {
    kept ids;
    REQUIRE(server.append(opening(ids, received_at, status, std::move(said))).code == db::append_code::appended);
    return ids;
  }

  std::vector<db::compared_incident> around(const kept& ids, std::size_t limit = 1000) {
    db::comparison_window window;
    window.incident = ids.incident;
    window.from = test_time() - hours(6);
    window.closed_from = test_time() - hours(24);
    window.to = test_time() + hours(6);
    window.limit = limit;
    const auto rows = run(server.io, links.comparable(window));
    REQUIRE(rows);
    return *rows;
  }
};

bool holds(const std::vector<db::compared_incident>& rows, const kept& ids) {
  return std::any_of(rows.begin(), rows.end(), [&](const auto& one) { return one.row.id == ids.incident; });
}

} // namespace

TEST_CASE("given incidents at many times, then those of the window are compared, the incident itself first") {
  window_of log;
  const auto own = log.add(test_time(), "open", R"({"narrative":"one"})");
  const auto near = log.add(test_time() - hours(5), "open", R"({"narrative":"near"})");
  const auto later = log.add(test_time() + hours(5));
  const auto closed = log.add(test_time() - hours(20), "closed");
  const auto old_open = log.add(test_time() - hours(20));
  const auto old_closed = log.add(test_time() - hours(30), "closed");
  const auto linked = log.add(test_time(), "linked");
  const auto rows = log.around(own);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].row.id == own.incident);
  CHECK(rows[0].contacts == std::vector<std::string>{R"({"narrative":"one"})"});
  CHECK(holds(rows, near));
  CHECK(holds(rows, later));
  CHECK(holds(rows, closed));
  CHECK_FALSE(holds(rows, old_open));
  CHECK_FALSE(holds(rows, old_closed));
  CHECK_FALSE(holds(rows, linked));
}

TEST_CASE("given more incidents than the limit, then the latest are compared, and the incident itself always") {
  window_of log;
  const auto own = log.add(test_time() - hours(4));
  const auto earlier = log.add(test_time() - hours(3));
  const auto latest = log.add(test_time() - hours(1));
  const auto rows = log.around(own, 1);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].row.id == own.incident);
  CHECK(rows[1].row.id == latest.incident);
  CHECK_FALSE(holds(rows, earlier));
}

TEST_CASE("given a contact whose personal part is gone, then its incident is compared without it") {
  window_of log;
  const auto own = log.add(test_time());
  const auto erased = log.add(test_time(), "open", std::nullopt);
  const auto rows = log.around(own);
  REQUIRE(holds(rows, erased));
  CHECK(rows[1].contacts.empty());
}

TEST_CASE("given no such incident, then nothing is compared") {
  window_of log;
  log.add(test_time());
  CHECK(log.around({}).empty());
}
