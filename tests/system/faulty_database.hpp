#pragma once
// A database that a server reaches through a faulty proxy.

#include <string>

#include "server/db/database_options.hpp"
#include "tests/support/faulty_proxy.hpp"

namespace frontdoor::tests {

// The addresses of a database as they are through a proxy.
inline frontdoor::db::database_options by_way_of(const faulty_proxy& proxy, frontdoor::db::database_options database) {
  for (auto* url : {&database.url, &database.owner_url}) {
    const auto rest = url->substr(url->find(' '));
    *url = "host=127.0.0.1 port=" + std::to_string(proxy.port()) + rest + " sslmode=disable gssencmode=disable";
  }
  return database;
}

// The unix socket that the database listens on.
inline std::string socket_of(const frontdoor::db::database_options& database) {
  const auto begin = std::string("host=").size();
  return database.url.substr(begin, database.url.find(' ') - begin) + "/.s.PGSQL.5432";
}

} // namespace frontdoor::tests
