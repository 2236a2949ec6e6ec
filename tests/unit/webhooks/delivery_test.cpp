#include "server/webhooks/delivery.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "server/webhooks/secret.hpp"

using namespace frontdoor;
using namespace frontdoor::webhooks;
using strings = std::vector<std::string>;

namespace {

const triage::timestamp now = *triage::parse_rfc3339("2026-03-01T20:54:11Z");

db::webhook a_webhook() {
  db::webhook hook;
  hook.id = *triage::uuid::parse("018f6b1e-0c00-7aaa-8bbb-0d0d0d0d0d0d");
  hook.url = "https://receiver.example/in";
  return hook;
}

auth::api_key_record a_key(strings districts = {}) {
  auth::api_key_record key;
  key.id = *triage::uuid::parse("018f6b1e-0b00-7aaa-8bbb-0c0c0c0c0c0c");
  key.label = "ambulance";
  key.permissions.set(static_cast<std::size_t>(auth::permission::events_read));
  key.districts = std::move(districts);
  return key;
}

bool has(const posting& request, const std::string& line) {
  return std::ranges::find(request.headers, line) != request.headers.end();
}

} // namespace

TEST_CASE("given types, then those named and all that begin with a name and a star are wanted") {
  CHECK(wants({}, "incident.opened"));
  CHECK(wants({"incident.opened"}, "incident.opened"));
  CHECK_FALSE(wants({"incident.opened"}, "incident.opened_again"));
  CHECK(wants({"dispatch.*", "incident.*"}, "incident.opened"));
  CHECK_FALSE(wants({"incident.*"}, "incidental.opened"));
  CHECK_FALSE(wants({"incident.*"}, "incident"));
}

TEST_CASE("given its key, then a subscription is that integrator, with no more than a key may ever have") {
  auto key = a_key();
  key.permissions.set(static_cast<std::size_t>(auth::permission::personal_data_read));
  const auto who = acting_as(a_webhook(), key, now);
  REQUIRE(who);
  CHECK(who->id == key.id);
  CHECK(who->role == auth::role::integrator);
  CHECK(who->credential == auth::credential::api_key);
  CHECK_FALSE(who->may(auth::permission::personal_data_read));
}

TEST_CASE("given a key that was revoked, has expired or may not read events, then nothing is sent for it") {
  auto key = a_key();
  key.revoked_at = now;
  CHECK_FALSE(acting_as(a_webhook(), key, now));
  key = a_key();
  key.expires_at = now;
  CHECK_FALSE(acting_as(a_webhook(), key, now));
  key = a_key();
  key.permissions.reset();
  CHECK_FALSE(acting_as(a_webhook(), key, now));
}

TEST_CASE("given districts of key and subscription, then only what both have is seen, and never by none the whole force"
) {
  auto hook = a_webhook();
  CHECK(acting_as(hook, a_key({"Salford"}), now)->districts == strings{"Salford"});
  hook.districts = {"Salford", "Bolton"};
  CHECK(acting_as(hook, a_key(), now)->districts == strings{"Salford", "Bolton"});
  CHECK(acting_as(hook, a_key({"Salford", "Wigan"}), now)->districts == strings{"Salford"});
  CHECK_FALSE(acting_as(hook, a_key({"Wigan"}), now));
}

TEST_CASE("given one event, then it goes as a CloudEvent with its id, its time and its signature") {
  const auto request = make_posting(a_webhook(), {7, 9, {R"({"id":"x"})"}}, "fdw_secret", now);
  CHECK(request.url == "https://receiver.example/in");
  CHECK(request.body == R"({"id":"x"})");
  CHECK(has(request, "Content-Type: application/cloudevents+json; charset=utf-8"));
  CHECK(has(request, "Frontdoor-Webhook-Id: 018f6b1e-0c00-7aaa-8bbb-0d0d0d0d0d0d.7-9"));
  CHECK(has(request, "Frontdoor-Webhook-Timestamp: 1772398451"));
  CHECK(has(request, "Frontdoor-Webhook-Signature: " + signature("fdw_secret", "1772398451", request.body)));
}

TEST_CASE("given a subscription to batches, then events go as a list, one of them too") {
  auto hook = a_webhook();
  hook.batch = true;
  const auto request = make_posting(hook, {7, 9, {R"({"id":"x"})", R"({"id":"y"})"}}, "fdw_secret", now);
  CHECK(request.body == R"([{"id":"x"},{"id":"y"}])");
  CHECK(has(request, "Content-Type: application/cloudevents-batch+json; charset=utf-8"));
  CHECK(make_posting(hook, {7, 7, {"{}"}}, "fdw_secret", now).body == "[{}]");
}
