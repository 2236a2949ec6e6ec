// Who may work on a subscription, and what holds of what a server notes that no longer may.

#include <catch2/catch.hpp>

#include "tests/integration/webhooks/scene.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds lease{60'000};
constexpr const char* url = "https://receiver.example/in";

std::vector<db::claimed_webhook> claimed(webhook_scene& all, triage::uuid token, milliseconds for_time = lease) {
  return *run(all.server.io, all.subscriptions.claim(token, test_time(), for_time, 10));
}

} // namespace

TEST_CASE("given a label that is taken, no such key, or as many as there may be, then none is added") {
  webhook_scene all(fresh_database(), {2, 10});
  const auto key = all.key();
  auto hook = all.subscribed(key, url, "one");
  hook.id = new_id();
  CHECK(*run(all.server.io, all.subscriptions.add(hook, 0, an_admin())) == db::webhook_added::label_taken);
  hook.label = "two";
  hook.api_key = new_id();
  CHECK(*run(all.server.io, all.subscriptions.add(hook, 0, an_admin())) == db::webhook_added::no_such_key);
  all.subscribed(key, url, "two");
  hook.label = "three";
  hook.api_key = key.id;
  CHECK(*run(all.server.io, all.subscriptions.add(hook, 0, an_admin())) == db::webhook_added::too_many);
  CHECK(run(all.server.io, all.subscriptions.all())->size() == 2);
}

TEST_CASE("given a position beyond the log's end, or none, then a subscription begins at the end") {
  webhook_scene all;
  const auto key = all.key();
  all.happens(key);
  auto hook = all.subscribed(key, url, "first");
  CHECK(all.stands(hook).position == 0);
  hook.id = new_id();
  hook.label = "late";
  REQUIRE(*run(all.server.io, all.subscriptions.add(hook, 900, an_admin())) == db::webhook_added::yes);
  CHECK(all.stands(hook).position == 1);
  hook.id = new_id();
  hook.label = "now";
  REQUIRE(*run(all.server.io, all.subscriptions.add(hook, std::nullopt, an_admin())) == db::webhook_added::yes);
  CHECK(all.stands(hook).position == 1);
}

TEST_CASE("given two servers, then one of them has the subscription until it lets go or its time is over") {
  webhook_scene all;
  const auto key = all.key();
  const auto hook = all.subscribed(key, url);
  CHECK(claimed(all, new_id()).empty()); // nothing to tell
  all.happens(key);
  const auto first = new_id();
  const auto second = new_id();
  REQUIRE(claimed(all, first).size() == 1);
  CHECK(claimed(all, second).empty());
  CHECK(*run(all.server.io, all.subscriptions.release(hook.id, first)));
  REQUIRE(claimed(all, second, milliseconds(0)).size() == 1);
  // Its time was over at once: another has it, and what the second notes does not count.
  REQUIRE(claimed(all, first).size() == 1);
  CHECK_FALSE(*run(all.server.io, all.subscriptions.advance(hook.id, second, 1, test_time(), lease)));
  CHECK(all.stands(hook).position == 0);
  CHECK(*run(all.server.io, all.subscriptions.advance(hook.id, first, 1, test_time(), lease)));
  CHECK(all.stands(hook).position == 1);
}

TEST_CASE("given a delivery under way, when a person replays, disables or deletes, then its outcome counts no more") {
  webhook_scene all;
  const auto key = all.key();
  const auto hook = all.subscribed(key, url);
  all.happens(key);
  const auto token = new_id();
  REQUIRE(claimed(all, token).size() == 1);
  const auto what = GENERATE(0, 1, 2);
  if (what == 0)
    CHECK(*run(all.server.io, all.subscriptions.replay(hook.id, 0, an_admin())) == db::webhook_changed::yes);
  if (what == 1) {
    const auto off = db::webhook_state::disabled;
    CHECK(*run(all.server.io, all.subscriptions.set_state(hook.id, off, an_admin())) == db::webhook_changed::yes);
    CHECK(claimed(all, new_id()).empty());
  }
  if (what == 2) CHECK(*run(all.server.io, all.subscriptions.remove(hook.id, an_admin())) == db::webhook_changed::yes);
  CHECK_FALSE(*run(all.server.io, all.subscriptions.advance(hook.id, token, 1, test_time(), lease)));
}

TEST_CASE("given a wait, then nobody claims before it is over") {
  webhook_scene all;
  const auto key = all.key();
  const auto hook = all.subscribed(key, url);
  all.happens(key);
  const auto token = new_id();
  REQUIRE(claimed(all, token).size() == 1);
  db::webhook_retry retry{1, 1, test_time(), test_time(30)};
  CHECK(*run(all.server.io, all.subscriptions.note_failure(hook.id, token, retry, "status_500", lease)));
  CHECK(*run(all.server.io, all.subscriptions.release(hook.id, token)));
  CHECK(claimed(all, token).empty());
  CHECK(run(all.server.io, all.subscriptions.claim(token, test_time(30), lease, 10))->size() == 1);
  CHECK(all.stands(hook).last_failure == "status_500");
}

TEST_CASE("given what is not there, then a change says so; and every change is in the record of administration") {
  webhook_scene all;
  const auto nothing = db::webhook_changed::not_found;
  CHECK(*run(all.server.io, all.subscriptions.replay(new_id(), 0, an_admin())) == nothing);
  CHECK(*run(all.server.io, all.subscriptions.remove(new_id(), an_admin())) == nothing);
  CHECK(*run(all.server.io, all.subscriptions.set_state(new_id(), db::webhook_state::active, an_admin())) == nothing);
  const auto hook = all.subscribed(all.key(), url);
  CHECK(*run(all.server.io, all.subscriptions.retry_dead_letter(hook.id, new_id(), an_admin())) == nothing);
  CHECK(*run(all.server.io, all.subscriptions.replay(hook.id, 0, an_admin())) == db::webhook_changed::yes);
  CHECK(*run(all.server.io, all.subscriptions.remove(hook.id, an_admin())) == db::webhook_changed::yes);
  CHECK(
      superuser_sql(all.server.options, "select string_agg(action, ' ' order by ctid) from administration") ==
      "api_key_added webhook_added webhook_replayed webhook_deleted"
  );
}
