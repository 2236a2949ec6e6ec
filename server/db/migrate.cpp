#include "server/db/migrate.hpp"

#include <algorithm>
#include <filesystem>

#include "server/db/postgres.hpp"
#include "server/whole_file.hpp"

namespace frontdoor::db {

namespace {

constexpr long long migration_lock = 0x66726f6e74646f6fLL; // "frontdoo": no other program's advisory lock

int current_version(pqxx::connection& connection) {
  pqxx::work transaction(connection);
  transaction.exec(
      "create table if not exists schema_version (only_row boolean primary key default true check (only_row),"
      " version integer not null)"
  );
  transaction.exec("insert into schema_version (version) values (0) on conflict do nothing");
  const auto rows = transaction.exec("select version from schema_version");
  transaction.commit();
  if (rows.size() != 1) throw std::runtime_error("schema_version does not hold one row");
  return rows[0][0].as<int>();
}

void run_step(pqxx::connection& connection, const migration& step) {
  pqxx::work transaction(connection);
  transaction.exec("set local statement_timeout = 0");
  transaction.exec(step.sql);
  transaction.exec_params("update schema_version set version = $1", step.version);
  transaction.exec("grant select on schema_version to frontdoor_server");
  transaction.commit();
}

} // namespace

std::expected<std::vector<migration>, std::string> read_migrations(const std::string& folder) {
  std::vector<migration> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (!name.ends_with(".sql")) continue;
    const auto digits = name.substr(0, name.find('_'));
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) {
      return std::unexpected("migration " + name + " does not begin with a number and '_'");
    }
    auto text = content_of(entry.path());
    if (!text) return std::unexpected("migration " + name + " cannot be read");
    found.push_back({std::stoi(digits), name, std::move(*text)});
  }
  if (error) return std::unexpected("migrations folder " + folder + " cannot be read: " + error.message());
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.version < b.version; });
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].version != static_cast<int>(i) + 1) {
      return std::unexpected(
          "migration " + found[i].name + " stands where number " + std::to_string(i + 1) + " belongs"
      );
    }
  }
  return found;
}

std::expected<int, std::string> migrate(const database_options& options, const std::vector<migration>& migrations) {
  try {
    auto connection = connect(options, options.owner_url, "frontdoor-migrate");
    {
      pqxx::nontransaction lock(*connection);
      lock.exec("set statement_timeout = '120s'"); // another server may be migrating
      lock.exec("set lock_timeout = '120s'");
      lock.exec_params("select pg_advisory_lock($1)", migration_lock);
    }
    const int version = current_version(*connection);
    const int newest = migrations.empty() ? 0 : migrations.back().version;
    if (version > newest) {
      return std::unexpected(
          "the database is at version " + std::to_string(version) + ", this program knows " + std::to_string(newest) +
          ": run the newer program"
      );
    }
    for (const auto& step : migrations) {
      if (step.version > version) run_step(*connection, step);
    }
    return newest - version;
  } catch (const std::exception& error) {
    return std::unexpected(std::string("migration failed: ") + error.what());
  }
}

} // namespace frontdoor::db
