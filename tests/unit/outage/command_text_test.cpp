#include "server/outage/command_text.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/incident/story.hpp"

using namespace frontdoor;
using namespace frontdoor::outage;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;

namespace {

journal::entry entry_with(const triage::command& command) {
  journal::entry out;
  out.command = to_text(command);
  return out;
}

} // namespace

TEST_CASE("A command that was kept can be decided again as it was") {
  const auto target = triage::testing::id(5);
  const triage::command grade = set_grade{{"1", "risk_rises", "He is back at the door"}};
  const triage::command note = add_note{"Seen again"};
  const triage::command spoken = acknowledge_dispatch{triage::testing::id(7), named_officer{"PC Green", "radio"}};
  for (const auto& command : {grade, note, spoken})
    CHECK(command_of(entry_with(command), target) == command);
}

TEST_CASE("What fell due is not decided again: it falls due in the record too") {
  CHECK_FALSE(command_of(entry_with(fire_timer{"task:x", 1}), triage::testing::id(5)));
}

TEST_CASE("A contact is told whole by its events") {
  take_contact taken;
  taken.contact = contact_with({{"weapon", "seen"}});
  taken.contact.narrative = "A man with a knife";
  taken.temporary_number = "GMP-TEMP-fcc-1-000001";
  taken.grade = grade_choice{"1", std::nullopt, "He shouts"};
  story incident;
  const auto made = incident.must(taken);
  journal::entry kept;
  for (const auto& event : made.events) {
    const auto text = encode(event);
    db::new_event row;
    row.stream_type = text.stream_type;
    row.stream_id = text.stream_id;
    row.type = text.type;
    row.schema_version = text.schema_version;
    row.occurred_at = text.occurred_at;
    row.actor = text.actor;
    row.body = text.body;
    row.personal = text.personal;
    kept.events.push_back(std::move(row));
  }
  const auto again = command_of(kept, triage::testing::id(5));
  REQUIRE(again);
  const auto& contact = get<take_contact>(*again);
  CHECK(contact.contact.id == taken.contact.id);
  CHECK(contact.contact.received_at == taken.contact.received_at);
  CHECK(contact.contact.narrative == taken.contact.narrative);
  CHECK(contact.contact.facts == taken.contact.facts);
  CHECK(contact.grade == taken.grade);
  CHECK(contact.incident == triage::testing::id(5));
  CHECK(contact.temporary_number == taken.temporary_number);
}

TEST_CASE("A less urgent grade waits for the record") {
  CHECK(goes_on(triage::command(set_grade{{"1", std::nullopt, std::nullopt}})));
  CHECK_FALSE(goes_on(triage::command(close_incident{"dealt_with", "x", 1})));
  decision lower;
  lower.events.push_back(lowering_requested{});
  CHECK_FALSE(goes_on(lower));
  CHECK(goes_on(decision{}));
}
