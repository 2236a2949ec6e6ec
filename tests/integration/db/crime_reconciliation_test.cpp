// Whether incidents and the records of their crimes say the same: looked at by the server itself.
#include <catch2/catch.hpp>

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
