#include <catch2/catch.hpp>

#include <array>
#include <set>
#include <sstream>

#include "story.hpp"
#include "tests/support/whole_file.hpp"
#include "triage/canonical_json.hpp"
#include "triage/incident/event_codec.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

encoded_event a_note() {
  return stored(note_added{{id(1), nine_in_the_evening(), "user:jsmith"}, id(2), note_added::personal_part{"words"}});
}

} // namespace

TEST_CASE("An event is a row: stream, type, version, time, actor, body, and the sealed part beside it") {
  const auto row = a_note();
  CHECK(row.stream_type == "incident");
  CHECK(row.stream_id == id(1));
  CHECK(row.type == "incident.note_added");
  CHECK(row.schema_version == 1);
  CHECK(row.occurred_at == nine_in_the_evening());
  CHECK(row.actor == "user:jsmith");
  CHECK(row.body == json{{"note", id(2).to_string()}});
  CHECK(row.personal == json{{"text", "words"}});
}

TEST_CASE("An event whose sealed part was erased still reads") {
  auto row = a_note();
  row.personal.reset();
  const auto read = decode(row);
  REQUIRE(read);
  CHECK_FALSE(get<note_added>(*read).personal);
}

TEST_CASE("A whole story reads back as it was written") {
  story incident;
  incident.opened_with({{"domestic", true}});
  REQUIRE(incident.when(take_contact{
      contact_with({{"weapon", "seen"}, {"suspect_present", true}}, 7), incident.the_incident().id, std::nullopt,
      std::nullopt
  }));
  REQUIRE(incident.when(set_grade{{"1", "new_information", "words"}}));
  REQUIRE(incident.when(add_note{"words"}));
  const auto pending = timers(incident.the_incident()).at(0);
  incident.at(pending.due_at);
  REQUIRE(incident.when(fire_timer{pending.key, pending.generation}));
  REQUIRE(incident.when(acknowledge_dispatch{incident.the_incident().dispatch->id}));
  CHECK(incident.events().size() == 11);
  for (const auto& one : incident.events()) {
    const auto row = encode(one);
    CHECK(row.stream_type == stream_type_of(one));
    CHECK(row.body == canonical_json(json::parse(row.body)));
    const auto read = decode(stored(one));
    REQUIRE(read);
    CHECK(*read == one);
  }
}

TEST_CASE("An unknown type is a fault, not a guess") {
  auto row = a_note();
  row.type = "incident.sung";
  const auto read = decode(row);
  REQUIRE_FALSE(read);
  CHECK(read.error().at(0).code == "unknown_event_type");
  CHECK(current_schema_version("incident.sung") == 0);
}

TEST_CASE("A body that cannot be read is told member by member") {
  auto row = a_note();
  row.body = json::object();
  auto read = decode(row);
  REQUIRE_FALSE(read);
  CHECK(read.error().at(0).code == "malformed_event");
  CHECK(read.error().at(0).pointer == "/note");
  row.body = json::array();
  CHECK_FALSE(decode(row));
  row.type = "contact.received";
  row.body = {{"channel", "999"}, {"received_at", 7}, {"promoted", "no"}, {"outcome", "bored"}};
  read = decode(row);
  REQUIRE_FALSE(read);
  CHECK(read.error().size() == 4);
}

TEST_CASE("Members that a later release added are passed over; a later schema is refused") {
  auto row = a_note();
  row.body["colour"] = "red";
  CHECK(decode(row));
  row.schema_version = 2;
  const auto read = decode(row);
  REQUIRE_FALSE(read);
  CHECK(read.error().at(0).code == "newer_schema_version");
}

TEST_CASE("An old body is lifted step by step to the present schema") {
  const std::array<upcaster, 2> lifts{
      upcaster{
          "incident.note_added", 1,
          [](json body) {
            body["identity"] = body.at("id");
            body.erase("id");
            return body;
          }
      },
      upcaster{
          "incident.note_added", 2,
          [](json body) {
            body["note"] = body.at("identity");
            return body;
          }
      }
  };
  auto row = a_note();
  row.body = {{"id", id(2).to_string()}};
  const auto read = decode(row, 3, lifts);
  REQUIRE(read);
  CHECK(get<note_added>(*read).note == id(2));
  const auto gap = decode(row, 4, lifts);
  REQUIRE_FALSE(gap);
  CHECK(gap.error().at(0).code == "missing_upcaster");
}

TEST_CASE("Event types have the names that integrators read") {
  CHECK(type_of(contact_received{}) == "contact.received");
  CHECK(type_of(incident_opened{}) == "incident.opened");
  CHECK(type_of(contact_joined{}) == "incident.contact_joined");
  CHECK(type_of(assessed{}) == "incident.assessed");
  CHECK(type_of(grade_set{}) == "incident.grade_set");
  CHECK(type_of(note_added{}) == "incident.note_added");
  CHECK(type_of(dispatch_requested{}) == "dispatch.requested");
  CHECK(type_of(dispatch_acknowledged{}) == "dispatch.acknowledged");
  CHECK(type_of(dispatch_overdue{}) == "dispatch.overdue");
  CHECK(type_of(facts_added{}) == "incident.facts_added");
  CHECK(type_of(grade_lowered{}) == "incident.grade_lowered");
  CHECK(type_of(dispatch_stood_down{}) == "dispatch.stood_down");
  CHECK(type_of(task_lapsed{}) == "task.lapsed");
  CHECK(type_of(incident_closed{}) == "incident.closed");
  CHECK(type_of(incident_reopened{}) == "incident.reopened");
  CHECK(type_of(handoff_requested{}) == "handoff.requested");
  CHECK(type_of(handoff_answered{}) == "handoff.answered");
  CHECK(type_of(handoff_silent{}) == "handoff.silent");
  CHECK(type_of(referral_queued{}) == "referral.queued");
  CHECK(type_of(referral_attempted{}) == "referral.attempted");
  CHECK(type_of(referral_sent{}) == "referral.sent");
  CHECK(type_of(referral_failed{}) == "referral.failed");
  CHECK(type_of(sender_grade_kept{}) == "incident.sender_grade_kept");
  CHECK(type_of(incident_deferred{}) == "incident.deferred");
  CHECK(type_of(pathway_agreed{}) == "pathway.agreed");
  CHECK(type_of(pathway_resolved{}) == "pathway.resolved");
  CHECK(type_of(pathway_returned{}) == "pathway.returned");
  CHECK(type_of(appointment_booked{}) == "appointment.booked");
  CHECK(type_of(appointment_moved{}) == "appointment.moved");
  CHECK(type_of(appointment_cancelled{}) == "appointment.cancelled");
  CHECK(type_of(appointment_reminder_due{}) == "appointment.reminder_due");
  CHECK(type_of(appointment_ended{}) == "appointment.ended");
  CHECK(type_of(problem_linked{}) == "incident.problem_linked");
  CHECK(type_of(contact_demand_tagged{}) == "contact.demand_tagged");
  CHECK(type_of(incident_linked{}) == "incident.linked");
  CHECK(type_of(incident_absorbed{}) == "incident.absorbed");
  CHECK(type_of(link_undone{}) == "incident.link_undone");
  CHECK(type_of(incident_released{}) == "incident.released");
  CHECK(type_of(major_incident_changed{}) == "incident.major_incident_changed");
  CHECK(stream_type_of(contact_received{}) == "contact");
  CHECK(stream_type_of(contact_demand_tagged{}) == "contact");
  CHECK(stream_type_of(dispatch_overdue{}) == "incident");
}

TEST_CASE("every type of event stands in the contract, and no other") {
  const auto contract = frontdoor::tests::content_of("schemas/openapi.yaml");
  const auto schema = contract.find("    EventType:");
  REQUIRE(schema != std::string::npos);
  const auto from = contract.find("enum: [", schema) + 7;
  std::istringstream listed(contract.substr(from, contract.find(']', from) - from));
  std::set<std::string> types;
  for (std::string type; std::getline(listed >> std::ws, type, ',');)
    types.insert(type);
  CHECK(types.size() == boost::variant2::variant_size_v<event_kinds>);
  for (const auto& type : types) {
    CAPTURE(type);
    CHECK(current_schema_version(type) == 1);
  }
}
