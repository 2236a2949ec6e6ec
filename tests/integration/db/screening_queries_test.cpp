// What came back after an early resolution, by the keys that history holds; and the register of demand.
#include <catch2/catch.hpp>

#include <algorithm>

#include "server/db/screening_queries.hpp"
#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using std::chrono::days;

namespace {

struct registers {
  log_server server{fresh_database()};
  db::screening_queries queries{server.pool};

  void append(db::append_command command) {
    REQUIRE(server.append(std::move(command)).code == db::append_code::appended);
  }

  // An incident that was resolved by advice then, told of by a contact under that key.
  triage::uuid resolved(triage::timestamp at, const std::string& key) {
    const auto incident = new_id();
    auto command = open_incident(incident);
    auto event = command.events.front();
    event.type = "pathway.resolved";
    event.occurred_at = at;
    event.body = R"({"pathway":"ADVICE_CLOSE","rules":["advice/rule_1","advice/rule_2"]})";
    event.personal.reset();
    command.events.push_back(event);
    append(std::move(command));
    keep(key, at - std::chrono::hours(1), new_id(), incident);
    return incident;
  }

  // A contact under that key with an incident of its own; that incident.
  triage::uuid contact(triage::timestamp at, const std::string& key) {
    const auto contact = new_id();
    const auto incident = new_id();
    auto command = open_incident(contact, R"({"incident":")" + incident.to_string() + "\"}");
    command.number_day.reset();
    command.streams.front().before.stream_type = "contact";
    command.streams.front().after.reset();
    command.events.front().stream_type = "contact";
    command.events.front().type = "contact.received";
    append(std::move(command));
    keep(key, at, contact, incident);
    return incident;
  }

  void tag(const std::string& tag) {
    auto command = open_incident(new_id(), R"({"tag":")" + tag + "\"}");
    command.number_day.reset();
    command.streams.front().before.stream_type = "contact";
    command.streams.front().after.reset();
    command.events.front().stream_type = "contact";
    command.events.front().type = "contact.demand_tagged";
    command.events.front().personal.reset();
    append(std::move(command));
  }

  void keep(const std::string& key, triage::timestamp at, triage::uuid contact, triage::uuid incident) {
    superuser_sql(
        server.options, "insert into history_keys values ('\\x" + key + "', '" + triage::to_rfc3339(at) + "', '" +
                            contact.to_string() + "', '" + incident.to_string() + "', '101', 'caller')"
    );
    superuser_sql(server.options, "update history_cursor set position = (select position from log_head)");
  }
};

} // namespace

TEST_CASE("given resolutions, when the same key comes back, then each window and rule counts it once") {
  registers all;
  const auto at = test_time();
  all.resolved(at, "aa");
  all.resolved(at, "bb");
  all.contact(at + days(3), "aa");
  all.contact(at + days(5), "aa");
  all.contact(at + days(40), "bb");
  const auto counts = run(all.server.io, all.queries.returns(at - days(1), at + days(1), {7, 28, 90}));
  REQUIRE(counts);
  CHECK(counts->size() == 3); // the pathway, and its two rules
  for (const auto& one : *counts) {
    CHECK(one.pathway == "ADVICE_CLOSE");
    CHECK(one.resolved == 2);
    CHECK(one.returned == std::vector<std::uint64_t>{1, 1, 2});
  }
}

TEST_CASE("given a contact under the key of a resolution, then it is found once, and not beyond the window") {
  registers all;
  const auto at = test_time();
  const auto earlier = all.resolved(at, "aa");
  const auto again = all.contact(at + days(3), "aa");
  all.contact(at + days(120), "aa");
  all.contact(at + days(3), "cc");
  const auto look = run(all.server.io, all.queries.new_returns(90, 100));
  REQUIRE(look);
  REQUIRE(look->found.size() == 1);
  CHECK(look->found.front().incident == again);
  CHECK(look->found.front().earlier == earlier);
  CHECK(look->found.front().pathway == "ADVICE_CLOSE");
  CHECK(look->found.front().resolved_at == at);
  CHECK(look->found.front().at == at + days(3));
  REQUIRE(run(all.server.io, all.queries.returns_seen(look->position)));
  CHECK(run(all.server.io, all.queries.new_returns(90, 100))->found.empty());
}

TEST_CASE("given tagged contacts, then the register counts each tag") {
  registers all;
  all.tag("chasing");
  all.tag("chasing");
  all.tag("new_report");
  const auto counts = run(all.server.io, all.queries.demand(test_time() - days(1), test_time() + days(1)));
  REQUIRE(counts);
  REQUIRE(counts->size() == 2);
  CHECK(counts->front().tag == "chasing");
  CHECK(counts->front().contacts == 2);
}
