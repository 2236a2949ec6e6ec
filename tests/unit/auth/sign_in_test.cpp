#include <catch2/catch.hpp>

#include "tests/unit/auth/fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::test;
using namespace std::chrono_literals;

namespace {

// "accepted" or the code of the problem.
std::string
attempt(people& p, const std::string& name, const std::string& password, const std::string& address = "192.0.2.1") {
  const auto result = run(p.sign_in.with_password(name, password, address, "request"));
  return result ? "accepted" : result.error().code;
}

const std::string right = "correct horse battery";

} // namespace

TEST_CASE("name and password open a session") {
  people p;
  const auto jo = p.add("j.smith", auth::role::dispatcher);
  const auto result = run(p.sign_in.with_password("J.Smith", right, "192.0.2.1", "request"));
  REQUIRE(result);
  CHECK(result->who.id == jo.id);
  CHECK(p.find(result->session)->name == "j.smith");
  CHECK(run(p.store.account_named("j.smith")).value()->last_signed_in_at == p.time.now());
}

TEST_CASE("a wrong password, an unknown name and a disabled account are refused alike") {
  people p;
  const auto jo = p.add("j.smith", auth::role::dispatcher);
  CHECK(attempt(p, "j.smith", "wrong") == "wrong_name_or_password");
  CHECK(attempt(p, "nobody", right) == "wrong_name_or_password");
  CHECK(attempt(p, "nobody", "no account has this password") == "wrong_name_or_password");
  auth::account_change change;
  change.disabled = true;
  REQUIRE(run(p.store.change_account(jo.id, change, p.by())));
  CHECK(attempt(p, "j.smith", right) == "wrong_name_or_password");
}

TEST_CASE("guessing is slowed down, and the owner gets in once the wait is over") {
  people p;
  p.add("j.smith", auth::role::dispatcher);
  for (int i = 0; i < 3; ++i)
    CHECK(attempt(p, "j.smith", "guess", "198.51.100." + std::to_string(i)) == "wrong_name_or_password");
  const auto refused = run(p.sign_in.with_password("j.smith", right, "192.0.2.1", "request"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 429);
  CHECK(refused.error().retry_after_s == 1);
  p.time.advance(1s);
  CHECK(attempt(p, "j.smith", right) == "accepted");
  CHECK(attempt(p, "j.smith", "slip") == "wrong_name_or_password");
}

TEST_CASE("where an account signed in from before, guessing from elsewhere does not keep its owner out") {
  people p;
  p.add("j.smith", auth::role::dispatcher);
  CHECK(attempt(p, "j.smith", right, "192.0.2.1") == "accepted");
  for (int i = 0; i < 3; ++i)
    attempt(p, "j.smith", "guess", "198.51.100.7");
  CHECK(attempt(p, "j.smith", "guess", "198.51.100.7") == "too_many_attempts");
  CHECK(attempt(p, "j.smith", right, "192.0.2.1") == "accepted");
}

TEST_CASE("one address that tries many names is slowed down") {
  people p;
  for (int i = 0; i < 10; ++i)
    CHECK(attempt(p, "name" + std::to_string(i), "guess") == "wrong_name_or_password");
  CHECK(attempt(p, "name10", "guess") == "too_many_attempts");
  CHECK(attempt(p, "name10", "guess", "198.51.100.1") == "wrong_name_or_password");
}

TEST_CASE("many attempts at once gain nothing") {
  people p;
  p.add("j.smith", auth::role::dispatcher);
  boost::asio::io_context io;
  int checked = 0;
  int throttled = 0;
  for (int i = 0; i < 20; ++i) {
    boost::asio::co_spawn(
        io, p.sign_in.with_password("j.smith", "guess", "198.51.100." + std::to_string(i), "request"),
        [&](std::exception_ptr, const auto& result) {
          (!result && result.error().code == "wrong_name_or_password" ? checked : throttled) += 1;
        }
    );
  }
  io.run();
  CHECK(checked == 3);
  CHECK(throttled == 17);
}

TEST_CASE("a database that is away counts as nobody's failure") {
  people p;
  p.add("j.smith", auth::role::dispatcher);
  p.store.unavailable = true;
  for (int i = 0; i < 20; ++i)
    CHECK(attempt(p, "j.smith", right) == "unavailable");
  p.store.unavailable = false;
  CHECK(attempt(p, "j.smith", right) == "accepted");
}

TEST_CASE("a password hashed with weaker parameters is hashed anew at the next sign-in") {
  people p;
  const auto jo = p.add("j.smith", auth::role::dispatcher);
  auto stronger = quick_hashing();
  stronger.operations = 2;
  auth::passwords hashing(stronger);
  auth::sign_in desk(
      p.store, p.sessions, hashing, p.time, people::throttling(3), people::throttling(10), *p.log, p.metrics
  );
  CHECK(hashing.check_now(right, jo.password_hash) == auth::verdict::right_but_weak);
  REQUIRE(run(desk.with_password("j.smith", right, "192.0.2.1", "request")));
  const auto now = run(p.store.account_named("j.smith")).value()->password_hash;
  CHECK(now != jo.password_hash);
  CHECK(hashing.check_now(right, now) == auth::verdict::right);
}
