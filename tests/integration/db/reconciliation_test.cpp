#include <catch2/catch.hpp>

#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;

namespace {

db::new_event event_of(const std::string& stream_type, const triage::uuid& stream, const char* type, std::string body) {
  db::new_event event;
  event.stream_type = stream_type;
  event.stream_id = stream;
  event.type = type;
  event.occurred_at = test_time();
  event.actor = "user:test";
  event.body = std::move(body);
  return event;
}

// A contact that makes no incident, or belongs to one.
db::append_command contact(const triage::uuid& id, const std::optional<triage::uuid>& incident) {
  db::append_command command;
  command.command_id = new_id();
  command.request_hash = {1};
  command.answer = "{}";
  command.request_id = "request";
  db::stream_change change;
  change.before.stream_id = id;
  change.before.stream_type = "contact";
  command.streams.push_back(change);
  const auto body = incident ? R"({"incident":")" + incident->to_string() + "\"}" : std::string(R"({"incident":null})");
  command.events.push_back(event_of("contact", id, "contact.received", body));
  return command;
}

// A contact that opens an incident, which is left in that state.
db::append_command opening(const triage::uuid& id, const triage::uuid& incident, const char* status) {
  auto command = open_incident(incident, R"({"contact":")" + id.to_string() + "\"}");
  command.streams.front().after->status = status;
  auto taken = contact(id, incident);
  command.streams.push_back(taken.streams.front());
  command.events.push_back(taken.events.front());
  return command;
}

} // namespace

TEST_CASE("Every contact is resolved, open or linked, and one that is none of it shows") {
  log_server server(fresh_database());
  const auto first = new_id();
  const auto second = new_id();
  REQUIRE(server.append(opening(new_id(), first, "open")).code == db::append_code::appended);
  REQUIRE(server.append(opening(new_id(), second, "closed")).code == db::append_code::appended);
  REQUIRE(server.append(contact(new_id(), std::nullopt)).code == db::append_code::appended);
  REQUIRE(server.append(contact(new_id(), first)).code == db::append_code::appended);
  const auto since = test_time() - std::chrono::hours(1);
  auto sum = run(server.io, server.queries.reconciliation(since));
  REQUIRE(sum);
  CHECK(sum->in == 4);
  CHECK(sum->resolved == 2);
  CHECK(sum->open == 1);
  CHECK(sum->linked == 1);
  CHECK(sum->difference() == 0);
  // A duplicate that was joined to its survivor, and what came in on it.
  const auto third = new_id();
  REQUIRE(server.append(opening(new_id(), third, "linked")).code == db::append_code::appended);
  REQUIRE(server.append(contact(new_id(), third)).code == db::append_code::appended);
  sum = run(server.io, server.queries.reconciliation(since));
  CHECK(sum->linked == 3);
  CHECK(sum->open == 1);
  CHECK(sum->difference() == 0);
  REQUIRE(server.append(contact(new_id(), new_id())).code == db::append_code::appended);
  sum = run(server.io, server.queries.reconciliation(since));
  CHECK(sum->difference() == 1);
  CHECK(run(server.io, server.queries.reconciliation(test_time() + std::chrono::hours(1)))->in == 0);
}
