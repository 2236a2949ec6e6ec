// Accounts, sessions and keys in a real PostgreSQL, with the rights of the server's role.

#include <catch2/catch.hpp>

#include "server/auth/accounts.hpp"
#include "server/auth/demo_accounts.hpp"
#include "server/auth/sessions.hpp"
#include "server/clock/clock.hpp"
#include "server/db/auth_store.hpp"
#include "tests/support/run_coroutine.hpp"
#include "tests/support/test_database.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using namespace std::chrono_literals;

namespace {

const auto start = triage::parse_rfc3339("2026-03-01T18:00:00.123456Z").value();

// One server's store on a database that several may share.
struct server {
  boost::asio::io_context io;
  std::unique_ptr<observe::log> log = observe::make_silent_log();
  observe::metrics metrics;
  clock::fixed_clock time{start};
  clock::identifiers ids;
  db::database_pool pool;
  db::auth_store store{pool};

  explicit server(const db::database_options& options) : pool(io.get_executor(), options, *log, metrics) {}
  ~server() { pool.stop(); }
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  template <class T> T ask(boost::asio::awaitable<auth::stored<T>> work) {
    auto answer = run(io, std::move(work));
    REQUIRE(answer);
    return std::move(*answer);
  }
  auth::on_behalf by() { return {"user:root", "request-1", time.now()}; }

  auth::account add(const std::string& name, auth::role role, std::vector<std::string> districts = {}) {
    auth::account who;
    who.id = ids.make(time.now());
    who.name = name;
    who.display_name = "Jo O'Smith \"quoted\"";
    who.role = role;
    who.districts = std::move(districts);
    who.password_hash = "$argon2id$example";
    who.created_at = time.now();
    REQUIRE(ask(store.add_account(who, by())) == auth::added::yes);
    return who;
  }

  auth::session_record open(const auth::account& who, std::size_t keep = 20) {
    auth::session_record session;
    session.id = ids.make(time.now());
    session.account = who.id;
    session.token_hash = auth::random_secret();
    session.created_at = session.last_used_at = time.now();
    session.expires_at = time.now() + 12h;
    REQUIRE(ask(store.open_session(session, keep)));
    return session;
  }

  bool stands(const auth::session_record& session) {
    return ask(store.session_by_token(session.token_hash)).has_value();
  }
};

} // namespace

TEST_CASE("given an account, when it is read back, then every field is as it was written") {
  server s(fresh_database());
  const auto jo = s.add("j.smith", auth::role::dispatcher, {"Salford", "Stockport, \"East\""});
  const auto read = s.ask(s.store.account_named("j.smith"));
  REQUIRE(read);
  CHECK(read->id == jo.id);
  CHECK(read->display_name == jo.display_name);
  CHECK(read->role == jo.role);
  CHECK(read->districts == jo.districts);
  CHECK(read->password_hash == jo.password_hash);
  CHECK(read->created_at == jo.created_at);
  CHECK_FALSE(read->last_signed_in_at);
  CHECK_FALSE(s.ask(s.store.account_named("nobody")));

  auto again = jo;
  again.id = s.ids.make(s.time.now());
  CHECK(s.ask(s.store.add_account(again, s.by())) == auth::added::name_taken);
  s.add("a.jones", auth::role::auditor);
  const auto all = s.ask(s.store.accounts());
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "a.jones");
}

TEST_CASE("given a session, then another server finds it by its token's hash until it ends") {
  const auto options = fresh_database();
  server one(options);
  server other(options);
  const auto jo = one.add("j.smith", auth::role::dispatcher);
  const auto session = one.open(jo);
  const auto held = other.ask(other.store.session_by_token(session.token_hash));
  REQUIRE(held);
  CHECK(held->session.id == session.id);
  CHECK(held->session.expires_at == session.expires_at);
  CHECK(held->who.name == "j.smith");
  CHECK(held->who.last_signed_in_at == start);
  CHECK(other.ask(other.store.session_by_id(session.id)));
  CHECK_FALSE(other.ask(other.store.session_by_token(auth::random_secret())));

  CHECK(other.ask(other.store.touch_session(session.id, start + 1min)));
  CHECK(other.ask(other.store.touch_session(session.id, start)));
  CHECK(one.ask(one.store.session_by_id(session.id))->session.last_used_at == start + 1min);

  CHECK(one.ask(one.store.end_session(session.id)));
  CHECK_FALSE(other.stands(session));
  CHECK_FALSE(one.ask(one.store.end_session(session.id)));
}

TEST_CASE("given more sessions than are kept, then the oldest end, and expired ones are cleared away") {
  server s(fresh_database());
  const auto jo = s.add("j.smith", auth::role::dispatcher);
  const auto amy = s.add("a.jones", auth::role::dispatcher);
  const auto first = s.open(jo, 2);
  const auto others = s.open(amy, 2);
  s.time.advance(1s);
  const auto second = s.open(jo, 2);
  s.time.advance(1s);
  const auto third = s.open(jo, 2);
  CHECK_FALSE(s.stands(first));
  CHECK(s.stands(second));
  CHECK(s.stands(third));
  CHECK(s.stands(others));
  s.time.advance(13h);
  s.open(jo, 2);
  CHECK_FALSE(s.stands(others));
}

TEST_CASE("given a change of rights, password or standing, then the account's sessions end; a new name ends none") {
  server s(fresh_database());
  const auto jo = s.add("j.smith", auth::role::dispatcher);
  auth::account_change change;
  SECTION("display name") {
    const auto session = s.open(jo);
    change.display_name = "Jo";
    const auto done = s.ask(s.store.change_account(jo.id, change, s.by()));
    CHECK(done.outcome == auth::changed::yes);
    CHECK(done.now->display_name == "Jo");
    CHECK(s.stands(session));
  }
  SECTION("the rest") {
    for (int field = 0; field < 4; ++field) {
      change = auth::account_change();
      if (field == 0) change.role = auth::role::auditor;
      if (field == 1) change.districts = std::vector<std::string>{"Bolton"};
      if (field == 2) change.password_hash = "$argon2id$other";
      if (field == 3) change.disabled = true;
      const auto session = s.open(jo);
      CHECK(s.ask(s.store.change_account(jo.id, change, s.by())).outcome == auth::changed::yes);
      CHECK_FALSE(s.stands(session));
    }
    const auto now = s.ask(s.store.account_named("j.smith"));
    CHECK(now->role == auth::role::auditor);
    CHECK(now->districts == std::vector<std::string>{"Bolton"});
    CHECK(now->disabled);
  }
  CHECK(s.ask(s.store.change_account(triage::uuid(), change, s.by())).outcome == auth::changed::not_found);
}

TEST_CASE("given two admins who disable one another at once on two servers, then one of them remains") {
  const auto options = fresh_database();
  server one(options);
  server other(options);
  const auto anna = one.add("anna", auth::role::admin);
  const auto ben = one.add("ben", auth::role::admin);
  auth::account_change change;
  change.disabled = true;
  std::optional<auth::changed> first;
  std::optional<auth::changed> second;
  const auto note = [](std::optional<auth::changed>& into) {
    return [&into](std::exception_ptr, const auth::stored<auth::change_result>& result) {
      if (result) into = result->outcome;
    };
  };
  boost::asio::co_spawn(one.io, one.store.change_account(anna.id, change, one.by()), note(first));
  boost::asio::co_spawn(other.io, other.store.change_account(ben.id, change, other.by()), note(second));
  run_until(one.io, [&] { return first.has_value(); });
  run_until(other.io, [&] { return second.has_value(); });
  CHECK((first == auth::changed::yes) != (second == auth::changed::yes));
  CHECK((first == auth::changed::last_admin) != (second == auth::changed::last_admin));
}

TEST_CASE("given a key, when it is read back, then it has its rights and only its secret's hash") {
  server s(fresh_database());
  auth::api_key_record key;
  key.id = s.ids.make(s.time.now());
  key.label = "ambulance-service";
  key.permissions.set(static_cast<std::size_t>(auth::permission::contact_create));
  key.permissions.set(static_cast<std::size_t>(auth::permission::events_read));
  key.districts = {"Salford"};
  key.secret_hash = auth::random_secret();
  key.created_at = start;
  key.expires_at = start + 24h;
  REQUIRE(s.ask(s.store.add_api_key(key, s.by())) == auth::added::yes);
  auto same_label = key;
  same_label.id = s.ids.make(s.time.now());
  CHECK(s.ask(s.store.add_api_key(same_label, s.by())) == auth::added::name_taken);

  s.ask(s.store.touch_api_key(key.id, start + 1min));
  const auto read = s.ask(s.store.api_key(key.id));
  REQUIRE(read);
  CHECK(read->label == key.label);
  CHECK(read->permissions == key.permissions);
  CHECK(read->districts == key.districts);
  CHECK(read->secret_hash == key.secret_hash);
  CHECK(read->expires_at == key.expires_at);
  CHECK(read->last_used_at == start + 1min);
  CHECK_FALSE(read->revoked_at);

  CHECK(s.ask(s.store.revoke_api_key(key.id, s.by())));
  CHECK(s.ask(s.store.revoke_api_key(key.id, s.by())));
  CHECK_FALSE(s.ask(s.store.revoke_api_key(triage::uuid(), s.by())));
  CHECK(s.ask(s.store.api_key(key.id))->revoked_at == start);
  CHECK(s.ask(s.store.add_api_key(same_label, s.by())) == auth::added::yes);
  CHECK(s.ask(s.store.api_keys()).size() == 2);
}

TEST_CASE("given changes, then who made them is on record, without secrets, and the server cannot unmake it") {
  const auto options = fresh_database();
  server s(options);
  const auto jo = s.add("j.smith", auth::role::dispatcher);
  auth::account_change change;
  change.role = auth::role::supervisor;
  change.password_hash = "$argon2id$other";
  s.ask(s.store.change_account(jo.id, change, s.by()));
  CHECK(
      superuser_sql(
          options, "select string_agg(actor || ' ' || request_id || ' ' || action || ' ' || detail, '; ' order by"
                   " action) from administration"
      ) == "user:root request-1 account_added j.smith, dispatcher; "
           "user:root request-1 account_changed role supervisor, password"
  );
  CHECK(
      superuser_sql(
          options, "select count(*) from information_schema.role_table_grants where grantee = "
                   "'frontdoor_server' and table_name = 'administration' and privilege_type in "
                   "('UPDATE', 'DELETE', 'TRUNCATE')"
      ) == "0"
  );
}

TEST_CASE("given a hash that changed meanwhile, then a rehash of the old one has no effect") {
  server s(fresh_database());
  const auto jo = s.add("j.smith", auth::role::dispatcher);
  CHECK_FALSE(s.ask(s.store.rehash(jo.id, "$argon2id$someone else's", "$argon2id$new")));
  CHECK(s.ask(s.store.rehash(jo.id, jo.password_hash, "$argon2id$new")));
  CHECK(s.ask(s.store.account_named("j.smith"))->password_hash == "$argon2id$new");
}

TEST_CASE("given the demonstration's accounts made twice, then the second passwords hold and one key stands") {
  server s(fresh_database());
  auth::passwords hashing({.operations = 1, .memory_kib = 8192, .threads = 2, .queue_max = 8});
  auth::sessions sessions(
      s.store, s.time, s.ids,
      {.lifetime = 12h, .idle = 30min, .cache = 10s, .offline = 12h, .per_account_max = 20, .cache_entries_max = 100}
  );
  auth::api_keys keys(s.store, s.time, s.ids, {.cache = 10s, .offline = 12h, .cache_entries_max = 100});
  const auto make = [&] {
    return s.ask(auth::make_demo_accounts(s.store, hashing, keys, sessions, s.time, s.ids, std::nullopt));
  };
  make();
  const auto second = make();
  for (const auto& person : second.people) {
    const auto known = s.ask(s.store.account_named(person.name));
    REQUIRE(known);
    CHECK(hashing.check_now(person.password, known->password_hash) == auth::verdict::right);
  }
  const auto who = s.ask(keys.find(auth::api_key_text::parse(second.api_key).value()));
  REQUIRE(who);
  CHECK(who->may(auth::permission::contact_create));
}

TEST_CASE("given a database that is gone, then the store says so and makes nothing up") {
  auto options = fresh_database();
  options.url = "host=/nonexistent dbname=frontdoor";
  server s(options);
  CHECK_FALSE(run(s.io, s.store.account_named("j.smith")));
  CHECK_FALSE(run(s.io, s.store.session_by_token(auth::random_secret())));
}
