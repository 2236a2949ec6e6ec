#include <catch2/catch.hpp>

#include "tests/unit/auth/fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::test;
using namespace std::chrono_literals;

TEST_CASE("a session gives its account's role and rights until it ends") {
  people p;
  const auto jo = p.add("j.smith", auth::role::dispatcher);
  const auto session = p.open(jo);
  const auto who = p.find(session);
  REQUIRE(who);
  CHECK(who->actor() == "user:j.smith");
  CHECK(who->session == session.id);
  CHECK(who->may(auth::permission::dispatch_acknowledge));
  CHECK_FALSE(who->may(auth::permission::account_manage));

  SECTION("by signing out") {
    CHECK(run(p.sessions.end(session.id)).value());
    CHECK_FALSE(p.find(session));
  }
  SECTION("by thirty idle minutes") {
    p.time.advance(29min);
    CHECK(p.find(session));
    p.time.advance(29min);
    CHECK(p.find(session));
    p.time.advance(30min);
    CHECK_FALSE(p.find(session));
  }
  SECTION("after twelve hours in any case") {
    for (int i = 0; i < 36; ++i) {
      CHECK(p.find(session));
      p.time.advance(20min);
    }
    CHECK_FALSE(p.find(session));
  }
  SECTION("when its account is disabled: here at once, elsewhere within the cache time") {
    auth::account_change change;
    change.disabled = true;
    REQUIRE(run(p.store.change_account(jo.id, change, p.by()))->outcome == auth::changed::yes);
    CHECK(p.find(session)); // cached
    p.time.advance(11s);
    CHECK_FALSE(p.find(session));
  }
}

TEST_CASE("a change of role takes effect at once where it was made") {
  people p;
  const auto jo = p.add("j.smith", auth::role::dispatcher);
  const auto session = p.open(jo);
  CHECK(p.find(session)->may(auth::permission::grade_confirm));
  auth::account_change change;
  change.display_name = "Jo";
  REQUIRE(run(p.store.change_account(jo.id, change, p.by())));
  p.sessions.forget_account(jo.id);
  CHECK(p.find(session));
  change.role = auth::role::auditor;
  REQUIRE(run(p.store.change_account(jo.id, change, p.by())));
  p.sessions.forget_account(jo.id);
  CHECK_FALSE(p.find(session)); // a change of rights ends sessions
}

TEST_CASE("only the token opens a session, and only its hash is kept") {
  people p;
  const auto session = p.open(p.add("j.smith", auth::role::dispatcher));
  auto wrong = auth::from_base64url(session.token).value();
  wrong[0] ^= 1;
  CHECK_FALSE(run(p.sessions.find(wrong)).value());
  const auto kept = run(p.store.session_by_id(session.id)).value();
  REQUIRE(kept);
  CHECK(kept->session.token_hash == auth::sha256(auth::from_base64url(session.token).value()));
  CHECK(auth::to_base64url(kept->session.token_hash) != session.token);
}

TEST_CASE("the store is not asked again within the cache time") {
  people p;
  const auto session = p.open(p.add("j.smith", auth::role::dispatcher));
  CHECK(p.find(session));
  const auto calls = p.store.calls;
  for (int i = 0; i < 100; ++i)
    CHECK(p.find(session));
  CHECK(p.store.calls == calls);
  p.time.advance(10s);
  CHECK(p.find(session));
  CHECK(p.store.calls == calls + 1);
}

TEST_CASE("while the database is away those signed in go on working, and nobody else") {
  people p;
  const auto known = p.open(p.add("j.smith", auth::role::dispatcher));
  const auto unknown = p.open(p.add("a.jones", auth::role::dispatcher));
  CHECK(p.find(known));
  p.store.unavailable = true;
  for (int i = 0; i < 8; ++i) {
    p.time.advance(20min);
    CHECK(p.find(known));
  }
  CHECK_FALSE(run(p.sessions.find(auth::from_base64url(unknown.token).value())));
  // What cannot be known any more is "unavailable", not "signed out".
  p.time.advance(10h);
  CHECK_FALSE(run(p.sessions.find(auth::from_base64url(known.token).value())));
}

TEST_CASE("an account has only so many sessions: a further one ends the oldest") {
  people p;
  const auto jo = p.add("j.smith", auth::role::dispatcher);
  const auto first = p.open(jo);
  const auto second = p.open(jo);
  p.open(jo);
  p.open(jo);
  CHECK_FALSE(p.find(first));
  CHECK(p.find(second));
}

TEST_CASE("a console that stays connected is checked again, and counts as use") {
  people p;
  const auto session = p.open(p.add("j.smith", auth::role::dispatcher));
  auto who = p.find(session);
  for (int i = 0; i < 6; ++i) {
    p.time.advance(15min);
    who = run(p.authenticator.check_again(*who));
    REQUIRE(who);
  }
  p.store.unavailable = true;
  p.time.advance(1min);
  CHECK(run(p.authenticator.check_again(*who)));
  p.store.unavailable = false;
  REQUIRE(run(p.store.end_session(session.id))); // on another server
  CHECK_FALSE(run(p.authenticator.check_again(*who)));
  CHECK_FALSE(run(p.authenticator.check_again(auth::principal())));
}

TEST_CASE("the CSRF token follows from the session's token and cannot be had without it") {
  const auto token = auth::random_secret();
  const auto csrf = auth::sessions::csrf_token(token);
  CHECK(auth::sessions::csrf_matches(token, csrf));
  CHECK_FALSE(auth::sessions::csrf_matches(auth::random_secret(), csrf));
  CHECK_FALSE(auth::sessions::csrf_matches(token, ""));
  CHECK_FALSE(auth::sessions::csrf_matches(token, auth::to_base64url(token)));
  CHECK_FALSE(auth::sessions::csrf_matches(token, csrf + "A"));
}
