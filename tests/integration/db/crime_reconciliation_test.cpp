// Whether incidents and the records of their crimes say the same: looked at by the server itself.
#include <catch2/catch.hpp>

#include <set>

#include "server/command/crime_reconciler.hpp"
#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;

namespace {

struct recorded_crimes {
  log_server server{fresh_database()};
  clock::fixed_clock an_hour_later{test_time() + std::chrono::hours(1)};
  db::crime_queries queries{server.pool};
  std::shared_ptr<command::crime_reconciler> reconciler = std::make_shared<command::crime_reconciler>(
      server.io.get_executor(), queries, an_hour_later, server.metrics, *server.log
  );

  // An incident and the record of its crime, each with what it says of the crime's state.
  void crime(const std::string& by_incident, const std::string& by_record, triage::timestamp at = test_time()) {
    const auto incident = new_id();
    const auto crime = new_id();
    auto opened = open_incident(incident);
    auto& after = *opened.streams.front().after;
    after.received_at = at;
    after.state = R"({"crimes":{"links":[{"crime":")" + crime.to_string() + R"(","state":")" + by_incident + "\"}]}}";
    append(std::move(opened));
    auto record = open_incident(crime);
    record.number_day.reset();
    record.streams.front().before.stream_type = "crime";
    record.streams.front().after->status = by_record;
    record.streams.front().after->state = R"({"facts":{"incident":")" + incident.to_string() + "\"}}";
    record.events.front().stream_type = "crime";
    record.events.front().type = "crime.decided";
    append(std::move(record));
  }

  // An incident of which no crime was decided.
  void incident(const std::string& snapshot, triage::timestamp at) {
    auto opened = open_incident(new_id());
    opened.streams.front().after->received_at = at;
    opened.streams.front().after->state = snapshot;
    append(std::move(opened));
  }

  void append(db::append_command command) {
    REQUIRE(server.append(std::move(command)).code == db::append_code::appended);
  }

  bool told(const std::string& mismatches) {
    REQUIRE(run(server.io, reconciler->look()));
    return server.metrics.exposition().find("frontdoor_crimes_mismatched " + mismatches + "\n") != std::string::npos;
  }
};

} // namespace

TEST_CASE("given crimes on which incident and record agree, then none is told of; one that differs is") {
  recorded_crimes all;
  CHECK(all.told("0"));
  all.crime("recorded", "recorded");
  all.crime("crime_related", "crime_related");
  CHECK(all.told("0"));
  all.crime("recorded", "cancelled");
  CHECK(all.told("1"));
  all.crime("recorded", "transferred", test_time() - std::chrono::hours(72)); // told of in its own time
  CHECK(all.told("1"));
}

TEST_CASE("given more incidents than a page holds, then each is compared once with the records of its crimes") {
  recorded_crimes all;
  for (int i = 0; i < 5; ++i)
    all.crime(
        "recorded", i % 2 == 0 ? "recorded" : "cancelled", test_time(i / 2)
    ); // equal times, so that the id decides
  all.incident(R"({"crimes":null})", test_time(9));
  for (const std::size_t page_size : {1U, 2U, 6U, 1000U}) {
    const auto found = run(all.server.io, all.queries.reconcile(test_time(), page_size));
    REQUIRE(found);
    CHECK(found->incidents == 6);
    CHECK(found->crimes == 5);
    CHECK(found->mismatches.size() == 2);
    CHECK_FALSE(found->more);
  }
  CHECK(run(all.server.io, all.queries.reconcile(test_time(2), 2))->incidents == 2);
}

TEST_CASE("given more incidents than a page holds, then auditors draw from all of them, each in its stratum") {
  recorded_crimes all;
  all.crime("recorded", "recorded", test_time(0));
  all.incident(R"({"flags":["DA"],"facts":{"asb":[]},"crimes":null})", test_time(1));
  all.incident(R"({"flags":["DA","N100"],"crimes":{"links":[]}})", test_time(1));
  all.incident(R"({"flags":["HATE_SO"],"facts":{}})", test_time(1));
  all.incident(R"({"flags":[],"facts":{"asb":[]}})", test_time(2));
  all.incident("{}", test_time(3)); // not before the end
  for (const std::size_t page_size : {1U, 2U, 5U, 1000U}) {
    std::multiset<std::string> strata;
    std::optional<db::received_place> after;
    do {
      auto page = run(all.server.io, all.queries.audit_population(test_time(), test_time(3), after, page_size));
      REQUIRE(page);
      CHECK(page->rows.size() <= page_size);
      for (const auto& row : page->rows)
        strata.insert(row.stratum);
      after = page->next;
    } while (after);
    CHECK(
        strata ==
        std::multiset<std::string>{
            "other, decided", "domestic, undecided or none", "sexual or child exploitation, undecided or none",
            "hate, undecided or none", "anti-social behaviour, undecided or none"
        }
    );
  }
}
