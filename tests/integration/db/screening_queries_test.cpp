// What came back after an early resolution, by the keys that history holds; and the register of demand.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

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

  // An incident that came in then, without a resolution.
  triage::uuid received(triage::timestamp at) {
    const auto incident = new_id();
    auto command = open_incident(incident);
    command.streams.front().after->received_at = at;
    append(std::move(command));
    return incident;
  }

  // A problem record with those incidents.
  triage::uuid problem(const std::vector<triage::uuid>& incidents) {
    const auto id = new_id();
    append(open_problem(id, incidents));
    return id;
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
    superuser_sql(server.options, "delete from history_to_key");
  }
};

} // namespace

TEST_CASE("given resolutions, when the same key comes back, then each has the first contact after it") {
  registers all;
  const auto at = test_time();
  all.resolved(at, "aa");
  all.resolved(at, "bb");
  all.resolved(at, "cc");
  all.resolved(at + days(2), "dd"); // not in the time looked at
  all.contact(at + days(3), "aa");
  all.contact(at + days(5), "aa");
  all.contact(at + days(40), "bb");
  all.contact(at + days(91), "cc");
  const auto found = run(all.server.io, all.queries.resolutions(at - days(1), at + days(1), 90));
  REQUIRE(found);
  REQUIRE(found->size() == 3); // in the order of the log
  for (const auto& one : *found) {
    CHECK(one.pathway == "ADVICE_CLOSE");
    CHECK(one.rules == std::vector<std::string>{"advice/rule_1", "advice/rule_2"});
    CHECK(one.at == at);
    CHECK_FALSE(one.problem_at);
  }
  CHECK((*found)[0].person_or_place_at == at + days(3));
  CHECK((*found)[1].person_or_place_at == at + days(40));
  CHECK_FALSE((*found)[2].person_or_place_at);
}

TEST_CASE("given a problem record, when another of its incidents comes in after a resolution, then the problem is back"
) {
  registers all;
  const auto at = test_time();
  const auto resolved = all.resolved(at, "aa");
  const auto alone = all.resolved(at, "bb");
  const auto before = all.received(at - days(2));
  const auto first = all.received(at + days(9));
  const auto second = all.received(at + days(30));
  const auto problem = all.problem({before, resolved, second, first});
  all.problem({alone});
  all.problem({alone, all.received(at + days(91))});
  all.problem({first, all.received(at + days(1))}); // which the resolved one does not belong to
  const auto found = run(all.server.io, all.queries.resolutions(at - days(1), at + days(1), 90));
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK((*found)[0].problem_at == at + days(9));
  CHECK_FALSE((*found)[0].person_or_place_at);
  CHECK_FALSE((*found)[1].problem_at);

  const auto members = run(all.server.io, all.queries.problem_members({problem}));
  REQUIRE(members);
  REQUIRE(members->size() == 4); // by when they came in
  CHECK((*members)[0].incident == before);
  CHECK((*members)[1].incident == resolved);
  CHECK((*members)[1].resolved_early_at == at);
  CHECK((*members)[2].incident == first);
  CHECK((*members)[2].received_at == at + days(9));
  CHECK_FALSE((*members)[2].resolved_early_at);
  CHECK((*members)[3].incident == second);
  for (const auto& one : *members)
    CHECK(one.problem == problem);
  CHECK(run(all.server.io, all.queries.problem_members({}))->empty());
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

TEST_CASE("given more contacts than are looked at in one go, then the rest comes after, and those without keys wait") {
  registers all;
  const auto at = test_time();
  all.resolved(at, "aa");
  for (int i = 1; i <= 5; ++i)
    all.contact(at + days(i), "aa");
  superuser_sql(
      all.server.options, "insert into history_to_key select max(position) from events where type = 'contact.received'"
  );
  std::size_t found = 0;
  for (bool more = true; more;) {
    const auto look = run(all.server.io, all.queries.new_returns(90, 2)).value();
    found += look.found.size();
    more = look.more;
    REQUIRE(run(all.server.io, all.queries.returns_seen(look.position)));
  }
  CHECK(found == 4);
  superuser_sql(all.server.options, "delete from history_to_key");
  const auto last = run(all.server.io, all.queries.new_returns(90, 2)).value();
  CHECK(last.found.size() == 1);
  CHECK_FALSE(last.more);
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
