#include "server/outage/report.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/unit/incident/story.hpp"

using namespace frontdoor;
using namespace frontdoor::outage;
using namespace frontdoor::triage::testing;
using std::chrono::minutes;

namespace {

journal::entry_head taken(std::uint64_t sequence, unsigned number, journal::fate fate) {
  journal::entry_head out;
  out.sequence = sequence;
  out.number = "GMP-TEMP-fcc-1-00000" + std::to_string(number);
  out.incident = id(number);
  journal::outcome became;
  became.fate = fate;
  became.incident = id(number);
  out.outcome = became;
  return out;
}

} // namespace

TEST_CASE("Given all was brought in, then the report has no gap and no double") {
  outage_facts facts;
  facts.entries = {taken(1, 1, journal::fate::brought_in), taken(2, 2, journal::fate::was_there)};
  const auto report = write_report(facts);
  CHECK(report.at("gaps").empty());
  CHECK(report.at("doubles").empty());
  CHECK(report.at("counts").at("contacts") == 2);
  CHECK(report.at("counts").at("brought_in") == 1);
}

TEST_CASE("Given a number without an entry and an entry that was set aside, then both are gaps") {
  outage_facts facts;
  facts.entries = {taken(1, 1, journal::fate::set_aside), taken(2, 4, journal::fate::taken_twice)};
  const auto report = write_report(facts);
  REQUIRE(report.at("gaps").size() == 2);
  CHECK(report.at("gaps")[0].at("fate") == "set_aside");
  CHECK(report.at("gaps")[1].at("after") == 1);
  CHECK(report.at("gaps")[1].at("before") == 4);
  CHECK(report.at("doubles").size() == 1);
}

TEST_CASE("Given times that have passed, then the latest comes first, and an acknowledgement in time is none") {
  story incident;
  incident.opened_with({{"weapon", "seen"}, {"suspect_present", true}});
  const auto later = nine_in_the_evening() + minutes(60);
  const auto broken = broken_promises(incident.the_incident(), "n", later);
  REQUIRE_FALSE(broken.empty());
  CHECK(std::ranges::count(broken, "acknowledgement", &broken_promise::what) == 1);
  for (std::size_t i = 1; i < broken.size(); ++i)
    CHECK(broken[i - 1].late >= broken[i].late);
  auto kept = incident.the_incident();
  kept.dispatch->acknowledged_at = kept.dispatch->acknowledge_by;
  for (const auto& one : broken_promises(kept, "n", later))
    CHECK(one.what != "acknowledgement");
  kept.status = triage::incident_status::closed;
  CHECK(broken_promises(kept, "n", later).empty());
}
