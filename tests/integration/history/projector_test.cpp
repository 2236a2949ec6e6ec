#include <thread>

#include <catch2/catch.hpp>

#include "history_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using triage::history::source_status;

namespace {

std::string count_of_keys(const db::database_options& options) {
  return superuser_sql(options, "select count(*) from history_keys");
}

// Appended at once, so that one batch holds several; in the order given.
std::vector<db::append_code> append_all(history_server& server, const std::vector<db::append_command>& commands) {
  std::vector<db::append_code> codes(commands.size(), db::append_code::unavailable);
  std::size_t done = 0;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    boost::asio::co_spawn(
        server.io, server.writer.append(commands[i]),
        [&, i](std::exception_ptr, db::append_result result) {
          codes[i] = result.code;
          ++done;
        }
    );
  }
  run_until(server.io, [&] { return done == commands.size(); });
  return codes;
}

std::string waiting(const db::database_options& options) {
  return superuser_sql(options, "select count(*) from history_to_key");
}

} // namespace

TEST_CASE("given contacts recorded without keys, when they are projected, then each is under its keys and none waits") {
  history_server server(fresh_database());
  const auto incident = new_id();
  REQUIRE(server.append(open_incident(incident)).code == db::append_code::appended);
  auto first = called_from("0161 234 5678");
  first.vehicles.push_back({"AB12 CDE", std::nullopt});
  REQUIRE(server.append(as_logged(first, incident)).code == db::append_code::appended);
  REQUIRE(server.append(as_logged(called_from("withheld"))).code == db::append_code::appended);
  const auto done = server.project();
  CHECK(done.what == db::projected::outcome::stepped);
  CHECK(done.reached_end);
  CHECK(count_of_keys(server.options) == "2");
  CHECK(waiting(server.options) == "0");
  CHECK(
      superuser_sql(
          server.options, "select count(*) from history_keys where incident = '" + incident.to_string() + "'"
      ) == "2"
  );
  CHECK(superuser_sql(server.options, "select count(*) from history_keys h where h::text like '%1612345678%'") == "0");
}

TEST_CASE("given a contact that was looked up, when it is recorded, then the next finds it at once") {
  history_server server(fresh_database());
  server.project(); // the secret is this server's
  auto contact = called_from("0161 234 5678");
  contact.caller.name = "Ann Example";
  const auto incident = new_id();
  CHECK_FALSE(server.with_keys(contact).keys); // how the name sounds is not known yet
  server.known(contact, test_time(1));
  const auto command = server.with_keys(contact, incident);
  REQUIRE(command.keys);
  REQUIRE(server.append(command).code == db::append_code::appended);
  CHECK(waiting(server.options) == "0");
  const auto found = server.known(called_from("0161 234 5678"), test_time(60));
  REQUIRE(source(found, "contacts").status == source_status::found);
  CHECK(source(found, "contacts").contacts.front().incident == incident);
  CHECK(source(found, "contacts").contacts.front().channel == "999");

  const auto kept = superuser_sql(server.options, "select array_agg(h order by key, role) from history_keys h");
  superuser_sql(server.options, "insert into history_to_key select position from events returning position");
  server.project(); // what is kept twice is kept once
  CHECK(superuser_sql(server.options, "select array_agg(h order by key, role) from history_keys h") == kept);
  superuser_sql(server.options, "delete from history_keys returning key");
  superuser_sql(server.options, "insert into history_to_key select position from events returning position");
  server.project();
  CHECK(superuser_sql(server.options, "select array_agg(h order by key, role) from history_keys h") == kept);
}

TEST_CASE("given a contact with its keys, when it is sent twice or with a key used before, then it is kept once") {
  history_server server(fresh_database());
  auto first = server.with_keys(called_from("0161 234 5678"));
  REQUIRE(first.keys);
  REQUIRE(server.append(first).code == db::append_code::appended);
  CHECK(server.append(first).code == db::append_code::appended); // "done": the very same command
  auto other = server.with_keys(called_from("0161 234 5679"));
  other.key = db::digest{7};
  REQUIRE(server.append(other).code == db::append_code::appended);
  auto repeated = server.with_keys(called_from("0161 234 5670"));
  repeated.key = other.key;
  CHECK(server.append(repeated).code == db::append_code::repeated);
  CHECK(count_of_keys(server.options) == "2");
  CHECK(waiting(server.options) == "0");
}

TEST_CASE("given contacts with and without keys in one batch, then those without wait, and no key is another's") {
  const auto options = fresh_database();
  history_server server(options);
  server.project();
  std::vector<db::append_command> commands;
  std::vector<std::string> phones;
  for (int i = 0; i < 40; ++i) {
    phones.push_back("0161 234 50" + std::to_string(10 + i));
    auto contact = called_from(phones.back());
    contact.vehicles.push_back({"AB12 CD" + std::string(1, static_cast<char>('A' + i % 20)), std::nullopt});
    commands.push_back(i % 4 == 0 ? as_logged(contact) : server.with_keys(contact));
  }
  for (const auto code : append_all(server, commands))
    REQUIRE(code == db::append_code::appended);
  CHECK(waiting(options) == "10");
  for (std::size_t i = 0; i < phones.size(); ++i) {
    const auto found = server.known(called_from(phones[i]), test_time(5));
    const auto& contacts_known = source(found, "contacts").contacts;
    if (i % 4 == 0) {
      CHECK(contacts_known.empty());
      continue;
    }
    REQUIRE(contacts_known.size() == 1);
    CHECK(contacts_known.front().contact == commands[i].streams.front().before.stream_id);
  }
}

TEST_CASE("given a server of the release before, when it records a contact, then that waits for its keys") {
  history_server server(fresh_database());
  const auto logged = as_logged(called_from("0161 234 5678"));
  REQUIRE(server.append(logged).code == db::append_code::appended);
  superuser_sql(
      server.options, "with gone as (delete from history_to_key) select count(*) from append_batch(now(), 'X', "
                      "decode(repeat('00', 200), 'hex'), '[{\"o\":1,\"k\":1,\"c\":\"" +
                          new_id().to_string() + "\",\"a\":1,\"al\":0,\"n\":1}]', '[]', '[{\"o\":1,\"x\":0,\"id\":\"" +
                          new_id().to_string() +
                          "\",\"v\":1,\"sv\":1,\"oc\":\"2026-03-01T00:00:00Z\",\"st\":\"contact\",\"t\":"
                          "\"contact.received\",\"ac\":\"a\",\"rq\":\"r\",\"h\":65,\"b\":1,\"bl\":0}]', '[]', '[]')"
  );
  CHECK(superuser_sql(server.options, "select position from history_to_key") == "2");
}

TEST_CASE(
    "given a contact that is about to be recorded without its keys, when that is said, then they are looked for soon"
) {
  history_server server(fresh_database());
  history::projector::options options;
  options.interval = std::chrono::milliseconds(1);
  options.at_least_every = std::chrono::hours(1);
  const auto hash = hash_of();
  const auto projector = std::make_shared<history::projector>(
      server.io.get_executor(), server.rows, history::make_keyer(force_names(), hash), hash.check(), options,
      *server.log
  );
  projector->start();
  run_until(server.io, [&] { return projector->same_secret(); }); // has had its first look
  REQUIRE(server.append(as_logged(called_from("0161 234 5678"))).code == db::append_code::appended);
  projector->expect_one();
  run_until(server.io, [&] { return waiting(server.options) == "0"; });
  CHECK(count_of_keys(server.options) == "1");
  projector->stop();
}

TEST_CASE("given two servers that project at once, then every contact is kept once and none is passed over") {
  const auto options = fresh_database();
  constexpr int contacts = 300;
  history_server first(options);
  history_server second(options);
  for (int i = 0; i < contacts; ++i) {
    const auto logged = as_logged(called_from("0161 234 5678", test_time(i)));
    REQUIRE(first.append(logged).code == db::append_code::appended);
  }
  const auto project_all = [](history_server& server) {
    for (;;) {
      auto keyer = history::make_keyer(force_names(), hash_of());
      const auto step = run(server.io, server.rows.project(std::move(keyer), hash_of().check(), 7)).value();
      if (step.what == db::projected::outcome::stepped && step.reached_end) return;
    }
  };
  std::thread other([&] { project_all(second); });
  project_all(first);
  other.join();
  CHECK(count_of_keys(options) == std::to_string(contacts));
}

TEST_CASE("given rows of another secret, then nothing is added to them and nothing is found: unavailable, never none") {
  const auto options = fresh_database();
  history_server server(options, 1);
  REQUIRE(server.append(as_logged(called_from("0161 234 5678"))).code == db::append_code::appended);
  server.project();
  history_server stranger(options, 2);
  REQUIRE(stranger.append(as_logged(called_from("0161 234 5678"))).code == db::append_code::appended);
  CHECK(stranger.project().what == db::projected::outcome::other_secret);
  CHECK(count_of_keys(options) == "1");
  const auto found = stranger.known(called_from("0161 234 5678"), test_time(10));
  CHECK(source(found, "contacts").status == source_status::unavailable);
  CHECK(source(found, "markers").status == source_status::unavailable);
}

TEST_CASE("given a contact whose personal part was erased, when the log is projected, then it is passed over") {
  history_server server(fresh_database());
  REQUIRE(server.append(as_logged(called_from("0161 234 5678"))).code == db::append_code::appended);
  superuser_sql(server.options, "delete from sealed_parts returning position");
  CHECK(server.project().reached_end);
  CHECK(waiting(server.options) == "0");
  CHECK(count_of_keys(server.options) == "0");
}
