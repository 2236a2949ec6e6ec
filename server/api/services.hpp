#pragma once
// What the endpoints need of the server. Made by the composition root; must outlive every request.

#include <functional>
#include <memory>

#include "server/clock/clock.hpp"
#include "server/command/command_runner.hpp"
#include "server/command/crime_runner.hpp"
#include "server/db/log_queries.hpp"
#include "server/dispatch/board.hpp"
#include "server/dispatch/feed.hpp"
#include "server/history/lookup.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"
#include "server/schema/json_schema.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::api {

// What endpoints ask while the record is away.
class outage_view {
 public:
  virtual ~outage_view() = default;
  virtual bool active() const = 0;
  // The incident as this server holds it in memory; nullptr where it does not.
  virtual const dispatch::board_entry* find(const triage::uuid& incident) const = 0;
};

struct services {
  boost::asio::any_io_executor io;
  command::command_runner& commands;
  db::log_queries& queries;
  const schema::schema_set& schemas;
  clock::clock& clock;
  observe::log& log;
  observe::metrics& metrics;
  command::crime_runner& crimes;
  history::lookup* history = nullptr;  // none: switched off
  const outage_view* outage = nullptr; // none: there is no going on without the record

  bool degraded() const { return outage != nullptr && outage->active(); }

  std::shared_ptr<const triage::policy_pack> policy() const { return commands.policy(); }
};

} // namespace frontdoor::api
