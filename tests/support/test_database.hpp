#pragma once
// A real PostgreSQL for tests: one private cluster a test program, one fresh migrated database a test.

#include <memory>
#include <string>

#include "server/db/database_options.hpp"
#include "server/db/embedded_cluster.hpp"

namespace frontdoor::testing {

// The cluster of this test program: started on first use in a temporary folder, removed at exit.
db::embedded_cluster& test_cluster();

// A fresh database without tables, with both roles' addresses filled in and short time-outs.
db::database_options empty_database();

// The same, migrated.
db::database_options fresh_database();

// Runs SQL as superuser in the database of `options` and returns the first column of the first row ("" if none).
std::string superuser_sql(const db::database_options& options, const std::string& sql);

// Folder of the checkout: tests run with it as working folder.
std::string migrations_folder();

} // namespace frontdoor::testing
