#include <catch2/catch.hpp>
#include <pqxx/pqxx>

#include "history_fixture.hpp"
#include "server/history/keep_markers.hpp"
#include "tests/support/eventually.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using std::chrono::milliseconds;
using triage::history::key_kind;
using triage::history::source_status;

namespace {

triage::contact about(std::string name, std::string born) {
  triage::contact contact;
  contact.id = new_id();
  contact.received_at = test_time();
  contact.subjects.push_back({std::move(name), "suspect", std::move(born), std::nullopt});
  contact.narrative = "He is back.";
  return contact;
}

void log_and_project(history_server& server, const triage::contact& contact) {
  REQUIRE(server.append(as_logged(contact)).code == db::append_code::appended);
  REQUIRE(server.project().reached_end);
}

std::vector<triage::history::imported_marker> violent_until(const std::string& end) {
  return *triage::history::import_markers(
      "marker,why,valid_from,valid_until,phone\nviolent,Hit an officer,2026-01-01," + end + ",0161 234 5678\n"
  );
}

} // namespace

TEST_CASE("given a contact from a number, when it calls again, then the first is found with why") {
  history_server server(fresh_database());
  const auto first = called_from("0161 234 5678");
  log_and_project(server, first);
  const auto found = server.known(called_from("+44 (0)161 2345678"), test_time(60));
  const auto& contacts = source(found, "contacts");
  CHECK(contacts.status == source_status::found);
  CHECK(contacts.as_of == test_time(60));
  REQUIRE(contacts.contacts.size() == 1);
  CHECK(contacts.contacts[0].contact == first.id);
  CHECK(contacts.contacts[0].at == first.received_at);
  REQUIRE(contacts.contacts[0].why.size() == 1);
  CHECK(contacts.contacts[0].why[0].kind == key_kind::phone);
  CHECK(source(found, "markers").status == source_status::none);
}

TEST_CASE("given a number that never called, then none; given nothing to look under, then nobody is asked") {
  history_server server(fresh_database());
  log_and_project(server, called_from("0161 234 5678"));
  CHECK(source(server.known(called_from("0161 234 5679"), test_time(60)), "contacts").status == source_status::none);
  CHECK(server.known(called_from("withheld"), test_time(60)).empty());
}

TEST_CASE("given contacts longer ago than a year, then they are not found") {
  history_server server(fresh_database());
  log_and_project(server, called_from("0161 234 5678", test_time() - std::chrono::days(365)));
  CHECK(source(server.known(called_from("0161 234 5678"), test_time(60)), "contacts").status == source_status::none);
}

TEST_CASE("given a person, then another spelling, form of the name and order of day and month find him") {
  history_server server(fresh_database());
  log_and_project(server, about("Stephen Smyth", "1984-03-12"));
  const auto kinds_for = [&](std::string name, std::string born) {
    std::vector<key_kind> kinds;
    const auto found = server.known(about(std::move(name), std::move(born)), test_time(60));
    for (const auto& one : source(found, "contacts").contacts) {
      for (const auto& why : one.why)
        kinds.push_back(why.kind);
    }
    return kinds;
  };
  const std::vector<key_kind> whole{
      key_kind::person, key_kind::person_year, key_kind::person_one_name, key_kind::person_name
  };
  CHECK(kinds_for("SMITH, Mr Steve", "1984-12-03") == whole);
  CHECK(kinds_for("Stéphen Smith", "1984-03-12") == whole);
  CHECK(kinds_for("Steven Smith", "1984-07-25") == std::vector<key_kind>{key_kind::person_year, key_kind::person_name});
  CHECK(kinds_for("Steven Jones", "1984-03-12") == std::vector<key_kind>{key_kind::person_one_name});
  CHECK(kinds_for("Peter Brown", "1990-01-01").empty());
}

TEST_CASE("given a log that is not read to its end for too long, then unavailable, and found once it is") {
  history_server server(fresh_database());
  log_and_project(server, called_from("0161 234 5678"));
  REQUIRE(server.append(as_logged(called_from("0161 234 5678"))).code == db::append_code::appended);
  const auto soon = test_time() + server.lookup.limits().lag_max;
  CHECK(source(server.known(called_from("0161 234 5678"), soon), "contacts").status == source_status::found);
  CHECK(source(server.known(called_from("0161 234 5678"), soon), "contacts").as_of == test_time());
  const auto late = soon + std::chrono::microseconds(1);
  CHECK(source(server.known(called_from("0161 234 5678"), late), "contacts").status == source_status::unavailable);
  CHECK(source(server.known(called_from("0161 234 5679"), late), "contacts").status == source_status::unavailable);
  server.project();
  const auto found = server.known(called_from("0161 234 5678"), late);
  CHECK(source(found, "contacts").status == source_status::found);
  CHECK(source(found, "contacts").contacts.size() == 2);
}

TEST_CASE("given a database that holds the rows back, then the answer comes in time and says unavailable") {
  history_server server(fresh_database());
  log_and_project(server, called_from("0161 234 5678"));
  pqxx::connection owner(server.options.owner_url);
  pqxx::work holding(owner);
  holding.exec("lock table history_keys in access exclusive mode");
  const auto began = std::chrono::steady_clock::now();
  const auto found = server.known(called_from("0161 234 5678"), test_time(60), milliseconds(50));
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(2));
  CHECK(source(found, "contacts").status == source_status::unavailable);
  CHECK(source(found, "contacts").contacts.empty());
  holding.abort();
  CHECK(source(server.known(called_from("0161 234 5678"), test_time(60)), "contacts").status == source_status::found);
}

TEST_CASE("given more contacts than are read under one key, then the latest are") {
  history::lookup::options few;
  few.contacts_max = 3;
  history_server server(fresh_database(), 1, {}, few);
  for (int i = 0; i < 5; ++i)
    REQUIRE(server.append(as_logged(called_from("0161 234 5678", test_time(i)))).code == db::append_code::appended);
  server.project();
  const auto found = server.known(called_from("0161 234 5678"), test_time(60));
  REQUIRE(source(found, "contacts").contacts.size() == 3);
  CHECK(source(found, "contacts").contacts.back().at == test_time(2));
}

TEST_CASE("given imported markers, then they are found; imported again they replace those of their source") {
  history_server server(fresh_database());
  clock::identifiers identifiers;
  const auto keep = [&](std::string from, std::vector<triage::history::imported_marker> markers) {
    return run(
        server.io,
        history::keep_markers(
            server.rows, *force_names(), hash_of(), identifiers, std::move(from), std::move(markers), test_time()
        )
    );
  };
  REQUIRE(keep("pnc", violent_until("2027-01-01")) == true);
  auto found = server.known(called_from("0161 234 5678"), test_time(60));
  REQUIRE(source(found, "markers").markers.size() == 1);
  CHECK(source(found, "markers").status == source_status::found);
  CHECK(source(found, "markers").markers[0].code == "violent");
  CHECK(source(found, "markers").markers[0].why == "Hit an officer");
  CHECK(source(found, "markers").markers[0].source == "pnc");
  CHECK(source(found, "markers").markers[0].valid_until == triage::parse_rfc3339("2027-01-01T00:00:00Z"));
  REQUIRE(keep("pnc", violent_until("2026-02-01")) == true);
  REQUIRE(keep("records", violent_until("2028-01-01")) == true);
  found = server.known(called_from("0161 234 5678"), test_time(60));
  REQUIRE(source(found, "markers").markers.size() == 2);
  CHECK(triage::history::facts_of(found, test_time(60)) == nlohmann::json{{"markers", {"violent"}}});
  REQUIRE(keep("records", {}) == true);
  found = server.known(called_from("0161 234 5678"), test_time(60));
  CHECK(source(found, "markers").markers.size() == 1);
  CHECK(triage::history::facts_of(found, test_time(60)).empty());
}

TEST_CASE("given a contact that is erased, then it is in nobody's history") {
  history_server server(fresh_database());
  const auto first = called_from("0161 234 5678");
  log_and_project(server, first);
  CHECK(run(server.io, server.rows.erase(first.id)) == 1U);
  CHECK(source(server.known(called_from("0161 234 5678"), test_time(60)), "contacts").status == source_status::none);
}

TEST_CASE("given incidents, then their heads tell how they stand") {
  history_server server(fresh_database());
  const auto incident = new_id();
  REQUIRE(server.append(open_incident(incident)).code == db::append_code::appended);
  const auto heads = run(server.io, server.lookup.heads({incident, new_id()}, true));
  REQUIRE(heads.size() == 1);
  CHECK(heads[0].id == incident);
  CHECK(heads[0].status == "open");
  CHECK(heads[0].grade == "1");
  CHECK(heads[0].number == "GMP-20260301-000001");
}

TEST_CASE("given tables so small that reading them whole looks cheap, then batches and look-ups go by index") {
  const auto options = fresh_database();
  const auto ended = [&options] {
    return superuser_sql(
               options, "select count(*) from pg_stat_activity"
                        " where datname = current_database() and application_name like 'frontdoor-%'"
           ) == "0";
  };
  {
    history_server server(options);
    for (int i = 0; i < 30; ++i)
      REQUIRE(
          server.append(server.with_keys(called_from("0161 234 50" + std::to_string(10 + i)))).code ==
          db::append_code::appended
      );
  }
  REQUIRE(tests::eventually(ended)); // what a connection did is counted at its end
  superuser_sql(options, "analyze");
  superuser_sql(options, "select pg_stat_reset()");
  {
    history_server server(options);
    CHECK(server.known(called_from("0161 234 5012"), test_time(60)).size() == 2);
    REQUIRE(server.append(server.with_keys(called_from("0161 234 5012"))).code == db::append_code::appended);
    REQUIRE(server.append(open_incident(new_id())).code == db::append_code::appended);
  }
  REQUIRE(tests::eventually(ended));
  CHECK(
      superuser_sql(
          options, "select coalesce(string_agg(relname, ' ' order by relname), 'none') from pg_stat_user_tables"
                   " where seq_scan > 0 and relname not in ('log_head', 'history_cursor')" // a row each
      ) == "none"
  );
  CHECK(
      superuser_sql(
          options, "select string_agg(relname, ' ' order by relname) from pg_stat_user_tables"
                   " where idx_scan > 0 and relname in ('history_keys', 'idempotency')"
      ) == "history_keys idempotency"
  ); // it was counted
}
