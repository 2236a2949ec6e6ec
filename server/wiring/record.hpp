#pragma once
// The record: connections to PostgreSQL, what is read there, the one writer, and the clock that the server goes by.

#include <cstdint>
#include <functional>

#include "server/db/call_queries.hpp"
#include "server/db/crime_queries.hpp"
#include "server/db/database_pool.hpp"
#include "server/db/force_queries.hpp"
#include "server/db/link_queries.hpp"
#include "server/db/log_queries.hpp"
#include "server/db/manual_clock.hpp"
#include "server/db/review_queries.hpp"
#include "server/db/screening_queries.hpp"
#include "server/db/webhook_queries.hpp"
#include "server/db/writer.hpp"
#include "server/wiring/base.hpp"

namespace frontdoor::wiring {

struct record_parts {
  // Told of what this server's writer committed, up to the position that it reaches.
  using commit_listener = std::function<void(db::committed_events events, std::uint64_t reaches)>;

  // Throws where the manual clock is asked for and cannot be read.
  record_parts(base_parts& base, commit_listener committed);

  // Reads the manual clock again, which other servers move too; nothing where the machine's own clock is used.
  boost::asio::awaitable<void> refresh_clock();

  base_parts& base;
  db::database_pool pool;
  db::log_queries queries;
  db::crime_queries crimes;
  db::link_queries links;
  db::call_queries calls;
  db::review_queries reviews;
  db::screening_queries screening;
  db::force_queries force;
  db::webhook_queries webhooks;
  db::manual_clock manual_clock;
  clock::clock& clock;
  db::writer writer;
};

} // namespace frontdoor::wiring
