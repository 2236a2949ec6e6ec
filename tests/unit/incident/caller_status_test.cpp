// What somebody who made contact may be told of it: plain words, and nothing that could harm anybody.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "triage/incident/caller_status.hpp"
#include "triage/policy/working_rules.hpp"

using namespace frontdoor::triage;
using nlohmann::json;

namespace {

timestamp said_at(int minutes = 0) {
  return *parse_rfc3339("2026-03-01T21:05:00Z") + std::chrono::minutes(minutes);
}

incident promised(const std::string& text, int minutes = 0) {
  incident out;
  out.promise = caller_promise{text, "3", said_at(minutes), false};
  return out;
}

task still_to_tell() {
  task out;
  out.kind = std::string(task_kind::tell_caller);
  return out;
}

} // namespace

TEST_CASE("given a contact that made no incident, then it is recorded, and nothing was promised of an incident") {
  const auto status = status_for_caller(nullptr, nullptr);
  CHECK(status.standing == caller_standing::recorded);
  CHECK_FALSE(status.promise);
  CHECK(status.text.find("999") != std::string::npos);
}

TEST_CASE("given an incident that is worked on, then the promise is told as it was made") {
  const auto own = promised("An officer comes within the hour.");
  const auto status = status_for_caller(&own, nullptr);
  CHECK(status.standing == caller_standing::in_hand);
  REQUIRE(status.promise);
  const auto shown = to_json(status);
  CHECK(shown.at("status") == "in_hand");
  CHECK(
      shown.at("promise") == json{{"text", "An officer comes within the hour."}, {"at", "2026-03-01T21:05:00.000000Z"}}
  );
}

TEST_CASE("given a promise that no longer holds, then it is told no more, and that somebody will say so") {
  auto own = promised("An officer comes within the hour.");
  own.tasks.push_back(still_to_tell());
  const auto status = status_for_caller(&own, nullptr);
  CHECK(status.standing == caller_standing::to_be_told);
  CHECK(to_json(status).at("promise").is_null());
  own.tasks.front().state = task_state::done;
  CHECK(status_for_caller(&own, nullptr).standing == caller_standing::in_hand);
}

TEST_CASE("given an incident that has ended, then that is told, and how to come back") {
  auto own = promised("An officer comes within the hour.");
  own.status = incident_status::closed;
  const auto status = status_for_caller(&own, nullptr);
  CHECK(status.standing == caller_standing::ended);
  CHECK_FALSE(status.promise);
  CHECK(status.text.find("reference") != std::string::npos);
}

TEST_CASE("given a duplicate, then it stands as its survivor does, with the later promise of both") {
  auto own = promised("An officer comes within the hour.");
  own.status = incident_status::linked;
  auto survivor = promised("Officers are on their way.", 10);
  CHECK(status_for_caller(&own, &survivor).standing == caller_standing::in_hand);
  CHECK(status_for_caller(&own, &survivor).promise->text == "Officers are on their way.");
  survivor.promise->at = said_at(-10);
  CHECK(status_for_caller(&own, &survivor).promise->text == "An officer comes within the hour.");
  survivor.promise.reset();
  CHECK(status_for_caller(&own, &survivor).promise->text == "An officer comes within the hour.");
  survivor.tasks.push_back(still_to_tell());
  CHECK(status_for_caller(&own, &survivor).standing == caller_standing::to_be_told);
  survivor.tasks.clear();
  survivor.status = incident_status::closed;
  CHECK(status_for_caller(&own, &survivor).standing == caller_standing::ended);
}

TEST_CASE("given a flag that protects somebody, on either, then nobody who reads along learns what was promised") {
  auto own = promised("Officers are on their way.");
  own.flags = {"DA"};
  CHECK_FALSE(status_for_caller(&own, nullptr).promise);
  own.flags.clear();
  own.status = incident_status::linked;
  incident survivor;
  survivor.flags = {"STALKING"};
  const auto status = status_for_caller(&own, &survivor);
  CHECK(status.standing == caller_standing::in_hand);
  CHECK_FALSE(status.promise);
  CHECK(to_json(status).dump().find("STALKING") == std::string::npos);
}
