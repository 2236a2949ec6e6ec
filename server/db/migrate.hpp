#pragma once
// Forward-only migrations under the owner's role. Guarded as in centrifugo's pgschema: versions without holes, an
// advisory lock around, one transaction a step, a database newer than this program refused, and a version that cannot
// be read is an error, never "fresh".

#include <expected>
#include <string>
#include <vector>

#include "server/db/database_options.hpp"

namespace frontdoor::db {

struct migration {
  int version;
  std::string name;
  std::string sql;
};

// Reads NNN_name.sql files of a folder. Refuses a folder whose numbers do not run 1, 2, 3, ...
std::expected<std::vector<migration>, std::string> read_migrations(const std::string& folder);

// Brings the database to the last migration; returns how many ran. Blocks; several servers may call it at once.
std::expected<int, std::string> migrate(const database_options& options, const std::vector<migration>& migrations);

} // namespace frontdoor::db
