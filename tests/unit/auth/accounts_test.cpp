#include <sstream>

#include <catch2/catch.hpp>

#include "server/auth/demo_accounts.hpp"
#include "tests/unit/auth/fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::test;

TEST_CASE("a password is argon2id's text, salted, and checked off this thread") {
  people p;
  const auto one = run(p.passwords.hash("correct horse battery")).value();
  const auto other = run(p.passwords.hash("correct horse battery")).value();
  CHECK(one.starts_with("$argon2id$v=19$m=8192,t=1,p=1$"));
  CHECK(one != other);
  CHECK(run(p.passwords.check("correct horse battery", one)).value() == auth::verdict::right);
  CHECK(run(p.passwords.check("Correct horse battery", one)).value() == auth::verdict::wrong);
  CHECK(run(p.passwords.check("no account has this password", std::nullopt)).value() == auth::verdict::wrong);
  CHECK(run(p.passwords.check("x", "not a hash")).value() == auth::verdict::wrong);
}

TEST_CASE("more hashing than there is room for is refused, not queued") {
  auto limits = quick_hashing();
  limits.queue_max = 2;
  auth::passwords hashing(limits);
  boost::asio::io_context io;
  int done = 0;
  int refused = 0;
  for (int i = 0; i < 5; ++i) {
    boost::asio::co_spawn(io, hashing.hash("correct horse battery"), [&](std::exception_ptr, const auto& result) {
      (result ? done : refused) += 1;
    });
  }
  io.run();
  CHECK(done == 2);
  CHECK(refused == 3);
}

TEST_CASE("every fault of a new account is told at once") {
  auth::account_request wanted;
  wanted.name = "J Smith";
  wanted.role = auth::role::integrator;
  wanted.password = "short";
  const auto found = auth::check_account(wanted, 12);
  std::vector<std::string> pointers;
  for (const auto& f : found)
    pointers.push_back(f.pointer);
  CHECK(pointers == std::vector<std::string>{"/password", "/name", "/display_name", "/role"});
}

TEST_CASE("passwords are judged by length in characters and nothing else") {
  CHECK(auth::check_password("            ", "a", 12).empty());
  CHECK(auth::check_password("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", "a", 12).size() == 1);
  CHECK(auth::check_password(std::string(201, 'x'), "a", 12).size() == 1);
  CHECK(auth::check_password("j.smith-of-bury", "j.smith-of-bury", 12).at(0).code == "same_as_name");
  std::istringstream in("correct horse battery\r\nsecond line\n");
  CHECK(auth::read_password(in) == "correct horse battery");
}

TEST_CASE("a name is given once") {
  people p;
  p.add("j.smith", auth::role::dispatcher);
  auth::account_request again;
  again.name = again.display_name = "j.smith";
  again.password = "correct horse battery";
  const auto refused = run(auth::make_account(p.store, p.passwords, p.ids, again, 12, p.by()));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "account_exists");
}

TEST_CASE("the last admin can neither be disabled nor be made something else") {
  people p;
  const auto root = p.add("root", auth::role::admin);
  auth::account_change change;
  change.disabled = true;
  CHECK(run(p.store.change_account(root.id, change, p.by()))->outcome == auth::changed::last_admin);
  p.add("second", auth::role::admin);
  CHECK(run(p.store.change_account(root.id, change, p.by()))->outcome == auth::changed::yes);
}

TEST_CASE("the demonstration has an account of each role and a key, made anew at each start") {
  people p;
  const auto make = [&](std::optional<std::string> password) {
    return run(auth::make_demo_accounts(p.store, p.passwords, p.keys, p.sessions, p.time, p.ids, password)).value();
  };
  const auto first = make(std::nullopt);
  REQUIRE(first.people.size() == 6);
  for (const auto& person : first.people) {
    const auto known = run(p.store.account_named(person.name)).value();
    REQUIRE(known);
    CHECK(known->role == person.role);
    CHECK(p.passwords.check_now(person.password, known->password_hash) == auth::verdict::right);
    CHECK(auth::to_text(first).find(person.password) != std::string::npos);
  }
  const auto second = make("a password for all");
  CHECK_FALSE(run(p.keys.find(auth::api_key_text::parse(first.api_key).value())).value());
  CHECK(run(p.keys.find(auth::api_key_text::parse(second.api_key).value())).value());
  const auto handler = run(p.store.account_named("handler")).value();
  CHECK(p.passwords.check_now("a password for all", handler->password_hash) == auth::verdict::right);
}
