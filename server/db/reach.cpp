#include "server/db/reach.hpp"

#include "server/db/postgres.hpp"

namespace frontdoor::db {

std::optional<std::string> why_out_of_reach(const database_options& options) {
  try {
    connect(options, options.owner_url, "frontdoor-start");
    connect(options, options.url, "frontdoor-start");
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  }
}

} // namespace frontdoor::db
