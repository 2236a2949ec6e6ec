#include <catch2/catch.hpp>

#include "some_entry.hpp"

using namespace frontdoor;
using namespace frontdoor::journal;

TEST_CASE("An entry comes back from its text as it was") {
  const auto kept = some_entry();
  const auto read = entry_from_text(to_text(kept));
  REQUIRE(read);
  CHECK(to_text(*read) == to_text(kept));
  CHECK(read->key == kept.key);
  CHECK(read->command_id == kept.command_id);
  CHECK(read->actor == kept.actor);
  CHECK(read->events.front().personal == kept.events.front().personal);
  CHECK_FALSE(read->opens());
}

TEST_CASE("An entry that opens an incident says so") {
  auto kept = some_entry();
  kept.version_before = 0;
  CHECK(kept.opens());
  kept.incident.reset();
  CHECK_FALSE(kept.opens());
}

TEST_CASE("What is no entry is a fault and never a throw") {
  for (const char* text : {"", "{", "{}", "[]", R"({"command_id":"x"})"}) {
    CAPTURE(text);
    const auto read = entry_from_text(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().front().code == "malformed_entry");
  }
}

TEST_CASE("An outcome comes back from its text as it was") {
  for (const auto found :
       {fate::brought_in, fate::was_there, fate::taken_twice, fate::decided_again, fate::set_aside}) {
    outcome one;
    one.fate = found;
    one.incident = some_entry().incident;
    one.number = "GMP-20260301-000001";
    one.why = "since";
    CHECK(outcome_from_text(to_text(one)) == one);
  }
}
