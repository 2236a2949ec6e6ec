#include "tests/support/test_database.hpp"

#include <stdexcept>

#include <pqxx/pqxx>

#include "server/db/migrate.hpp"
#include "tests/support/temporary_folder.hpp"

namespace frontdoor::testing {

namespace {

struct temporary_cluster {
  temporary_cluster() {
    db::embedded_options options;
    options.data_folder = folder.path().string();
    options.durable = false;
    auto started = db::embedded_cluster::start(options);
    if (!started) throw std::runtime_error(started.error());
    cluster = std::move(*started);
  }

  temporary_folder folder;
  std::unique_ptr<db::embedded_cluster> cluster;
};

} // namespace

db::embedded_cluster& test_cluster() {
  static temporary_cluster shared;
  return *shared.cluster;
}

std::string migrations_folder() {
  return "migrations";
}

namespace {

std::string next_name() {
  static int count = 0;
  return "test_" + std::to_string(++count);
}

db::database_options made_database(const std::string& name) {
  auto& cluster = test_cluster();
  if (const auto error = cluster.create_database(name); !error.empty()) throw std::runtime_error(error);
  db::database_options options;
  options.url = cluster.server_url(name);
  options.owner_url = cluster.owner_url(name);
  options.poll_interval = std::chrono::milliseconds(50);
  return options;
}

// A database with all tables, of which the others of this program are copies.
std::string make_pattern() {
  auto name = next_name();
  const auto options = made_database(name);
  const auto migrations = db::read_migrations(migrations_folder());
  if (!migrations) throw std::runtime_error(migrations.error());
  const auto migrated = db::migrate(options, *migrations);
  if (!migrated) throw std::runtime_error(migrated.error());
  return name;
}

} // namespace

db::database_options empty_database() {
  return made_database(next_name());
}

db::database_options fresh_database() {
  static const auto pattern = make_pattern();
  const auto name = next_name();
  {
    pqxx::connection connection(test_cluster().superuser_url());
    pqxx::nontransaction work(connection);
    work.exec("create database " + name + " owner frontdoor_owner template " + pattern);
  }
  return made_database(name); // what a copy does not bring with it: who may connect
}

std::string superuser_sql(const db::database_options& options, const std::string& sql) {
  const auto at = options.url.find("dbname=");
  pqxx::connection connection(test_cluster().superuser_url(options.url.substr(at + 7)));
  pqxx::nontransaction work(connection);
  const auto rows = work.exec(sql);
  return rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
}

} // namespace frontdoor::testing
