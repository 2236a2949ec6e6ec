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

db::database_options empty_database() {
  static int count = 0;
  const std::string name = "test_" + std::to_string(++count);
  auto& cluster = test_cluster();
  if (const auto error = cluster.create_database(name); !error.empty()) throw std::runtime_error(error);
  db::database_options options;
  options.url = cluster.server_url(name);
  options.owner_url = cluster.owner_url(name);
  options.poll_interval = std::chrono::milliseconds(50);
  return options;
}

db::database_options fresh_database() {
  auto options = empty_database();
  const auto migrations = db::read_migrations(migrations_folder());
  if (!migrations) throw std::runtime_error(migrations.error());
  const auto migrated = db::migrate(options, *migrations);
  if (!migrated) throw std::runtime_error(migrated.error());
  return options;
}

std::string superuser_sql(const db::database_options& options, const std::string& sql) {
  const auto at = options.url.find("dbname=");
  pqxx::connection connection(test_cluster().superuser_url(options.url.substr(at + 7)));
  pqxx::nontransaction work(connection);
  const auto rows = work.exec(sql);
  return rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
}

} // namespace frontdoor::testing
