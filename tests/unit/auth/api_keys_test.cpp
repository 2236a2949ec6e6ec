#include <catch2/catch.hpp>

#include "tests/unit/auth/fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::test;
using namespace std::chrono_literals;

namespace {

std::optional<auth::principal> who_presents(people& p, const std::string& text) {
  return run(p.keys.find(auth::api_key_text::parse(text).value())).value();
}

auth::permissions only(auth::permission wanted) {
  auth::permissions set;
  return set.set(static_cast<std::size_t>(wanted));
}

} // namespace

TEST_CASE("a key gives what it was made with, and never more than an integrator may have") {
  people p;
  auto wanted = only(auth::permission::contact_create);
  wanted.set(static_cast<std::size_t>(auth::permission::account_manage));
  const auto key = p.add_key("ambulance-service", wanted);
  REQUIRE(key.outcome == auth::added::yes);
  const auto who = who_presents(p, key.text);
  REQUIRE(who);
  CHECK(who->actor() == "key:ambulance-service");
  CHECK(who->role == auth::role::integrator);
  CHECK(who->permissions == only(auth::permission::contact_create));
  CHECK(who->id == key.record.id);
}

TEST_CASE("a key's secret is kept as a hash only, and a wrong one is refused") {
  people p;
  const auto key = p.add_key("a", only(auth::permission::assess));
  const auto text = auth::api_key_text::parse(key.text).value();
  CHECK(run(p.store.api_key(text.id)).value()->secret_hash == auth::sha256(text.secret));
  auto wrong = text;
  wrong.secret[31] ^= 1;
  CHECK_FALSE(who_presents(p, wrong.to_string()));
  wrong = text;
  wrong.id.bytes[0] ^= 1;
  CHECK_FALSE(who_presents(p, wrong.to_string()));
}

TEST_CASE("a key ends when it is revoked, here at once, and when it expires") {
  people p;
  const auto key = p.add_key("a", only(auth::permission::assess), p.time.now() + 1h);
  CHECK(who_presents(p, key.text));
  SECTION("revoked") {
    CHECK(run(p.keys.revoke(key.record.id, p.by())).value());
    CHECK_FALSE(who_presents(p, key.text));
    CHECK(run(p.keys.revoke(key.record.id, p.by())).value());
    CHECK_FALSE(run(p.keys.revoke(triage::uuid(), p.by())).value());
  }
  SECTION("revoked on another server") {
    REQUIRE(run(p.store.revoke_api_key(key.record.id, p.by())));
    p.time.advance(10s);
    CHECK_FALSE(who_presents(p, key.text));
  }
  SECTION("expired") {
    p.time.advance(1h);
    CHECK_FALSE(who_presents(p, key.text));
  }
}

TEST_CASE("labels of living keys are unique") {
  people p;
  const auto key = p.add_key("a", only(auth::permission::assess));
  CHECK(p.add_key("a", only(auth::permission::assess)).outcome == auth::added::name_taken);
  REQUIRE(run(p.keys.revoke(key.record.id, p.by())));
  CHECK(p.add_key("a", only(auth::permission::assess)).outcome == auth::added::yes);
}

TEST_CASE("a key in use asks the store once in a cache time, and works on while the database is away") {
  people p;
  const auto key = p.add_key("a", only(auth::permission::assess));
  CHECK(who_presents(p, key.text));
  const auto calls = p.store.calls;
  for (int i = 0; i < 50; ++i)
    CHECK(who_presents(p, key.text));
  CHECK(p.store.calls == calls);
  p.store.unavailable = true;
  p.time.advance(1h);
  CHECK(who_presents(p, key.text));
}
