// What waits to be reviewed since somebody, or something, came back.
#include <catch2/catch.hpp>

#include "server/db/review_queries.hpp"
#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using std::chrono::days;

namespace {

struct supervision {
  log_server server{fresh_database()};
  db::review_queries queries{server.pool};

  void append(db::append_command command) {
    REQUIRE(server.append(std::move(command)).code == db::append_code::appended);
  }

  // An incident that came in at the beginning and was closed with advice then.
  triage::uuid closed(triage::timestamp at) {
    const auto incident = new_id();
    auto command = open_incident(incident);
    command.streams.front().after->status = "closed";
    command.streams.front().after->state = R"({"flags":[],"contacts":[]})";
    auto event = command.events.front();
    event.type = "incident.closed";
    event.occurred_at = at;
    event.body = R"({"outcome":"advice_given"})";
    event.personal.reset();
    command.events.push_back(event);
    append(std::move(command));
    return incident;
  }

  triage::uuid received(triage::timestamp at) {
    const auto incident = new_id();
    auto command = open_incident(incident);
    command.streams.front().after->state = R"({"flags":[],"contacts":[]})";
    command.streams.front().after->received_at = at;
    append(std::move(command));
    return incident;
  }

  std::vector<triage::uuid> waiting(std::optional<days> returned_within) {
    db::candidate_filter filter;
    filter.events = {"incident.closed"};
    filter.outcomes = {"advice_given"};
    filter.returned_within = returned_within;
    filter.form = "early_resolution";
    filter.from = test_time() - days(1);
    filter.to = test_time() + days(1);
    filter.viewer = "user:auditor";
    filter.limit = 100;
    const auto found = run(server.io, queries.candidates(std::move(filter)));
    REQUIRE(found);
    std::vector<triage::uuid> out;
    for (const auto& one : *found)
      out.push_back(one.incident);
    return out;
  }
};

} // namespace

TEST_CASE("given closed incidents, when a problem record of one has a later incident, then that one waits as returned"
) {
  supervision all;
  const auto at = test_time() + std::chrono::hours(1);
  const auto returned = all.closed(at);
  const auto later = all.closed(at + std::chrono::seconds(1));
  const auto quiet = all.closed(at + std::chrono::seconds(2));
  all.append(open_problem(new_id(), {returned, all.received(at + days(20))}));
  all.append(open_problem(new_id(), {later, all.received(at + days(40))}));
  all.append(open_problem(new_id(), {quiet, all.received(at - std::chrono::minutes(1))}));
  CHECK(all.waiting(days(28)) == std::vector{returned});
  CHECK(all.waiting(days(90)) == std::vector{returned, later});
  CHECK(all.waiting(std::nullopt) == std::vector{returned, later, quiet});
}

TEST_CASE("given a closed incident whose only return is itself, then it does not wait as returned") {
  supervision all;
  const auto incident = all.closed(test_time() - std::chrono::hours(1)); // it came in after that: a clock that ran back
  all.append(open_problem(new_id(), {incident}));
  CHECK(all.waiting(days(28)).empty());
}
